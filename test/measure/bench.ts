/** `npm run bench`: the bare loop in C, this product, and what people use today, in one run. See native/bench/bare.c for the floor. */
import { execFileSync } from 'node:child_process';
import { join } from 'node:path';
import { parseArgs } from 'node:util';
import { PACKAGE_ROOT } from '../../fuzz/execute/locate.ts';
import { type FoundTarget, findTarget } from '../../fuzz/campaign/find-target.ts';
import { openPool, type Pool } from '../../fuzz/execute/pool.ts';
import { measureGenerator } from './bench/generator.ts';
import { bareLoop } from './bench/bare.ts';
import { expectTrace } from './bench/check.ts';
import { flatMemory } from './bench/memory.ts';
import { type Ours, ours } from './bench/ours.ts';
import { type Figures, interleave } from './bench/rounds.ts';
import { daemons, rich, trivial } from './bench/scenarios.ts';
import { generatorRow, memoryRows, speedRows, table } from './bench/table.ts';
import { today } from './bench/today.ts';

const USAGE = `npm run bench [-- OPTIONS]

  --rounds N    rounds, each with every contender once (default 7)
  --ms N        ms for each contender and round (default 300)
  --target T    the init: a target or a path (default: sound, the project's own)
  --only        this product and the bare loop, not what people use today
  --quick       without the 200,000 runs that show whether memory stays flat
`;

/** Scenarios drawn in one go by the generator: a third of a second. */
const DRAWN = 20_000;
/** Goes of the generator. */
const DRAWS = 5;

const { values: options } = parseArgs({
  options: {
    rounds: { type: 'string', default: '7' },
    ms: { type: 'string', default: '300' },
    target: { type: 'string', default: 'sound' },
    only: { type: 'boolean', default: false },
    quick: { type: 'boolean', default: false },
    help: { type: 'boolean', default: false },
  },
});

async function bench(): Promise<void> {
  execFileSync('make', ['-s', '-C', join(PACKAGE_ROOT, 'native'), 'bench'], { stdio: ['ignore', 'ignore', 'inherit'] });
  const target = await chosen();
  const pool = await openPool({ binaries: [target.binary] });
  try {
    const speeds = speedRows(await compare(target, pool), TARGETS);
    const drawn = generatorRow(Array.from({ length: DRAWS }, () => measureGenerator(DRAWN)));
    const memory = options.quick ? [] : memoryRows(await flatMemory(pool, target.args, say));
    say('');
    const how = pool.hello.fifo ? 'SCHED_FIFO' : 'without SCHED_FIFO';
    process.stdout.write(`${target.title}, ${pool.jobs} workers, ${how}\n\n${table([...speeds, drawn, ...memory])}`);
  } finally {
    await pool.close();
  }
}

/** The slower an init starts, the smaller is the share of what we add: ratios of different inits cannot be compared. */
async function chosen(): Promise<FoundTarget> {
  const found = await findTarget(options.target);
  if (found.ok) return found.target;
  throw new Error(`no init to measure: ${found.why}`);
}

function compare(target: FoundTarget, pool: Pool): Promise<Figures[]> {
  const command = [target.binary, ...target.args, join(PACKAGE_ROOT, 'native', 'build', 'true')];
  const floor = bareLoop(join(PACKAGE_ROOT, 'native', 'build', 'bare'), pool.jobs, command);
  const contenders = [...RUNS.map((run) => ours(pool, { ...run, target })), ...(options.only ? [] : today(command))];
  return interleave({ floor, contenders, rounds: Number(options.rounds), ms: Number(options.ms), said: say });
}

function say(text: string): void {
  if (process.stderr.isTTY) process.stderr.write(`\r\x1b[K${text}`);
}

const RUNS: Omit<Ours, 'target'>[] = [
  {
    name: 'trivial, plain exec',
    scenario: trivial(),
    zygote: false,
    check: (trace) => expectTrace(trace, { code: 0, started: 1, signals: 0 }),
  },
  { name: 'trivial, zygote', scenario: trivial(), zygote: true, check: (trace) => expectTrace(trace, { code: 0, started: 1, signals: 0 }) },
  { name: 'rich, plain exec', scenario: rich(), zygote: false, check: (trace) => expectTrace(trace, { code: 7, started: 5, signals: 10 }) },
  { name: 'rich, zygote', scenario: rich(), zygote: true, check: (trace) => expectTrace(trace, { code: 7, started: 5, signals: 10 }) },
  {
    name: 'rich, ten times as long',
    scenario: rich(10),
    zygote: false,
    check: (trace) => expectTrace(trace, { code: 7, started: 41, signals: 100 }),
  },
  {
    name: 'rich by double fork, plain exec',
    scenario: daemons(),
    zygote: false,
    check: (trace) => expectTrace(trace, { code: 7, started: 7, signals: 10 }),
  },
];

/** Ratios to the bare loop that must be reached; `times`: the cost of the one as a multiple of that of the other must not be above. */
const TARGETS = {
  'trivial, plain exec': { ratio: 0.8 },
  'rich, plain exec': { ratio: 0.5 },
  'rich, zygote': { ratio: 0.65 },
  'rich, ten times as long': { times: 10, of: 'rich, plain exec' },
};

if (options.help) process.stdout.write(USAGE);
else await bench();
