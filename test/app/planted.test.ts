/** Twelve applications with one planted fault each, and four sound ones: each fault is found, and none in those that have none. */
import { join } from 'node:path';
import { describe, expect, test } from 'vitest';
import type { Application } from '../../fuzz/app/application.ts';
import type { AppRow } from '../../fuzz/app/cells.ts';
import { examine, type Examined } from '../../fuzz/app/examine.ts';
import { findInit } from '../../fuzz/app/inits.ts';
import { KIND_NAMES, type KindName } from '../../fuzz/app/schedules.ts';
import type { ProblemKind } from '../../fuzz/app/judge.ts';
import { PACKAGE_ROOT } from '../../fuzz/execute/locate.ts';

const FOLDER = join(PACKAGE_ROOT, 'test/app/planted');
/** Shorter than what a person waits, longer than what a sound one takes on a busy machine; ms. */
const GRACE_MS = 3000;
/** The bound for each application is two minutes; a sixth of it is enough to find it. */
const TIME_MS = 20_000;

interface Planted {
  command: string[];
  init: string;
  row: AppRow;
  problem: ProblemKind;
}

const node = (name: string): string[] => ['node', `${name}.mjs`];

const FAULTS: Planted[] = [
  { command: node('handler-late'), init: 'none', row: 'stop-when-ready', problem: 'hangs' },
  { command: node('second-stop-is-fatal'), init: 'tini', row: 'stop-twice', problem: 'code' },
  { command: node('loses-the-last-request'), init: 'tini', row: 'stop-under-load', problem: 'lost' },
  { command: node('leaves-a-child'), init: 'tini', row: 'left', problem: 'left' },
  { command: node('exits-0-on-failure'), init: 'none', row: 'child-dies', problem: 'hides-failure' },
  { command: node('hangs-after-hup'), init: 'tini', row: 'hup', problem: 'hangs' },
  { command: node('takes-too-long'), init: 'tini', row: 'stop-when-ready', problem: 'hangs' },
  { command: node('zombie-per-request'), init: 'none', row: 'zombies', problem: 'zombies' },
  { command: ['./shell-waits.sh'], init: 'none', row: 'stop-when-ready', problem: 'hangs' },
  { command: node('keep-alive-keeps-it'), init: 'tini', row: 'stop-under-load', problem: 'hangs' },
  { command: node('fails-at-the-stop'), init: 'tini', row: 'stop-when-ready', problem: 'code' },
  { command: node('dies-of-usr2'), init: 'tini', row: 'stray', problem: 'died' },
];

/** `sleeps`: it serves nothing, and is ready when it rests. */
const SOUND: { command: string[]; sleeps?: true }[] = [
  { command: node('sound-server') },
  { command: node('sound-cluster') },
  { command: ['./sound-entry.sh'] },
  { command: ['./sound-trap.sh'], sleeps: true },
];

/** What shows a row: its own schedule, or what every run may show. */
const schedulesOf = (row: AppRow): KindName[] => KIND_NAMES.filter((kind) => kind === row || (isOfEach(row) && kind === 'stop-under-load'));
const isOfEach = (row: AppRow): boolean => !(KIND_NAMES as readonly string[]).includes(row);

/** Whether a request is in the hands of a server at the signal is chance: one seed of three is enough. */
const SEEDS = [1, 2, 3];

async function examined(
  command: string[],
  name: string,
  { serves = true, only, seed = SEEDS[0] ?? 1 }: { serves?: boolean; only?: KindName[]; seed?: number },
): Promise<Examined> {
  const app: Application = {
    command,
    env: { PATH: process.env.PATH ?? '/usr/bin:/bin' },
    directory: FOLDER,
    shown: [{ from: FOLDER, at: FOLDER }],
    ready: serves ? 'tcp:8080' : 'rest:300',
    ...(serves ? { load: '8080/' } : {}),
    stop: 'SIGTERM',
  };
  const found = await findInit(name);
  if (!found.ok) throw new Error(found.why);
  return examine({
    app,
    inits: [found.init],
    grace: GRACE_MS,
    ms: TIME_MS,
    seed,
    moments: 4,
    ...(only === undefined ? {} : { kinds: only }),
  });
}

const shown = ({ cells, findings }: Examined) => ({
  violated: cells.filter(({ status }) => status === 'violated').map(({ row, problem }) => `${row} ${problem?.kind}`),
  said: findings.map(({ row, cause }) => `${row}: ${cause.said}`),
});

describe('planted faults', () => {
  test.each(FAULTS)('$command behind $init: $row $problem', async ({ command, init, row, problem }) => {
    let result = await examined(command, init, { only: schedulesOf(row) });
    for (const seed of SEEDS.slice(1))
      if (!shown(result).violated.includes(`${row} ${problem}`)) result = await examined(command, init, { only: schedulesOf(row), seed });
    expect(result.starts[0]?.unjudged).toBeUndefined();
    expect(shown(result).violated, shown(result).said.join('\n')).toContain(`${row} ${problem}`);
  });
});

describe('sound applications', () => {
  test.each(SOUND)('$command', async ({ command, sleeps }) => {
    const result = await examined(command, 'tini', { serves: sleeps !== true });
    expect(shown(result)).toEqual({ violated: [], said: [] });
    expect(result.cells.filter(({ status }) => status === 'held').length).toBeGreaterThan(8);
  });
});
