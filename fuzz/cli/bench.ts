/** `npm run bench`: the bare loop in C, this product, and what people use today, in one run. See native/bench/bare.c for the floor. */
import { execFileSync } from 'node:child_process';
import { join } from 'node:path';
import { parseArgs } from 'node:util';
import { native, PACKAGE_ROOT } from '../execute/locate.ts';
import { openPool } from '../execute/pool.ts';
import { bareLoop } from './bench/bare.ts';
import { expectTrace } from './bench/check.ts';
import { flatMemory } from './bench/memory.ts';
import { ours, type Ours } from './bench/ours.ts';
import { interleave } from './bench/rounds.ts';
import { rich, trivial } from './bench/scenarios.ts';
import { table } from './bench/table.ts';
import { today } from './bench/today.ts';

const USAGE = `npm run bench [-- OPTIONS]

  --rounds N    rounds, each with every contender once (default 7)
  --ms N        ms for each contender and round (default 500)
  --init PATH   the init (default: the project's own sound one)
  --arg TEXT    an argument of the init before the command; may be given again
  --only        this product and the bare loop, not what people use today
  --long        200,000 runs instead, with the memory of executors and of Node along the way
`;

const { values: options } = parseArgs({
  options: {
    rounds: { type: 'string', default: '7' },
    ms: { type: 'string', default: '500' },
    init: { type: 'string' },
    arg: { type: 'string', multiple: true, default: [] },
    only: { type: 'boolean', default: false },
    long: { type: 'boolean', default: false },
    help: { type: 'boolean', default: false },
  },
});

async function bench(): Promise<void> {
  execFileSync('make', ['-s', '-C', join(PACKAGE_ROOT, 'native'), 'bench'], { stdio: ['ignore', 'ignore', 'inherit'] });
  const init = options.init ?? native('sound');
  const pool = await openPool({ binaries: [init] });
  try {
    if (options.long) await flatMemory(pool, options.arg, say);
    else await compare(init, pool);
  } finally {
    await pool.close();
  }
}

async function compare(init: string, pool: Awaited<ReturnType<typeof openPool>>): Promise<void> {
  const command = [init, ...options.arg, join(PACKAGE_ROOT, 'native', 'build', 'true')];
  const floor = bareLoop(join(PACKAGE_ROOT, 'native', 'build', 'bare'), pool.jobs, command);
  const contenders = [...RUNS.map((run) => ours(pool, { ...run, args: options.arg })), ...(options.only ? [] : today(command))];
  const figures = await interleave(floor, contenders, Number(options.rounds), Number(options.ms), say);
  say('');
  process.stdout.write(
    `${init}, ${pool.jobs} workers, ${pool.hello.fifo ? 'SCHED_FIFO' : 'without SCHED_FIFO'}\n\n${table(figures, TARGETS)}`,
  );
}

function say(text: string): void {
  if (process.stderr.isTTY) process.stderr.write(`\r\x1b[K${text}`);
}

const RUNS: Omit<Ours, 'args'>[] = [
  {
    name: 'trivial, plain exec',
    scenario: trivial(),
    zygote: false,
    check: (trace) => expectTrace(trace, { code: 0, started: 1, signals: 0 }),
  },
  { name: 'trivial, zygote', scenario: trivial(), zygote: true, check: (trace) => expectTrace(trace, { code: 0, started: 1, signals: 0 }) },
  { name: 'rich, plain exec', scenario: rich(), zygote: false, check: (trace) => expectTrace(trace, { code: 7, started: 7, signals: 10 }) },
  { name: 'rich, zygote', scenario: rich(), zygote: true, check: (trace) => expectTrace(trace, { code: 7, started: 7, signals: 10 }) },
  {
    name: 'rich, ten times as long',
    scenario: rich(10),
    zygote: false,
    check: (trace) => expectTrace(trace, { code: 7, started: 61, signals: 100 }),
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
