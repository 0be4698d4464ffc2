/** `npm run races`: what it takes to catch each faulty init whose fault is a race, in each of some ways, as a table. */
import { parseArgs } from 'node:util';
import { repeat } from '../../fuzz/campaign/confirm.ts';
import { type Lab, openLab } from '../../fuzz/campaign/lab.ts';
import { median } from './bench/rounds.ts';
import { type Fault, faultyTarget, readFaults, soundTargetFor } from './faulty/faults.ts';
import { firstCatch, type Hunted } from './faulty/first-catch.ts';
import { sideBySide } from './faulty/side-by-side.ts';
import { type Way, WAYS } from './faulty/ways.ts';

const USAGE = `npm run races [-- OPTIONS] [NAME ...]

  --seeds N     seeds, 1 to N (default 20)
  --seconds N   seconds of one CPU at most for each (default 5)
  --way WAY     this one alone: timing, placement, priorities or exploration
`;

/** So that there is work while one of them waits for a finding's replays. */
const AT_A_TIME = 4;
/** As often as the recorded verdict of a deterministic case must come. */
const REPLAYS = 100;

const { values: options, positionals: names } = parseArgs({
  options: {
    seeds: { type: 'string', default: '20' },
    seconds: { type: 'string', default: '5' },
    way: { type: 'string' },
    help: { type: 'boolean', default: false },
  },
  allowPositionals: true,
});

const wanted = (Object.keys(WAYS) as Way[]).filter((way) => options.way === undefined || options.way === way);

interface Measured {
  fault: Fault;
  hunts: Record<Way, Hunted[]>;
  replays: [shown: number, runs: number];
}

async function main(): Promise<void> {
  const faults = (await readFaults()).filter(({ race, name }) => race && (names.length === 0 || names.includes(name)));
  const lab = await openLab(await Promise.all(faults.flatMap((fault) => [faultyTarget(fault), soundTargetFor(fault)])));
  try {
    const measured = await sideBySide(faults, AT_A_TIME, (fault) => measure(lab, fault));
    process.stdout.write(`${table(measured)}\n`);
  } finally {
    await lab.close();
  }
}

async function measure(lab: Lab, fault: Fault): Promise<Measured> {
  const [target, sound] = await Promise.all([faultyTarget(fault), soundTargetFor(fault)]);
  const hunts: Record<Way, Hunted[]> = { timing: [], placement: [], priorities: [], exploration: [] };
  for (const way of wanted)
    for (let seed = 1; seed <= Number(options.seeds); seed++) {
      const scenario = await WAYS[way](lab, target, seed);
      const hunt = { property: fault.property, sound, seed, budget: Number.POSITIVE_INFINITY, seconds: Number(options.seconds), scenario };
      hunts[way].push(await firstCatch(lab, target, hunt));
    }
  process.stderr.write(`${fault.name}: ${wanted.map((way) => inWords(hunts[way])).join(' | ')}\n`);
  const first = hunts.exploration.find(({ caught }) => caught !== undefined)?.caught;
  const { shown, runs } = first === undefined ? { shown: 0, runs: 0 } : await repeat(lab, first.scenario, target, first.signature, REPLAYS);
  return { fault, hunts, replays: [shown, runs] };
}

/** Those that were not caught took more than they had: they count as the longest. */
function inWords(hunts: readonly Hunted[]): string {
  const caught = hunts.filter((hunt) => hunt.caught !== undefined).length;
  const middle = median(hunts.map((hunt) => (hunt.caught === undefined ? Number.POSITIVE_INFINITY : hunt.seconds)));
  return `${Number.isFinite(middle) ? middle.toFixed(2) : 'never'} | ${caught} of ${hunts.length}`;
}

function table(all: readonly Measured[]): string {
  const head = ['fault', 'property', ...wanted.flatMap((way) => [`${way}, s`, 'caught']), 'replays'];
  const lines = all.map(({ fault, hunts, replays }) => [
    `\`${fault.name}\``,
    fault.property,
    ...wanted.flatMap((way) => inWords(hunts[way]).split(' | ')),
    `${replays[0]} of ${replays[1]}`,
  ]);
  const rule = head.map((_, column) => (column < 2 ? '---' : '--:'));
  const hunts = all.flatMap((each) => Object.values(each.hunts).flat());
  const sum = (of: (hunt: Hunted) => number): number => hunts.reduce((total, hunt) => total + of(hunt), 0);
  return [
    ...[head, rule, ...lines].map((cells) => `| ${cells.join(' | ')} |`),
    '',
    `Of ${sum(({ scenarios }) => scenarios)} scenarios, violations that never showed again: ${sum(({ flaky }) => flaky)}; that the sound init`,
    `showed as well: ${sum(({ falseAlarms }) => falseAlarms.length)}; harness errors: ${sum(({ harnessErrors }) => harnessErrors.length)}.`,
  ].join('\n');
}

if (options.help) process.stdout.write(USAGE);
else await main();
