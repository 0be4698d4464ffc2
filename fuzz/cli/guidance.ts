/** `npm run guidance`: whether guidance catches faulty inits sooner than chance, and than chance that leans on a few things; as a table. */
import { parseArgs } from 'node:util';
import { type Lab, openLab } from '../campaign/lab.ts';
import { placedAt } from '../generate/placing.ts';
import { scenarioAt } from '../generate/seeds.ts';
import { Guide } from '../guide/guide.ts';
import { median } from './bench/rounds.ts';
import { type Fault, faultyTarget, readFaults, soundTargetFor } from './faulty/faults.ts';
import { firstCatch, type Hunt } from './faulty/first-catch.ts';
import { rank } from './faulty/rank.ts';
import { sideBySide } from './faulty/side-by-side.ts';

const USAGE = `npm run guidance -- [OPTIONS] NAME ...

  --seeds N     seeds, 1 to N (default 20)
  --seconds N   seconds of one CPU at most for each (default 60)
  --guided N    percent of the scenarios that are changes of kept ones (default 50)
`;

const { values: options, positionals: names } = parseArgs({
  options: {
    seeds: { type: 'string', default: '20' },
    seconds: { type: 'string', default: '60' },
    guided: { type: 'string', default: '50' },
    help: { type: 'boolean', default: false },
  },
  allowPositionals: true,
});

/** So that there is work while one of them waits for a finding's replays. */
const AT_A_TIME = 4;

type Source = Pick<Hunt, 'scenario' | 'learn'>;

/** Scenarios of a seed: what leans on nothing, what always leans on a few things, half of each as campaigns have them, and guided. */
const WAYS: Readonly<Record<string, (seed: number) => Source>> = {
  uniform: (seed) => ({ scenario: (index) => scenarioAt(seed, index, 0) }),
  swarm: (seed) => ({ scenario: (index) => scenarioAt(seed, index, 100) }),
  random: (seed) => ({ scenario: (index) => placedAt(seed, index, 0) }),
  guided(seed) {
    const guide = new Guide({ seed, placements: 0, guided: Number(options.guided) });
    return { scenario: (index) => guide.next(index).scenario, learn: (scenario, examined) => void guide.learn(scenario, examined) };
  },
};

/** Seconds until the catch for each seed. */
async function measure(lab: Lab, fault: Fault, way: string): Promise<number[]> {
  const [target, sound] = await Promise.all([faultyTarget(fault), soundTargetFor(fault)]);
  const times: number[] = [];
  for (let seed = 1; seed <= Number(options.seeds); seed++) {
    const hunt = { property: fault.property, sound, seed, budget: Number.POSITIVE_INFINITY, seconds: Number(options.seconds) };
    const { caught, seconds, falseAlarms, harnessErrors } = await firstCatch(lab, target, { ...hunt, ...WAYS[way]?.(seed) });
    for (const said of [...falseAlarms.map((index) => `${index}: the sound init shows it too`), ...harnessErrors])
      process.stderr.write(`${fault.name}, ${way}, seed ${seed}: ${said}\n`);
    times.push(caught === undefined ? Number.POSITIVE_INFINITY : seconds);
  }
  return times;
}

async function main(): Promise<void> {
  const faults = (await readFaults()).filter(({ name }) => names.includes(name));
  const lab = await openLab(await Promise.all(faults.flatMap((fault) => [faultyTarget(fault), soundTargetFor(fault)])));
  const ways = Object.keys(WAYS);
  try {
    process.stdout.write(`| fault | ${ways.map((way) => `${way}, s | caught`).join(' | ')} | A12 | p |\n`);
    process.stdout.write(`| --- |${' --: |'.repeat(2 * ways.length + 2)}\n`);
    await sideBySide(faults, AT_A_TIME, async (fault) => {
      const times: Record<string, number[]> = {};
      for (const way of ways) times[way] = await measure(lab, fault, way);
      process.stdout.write(`${row(fault, ways, times)}\n`);
    });
  } finally {
    await lab.close();
  }
}

function row({ name }: Fault, ways: readonly string[], times: Readonly<Record<string, number[]>>): string {
  const cells = ways.map((way) => {
    const all = times[way] ?? [];
    const middle = median(all);
    return `${Number.isFinite(middle) ? middle.toFixed(2) : 'never'} | ${all.filter(Number.isFinite).length} of ${all.length}`;
  });
  const { a12, p } = rank(times['guided'] ?? [], times['random'] ?? []);
  return `| \`${name}\` | ${cells.join(' | ')} | ${a12.toFixed(2)} | ${p.toFixed(3)} |`;
}

if (options.help || names.length === 0) process.stdout.write(USAGE);
else await main();
