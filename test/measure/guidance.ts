/**
 * `npm run guidance`: whether guidance catches faulty inits sooner than chance, and than chance that leans on a few things; and how many
 * features of real inits each reaches. As tables.
 */
import { parseArgs } from 'node:util';
import type { FoundTarget } from '../../fuzz/campaign/find-target.ts';
import { type Lab, openLab } from '../../fuzz/campaign/lab.ts';
import { scenarioAt } from '../../fuzz/generate/seeds.ts';
import { Guide } from '../../fuzz/guide/guide.ts';
import { median } from './bench/rounds.ts';
import { chooseTargets } from '../../fuzz/cli/choose.ts';
import { featuresOverTime } from './faulty/features-over-time.ts';
import { type Fault, faultyTarget, readFaults, soundTargetFor } from './faulty/faults.ts';
import { firstCatch, type Hunt } from './faulty/first-catch.ts';
import { rank } from './faulty/rank.ts';
import { sideBySide } from './faulty/side-by-side.ts';

const USAGE = `npm run guidance -- [OPTIONS] NAME ...

Names of faulty inits: seconds to the catch. Names of targets: features reached.

  --seeds N     seeds, 1 to N (default 20)
  --seconds N   seconds of one CPU at most for each (default 60)
  --guided N    percent of the scenarios that are changes of kept ones (default 50)
  --ways LIST   hunts in these alone, with commas between: uniform, swarm, random, guided
`;

const { values: options, positionals: names } = parseArgs({
  options: {
    seeds: { type: 'string', default: '20' },
    seconds: { type: 'string', default: '60' },
    guided: { type: 'string', default: '50' },
    ways: { type: 'string' },
    help: { type: 'boolean', default: false },
  },
  allowPositionals: true,
});

/** So that there is work while one of them waits for a finding's replays. */
const AT_A_TIME = 4;

/** Scenarios after which features are counted. */
const MARKS = [250, 500, 1000, 2000, 4000];

type Source = Pick<Hunt, 'scenario' | 'learn'>;

/** Scenarios of a seed: what leans on nothing, what always leans on a few things, half of each as campaigns have them, and guided. */
const WAYS: Readonly<Record<string, (seed: number) => Source>> = {
  uniform: (seed) => ({ scenario: (index) => scenarioAt(seed, index, 0) }),
  swarm: (seed) => ({ scenario: (index) => scenarioAt(seed, index, 100) }),
  random: (seed) => ({ scenario: (index) => scenarioAt(seed, index) }),
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
  const rest = names.filter((name) => !faults.some((fault) => fault.name === name));
  if (faults.length > 0) await hunts(faults);
  if (rest.length > 0) await reaches(await chooseTargets(rest, undefined));
}

async function reaches(targets: readonly FoundTarget[]): Promise<void> {
  process.stdout.write(`| features of | ${MARKS.map((mark) => `after ${mark}`).join(' | ')} |\n| --- |${' --: |'.repeat(MARKS.length)}\n`);
  const lab = await openLab(targets);
  try {
    for (const target of targets)
      for (const guided of [0, Number(options.guided)]) {
        const bySeed: number[][] = [];
        for (let seed = 1; seed <= Number(options.seeds); seed++)
          bySeed.push(await featuresOverTime(lab, target, { seed, guided, marks: MARKS }));
        const medians = MARKS.map((_, mark) => median(bySeed.map((counts) => counts[mark] ?? 0)));
        process.stdout.write(`| ${target.name}, ${guided === 0 ? 'random' : 'guided'} | ${medians.join(' | ')} |\n`);
      }
  } finally {
    await lab.close();
  }
}

async function hunts(faults: readonly Fault[]): Promise<void> {
  const lab = await openLab(await Promise.all(faults.flatMap((fault) => [faultyTarget(fault), soundTargetFor(fault)])));
  const ways = Object.keys(WAYS).filter((way) => options.ways?.split(',').includes(way) ?? true);
  const others = ways.includes('guided') ? ways.filter((way) => way !== 'guided') : [];
  try {
    const head = ['fault', ...ways.flatMap((way) => [`${way}, s`, 'caught']), ...others.map((way) => `A12 and p to ${way}`)];
    process.stdout.write(`| ${head.join(' | ')} |\n| --- |${' --: |'.repeat(head.length - 1)}\n`);
    await sideBySide(faults, AT_A_TIME, async (fault) => {
      const times: Record<string, number[]> = {};
      for (const way of ways) {
        times[way] = await measure(lab, fault, way);
        process.stderr.write(`${fault.name}, ${way}: ${times[way].map((seconds) => seconds.toFixed(1)).join(' ')}\n`);
      }
      process.stdout.write(`${row(fault, times, others)}\n`);
    });
  } finally {
    await lab.close();
  }
}

/** The hunts of each way, and how the guided ones rank beside each of the others. */
function row({ name }: Fault, times: Readonly<Record<string, number[]>>, others: readonly string[]): string {
  const cells = Object.values(times).flatMap((all) => {
    const middle = median(all);
    return [Number.isFinite(middle) ? middle.toFixed(2) : 'never', `${all.filter(Number.isFinite).length} of ${all.length}`];
  });
  const ranks = others.map((way) => {
    const { a12, p } = rank(times['guided'] ?? [], times[way] ?? []);
    return `${a12.toFixed(2)} ${p.toFixed(3)}`;
  });
  return `| ${[`\`${name}\``, ...cells, ...ranks].join(' | ')} |`;
}

if (options.help || names.length === 0) process.stdout.write(USAGE);
else await main();
