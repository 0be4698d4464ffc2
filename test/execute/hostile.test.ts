/**
 * The sandbox holds against the init itself: each attempt of native/test/hostile/, as root and without privilege, from a constructor and
 * from main, exec'ed and from a zygote, on a terminal, with a session keyring, in root's group, with sockets and FIFOs about. None
 * succeeds.
 */
import { execFileSync } from 'node:child_process';
import { existsSync, readFileSync, statSync } from 'node:fs';
import { hostname } from 'node:os';
import { join } from 'node:path';
import { beforeAll, describe, expect, test } from 'vitest';
import type { Scenario, Step } from '../../fuzz/scenario/scenario.ts';
import type { Job, Shown } from '../fixtures/attempts.ts';
import { runOnStage, type Staged } from './on-a-stage.ts';
import { buildFolder, USERS } from './setting.ts';

/** Of one command: a zygote is made at the third sighting. */
const RUNS = 6;
/** Of marks and tricks, of which there are many. */
const FEW = 4;
/** ms. A quiet machine takes five seconds; another campaign may hold the CPU's turn for long. */
const LONGEST_MS = 600_000;
const PLACES = ['before', 'main'] as const;
const REACHED = ['typed', 'bystander', 'bystander-nobody', 'session-keys', 'user-keys', 'socket-opt', 'socket-run', 'socket-tmp'].concat([
  'socket-abstract',
  'fifo-opt',
  'fifo-run',
  'fifo-tmp',
]);
const WRITTEN = ['/etc', '/usr', '/usr/bin', '/bin', '/usr/lib', '/usr/local/share', '/opt/initproof-staged', '/dev'].map(
  (folder) => `${folder}/initproof-was-here`,
);

/** By the kernel's answer, or by its own death. */
const FAILED = /^(E[A-Z0-9]+|signal \d+)$/;

interface Attempt {
  kind: string;
  places: (typeof PLACES)[number][];
  name: string;
  tries: string;
}

/** What the suite has, from its own list. */
function attempts(): Attempt[] {
  const list = execFileSync(join(buildFolder(), 'hostile'), ['list'], { encoding: 'utf8' });
  return list
    .trim()
    .split('\n')
    .map((line) => {
      const [kind = '', from, name = '', tries = ''] = line.split('\t');
      return { kind, places: PLACES.filter((_, bit) => Number(from) & (1 << bit)), name, tries };
    });
}

/** One mark is left by the first instructions of the program. */
const leaving = (name: string): string[] => [name === 'entry' ? 'entry' : 'mark', name];

const all = attempts();
const named = (kind: string): string[] => all.filter((attempt) => attempt.kind === kind).map(({ name }) => name);
const marks = named('marks');
const tables = [...new Set(all.map(({ kind }) => kind))].filter((kind) => kind !== 'marks' && kind !== 'tricks');

/** It tells what it has found upon this one. */
const told: Step = { signal: { signal: 'SIGUSR1', to: 'init' } };
const ENTERS: Partial<Scenario> = { actors: { main: {}, visitor: { parent: 'outside' } }, steps: [{ fork: 'visitor' }, told] };
/** Main is traced by the init, and stopped for it. */
const TRACED: Partial<Scenario> = { steps: [{ traceme: 'main' }, { signal: { signal: 'SIGUSR2', to: 'main' } }, told] };
/** Tricks on main, and those that need no more than a running process on one that has entered too, and on main as its tracer. */
const tricks: (Job & { name: string })[] = all
  .filter(({ kind }) => kind === 'tricks')
  .flatMap(({ name, places }) => [
    { name: `${name}, on main`, args: ['trick', name], scenario: { steps: [told] }, runs: FEW },
    ...places.flatMap(() => [
      { name: `${name}, on who enters`, args: ['who-enters', name], scenario: ENTERS, runs: FEW },
      { name: `${name}, as its tracer`, args: ['trick', name], scenario: TRACED, runs: FEW },
    ]),
  ]);
const jobs: Job[] = [
  ...tables.flatMap((kind) => PLACES.map((place) => ({ args: ['try', place, kind], runs: RUNS }))),
  ...marks.map((name) => ({ args: leaving(name), runs: FEW })),
  ...tricks,
  { args: ['stops-who-enters'], scenario: { ...ENTERS, steps: [{ wait: '5ms' }, { fork: 'visitor' }] }, runs: FEW },
];

const read = (path: string): string => readFileSync(path, 'utf8').trim();
const HOST = ['/proc/sys/kernel/core_pattern', '/proc/sys/kernel/pid_max', '/proc/self/mounts'];
const host = (): unknown => [
  hostname(),
  HOST.map(read),
  statSync('/usr/bin/env').mode,
  statSync('/usr/bin/env').mtimeMs,
  statSync('/dev/null').mode,
];

/** How an attempt ended, by its name, in one run. */
function outcomes({ stdout = '' }: Shown): Map<string, string> {
  const lines = stdout.trim().split('\n');
  const cut = (line: string): [string, string] => {
    const signal = line.indexOf(' signal ');
    const at = signal < 0 ? line.lastIndexOf(' ') : signal;
    return [line.slice(0, at), line.slice(at + 1)];
  };
  return new Map(lines.map(cut));
}

/** Those that did not fail, and those that have not said so. */
function whatSucceeded(run: Shown, names: string[]): string[] {
  if (run.error !== undefined) return [run.error];
  const said = outcomes(run);
  return names.flatMap((name) => (FAILED.test(said.get(name) ?? '') ? [] : [`${name} ${said.get(name) ?? 'is silent'}`]));
}

test('there are attempts of all kinds', () => {
  expect(all.length).toBeGreaterThan(320);
  expect(new Set(all.map(({ kind, name }) => `${kind} ${name}`)).size).toBe(all.length);
  // Each line of the filter is one: as many as there were when it was written.
  expect(all.filter(({ name }) => name.startsWith('line ')).length).toBeGreaterThanOrEqual(49);
});

describe.each(USERS)('as %s', (user) => {
  let staged: Staged;
  let before: unknown;

  beforeAll(async () => {
    before = host();
    staged = await runOnStage(user, jobs);
  }, LONGEST_MS);

  test.each(tables)('none of the attempts succeeds: %s', (kind) => {
    const succeeded = PLACES.flatMap((place) => {
      const names = all.filter((attempt) => attempt.kind === kind && attempt.places.includes(place)).map(({ name }) => name);
      const runs = staged.results[tables.indexOf(kind) * PLACES.length + PLACES.indexOf(place)] ?? [];
      return runs.flatMap((run, index) => whatSucceeded(run, names).map((what) => `${place}, run ${index}: ${what}`));
    });
    expect(succeeded).toEqual([]);
  });

  test('no trick on an actor succeeds', () => {
    const succeeded = tricks.flatMap((trick) => {
      const runs = staged.results[jobs.indexOf(trick)] ?? [];
      return runs.flatMap((run, index) => whatSucceeded(run, [trick.args[1] ?? '']).map((what) => `${trick.name}, run ${index}: ${what}`));
    });
    expect(succeeded).toEqual([]);
  });

  test('who is stopped before it has entered holds nobody up', () => {
    expect(staged.results.at(-1)?.flatMap(({ error }) => error ?? [])).toEqual([]);
  });

  test('no run finds what an earlier one has left', () => {
    const found = marks.flatMap((name) => {
      const runs = staged.results[jobs.findIndex(({ args }) => args.join() === leaving(name).join())] ?? [];
      const silent = runs.flatMap(({ error, stderr }, index) =>
        error !== undefined || stderr === '' ? [`${name}, run ${index}: ${error ?? 'is silent'}`] : [],
      );
      const first = runs.findIndex(({ stdout }) => stdout !== '');
      return first < 0 ? silent : [`${name} by run ${first}`];
    });
    expect(found).toEqual([]);
  });

  test.each(REACHED)('nothing has reached the stage: %s', (name) => {
    expect(staged.reached.get(name)).toBe('safe');
  });

  test('nothing was written to the terminal', () => {
    expect(staged.shown).toBe('');
  });

  test('the host is as it was', () => {
    expect(WRITTEN.filter(existsSync)).toEqual([]);
    expect(host()).toEqual(before);
  });

  test('attempts from main are made by zygotes too, those from constructors by none', () => {
    const forked = jobs.map((_, job) => staged.results[job]?.some(({ zygote }) => zygote));
    expect(forked.filter((zygote, job) => zygote && jobs[job]?.args[1] === 'before')).toEqual([]);
    expect(forked.filter((zygote) => zygote).length).toBeGreaterThan(marks.length / 2);
  });
});
