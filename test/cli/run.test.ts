/** `initproof run`: what it prints, and its exit codes. */
import { existsSync, readdirSync, readFileSync } from 'node:fs';
import { chmod, mkdir } from 'node:fs/promises';
import { join } from 'node:path';
import { beforeAll, beforeEach, describe, expect, test } from 'vitest';
import { listCases } from '../../fuzz/cases/store.ts';
import { temporary } from '../fixtures/temporary.ts';
import { begin, FAULTY, initproof, setUp, SET_UP_MS, SOUND, values, write } from './initproof.ts';

beforeAll(setUp, SET_UP_MS);
let cwd: string;
beforeEach(async () => {
  cwd = temporary();
});

/** Enough for the faulty init, and nothing of the corpus that comes with initproof. */
const BUDGET = ['--seed', '1', '--runs', '40'];
const ONE = ['--property', 'exit-code', ...BUDGET, '--no-corpus'];
const WITH_CORPUS = ['--property', 'exit-code', ...BUDGET];

describe('a faulty init', () => {
  test('is 1, with an event for each failure, and the case it names', async () => {
    const ran = await initproof(['run', FAULTY, ...ONE, '--json'], { cwd });
    const all = values(ran);
    expect([ran.exit, ran.err]).toEqual([1, '']);
    expect(all.every((event) => event.v === 1)).toBe(true);
    expect(all.find(({ type }) => type === 'failure')).toMatchObject({
      target: FAULTY,
      property: 'exit-code',
      signature: 'exit-code/wrong-status:exit',
      case: expect.stringMatching(/^\.initproof\/found\/seven-bits\/exit-code\/[0-9a-f]{8}\.yaml$/),
      repeats: [10, 10],
    });
    expect(all.at(-1)).toMatchObject({ type: 'end', scenarios: 40, failures: 1, flaky: 0, harnessErrors: 0, exit: 1 });
    const { case: path } = all.find(({ type }) => type === 'failure') as { case: string };
    expect(readFileSync(join(cwd, path), 'utf8')).toMatch('signature: exit-code/wrong-status:exit');
  });

  test('is told to people on stdout, with the seed first on stderr', async () => {
    const { exit, out, err } = await initproof(['run', FAULTY, ...ONE], { cwd });
    expect(exit).toBe(1);
    expect(err).toMatch(/^initproof 0\.1\.0 · seed 1\n {2}target {6}/);
    expect(out).toMatch(/^✕ .*seven-bits violates exit-code\n/);
    expect(out).toMatch(/\n1 new failure in 40 scenarios, .* seed 1$/);
  });

  test('is 0 where it is known, or is to be', async () => {
    await mkdir(join(cwd, 'corpus'));
    const first = await initproof(['run', FAULTY, ...ONE, '--json'], { cwd });
    const { case: path } = values(first).find(({ type }) => type === 'failure') as { case: string };
    expect((await initproof(['corpus', 'add', path], { cwd })).exit).toBe(0);
    const known = await initproof(['run', FAULTY, ...WITH_CORPUS], { cwd });
    expect(known.exit).toBe(0);
    expect(known.out).toMatch(
      /^· .*1 property with known faults, none new, .*\n {2}1 known fault seen again, .*\n.*\n\nno new failures, 1 known in /s,
    );
    expect((await initproof(['run', FAULTY, ...WITH_CORPUS, '--fail-on', 'violated'], { cwd })).exit).toBe(1);
    expect((await initproof(['run', FAULTY, ...ONE, '--out', 'other', '--fail-on', 'nothing'], { cwd })).exit).toBe(0);
  });
});

describe('a sound init', () => {
  test('is 0, and leaves nothing on disk', async () => {
    const { exit, out } = await initproof(['run', SOUND, ...ONE], { cwd });
    expect([exit, existsSync(join(cwd, '.initproof'))]).toEqual([0, false]);
    expect(out).toMatch(/^✓ .*sound: 1 property held over 40 scenarios\n\nno failures in 40 scenarios, .* seed 1$/);
  });

  test('by its name, and like another whose contract it does not keep', async () => {
    expect((await initproof(['run', 'sound', ...ONE], { cwd })).exit).toBe(0);
    const ran = await initproof(['run', SOUND, '--like', 'catatonit', ...BUDGET, '--no-corpus', '--no-shrink', '--json'], { cwd });
    expect(ran.exit).toBe(1);
    expect(values(ran).filter(({ type }) => type === 'failure')).toContainEqual(
      expect.objectContaining({ property: 'reports-failed-exec' }),
    );
  });

  test('a time is a budget, also from the environment', async () => {
    const ran = await initproof(['run', SOUND, '--no-corpus', '--json'], { cwd, env: { INITPROOF_TIME: '300ms', INITPROOF_SEED: '9' } });
    expect(values(ran)[0]).toMatchObject({ type: 'campaign', budgetMs: 300, seed: 9 });
    expect(values(ran).at(-1)).toMatchObject({ type: 'end', interrupted: false, exit: 0 });
  });
});

describe('nothing is no tick, and 4', () => {
  test('where no scenario came to its end within the time', async () => {
    const late = join(cwd, await write(cwd, 'late.sh', '#!/bin/sh\nsleep 3\nexec "$@"\n'));
    await chmod(late, 0o755);
    const ran = await initproof(['run', late, '--no-corpus', '--time', '500ms'], { cwd });
    expect(ran.exit).toBe(4);
    expect(ran.out).toMatch(/^\? .*late\.sh: nothing was tried: no scenario came to its end within the time; --time gives more\n/);
    expect(ran.out).not.toMatch('✓');
  });

  test('and known cases that take long take no time of the scenarios', async () => {
    await write(cwd, 'slow.yaml', 'version: 1\nproperty: exit-code\nsteps:\n  - {wait: 5s}\n');
    const ran = await initproof(['run', SOUND, '--property', 'exit-code', '--corpus', '.', '--time', '1s'], { cwd });
    expect(ran.exit).toBe(0);
    expect(ran.out).toMatch(/^✓ .*sound: 1 property held over [0-9 ]+ scenarios\n/);
    expect(ran.out).toMatch(/\n {2}no time for 1 of 1 replay of known cases: the next run begins with them$/);
  });

  test('where no property applies to anything', async () => {
    const ran = await initproof(['run', 'sound', '--property', 'closes-descriptors', '--runs', '3', '--no-corpus', '--json'], { cwd });
    expect(values(ran).find(({ type }) => type === 'target')).toMatchObject({ scenarios: 3, nothing: 'not-applicable' });
    expect([ran.exit, values(ran).at(-1)]).toEqual([4, expect.objectContaining({ exit: 4 })]);
  });
});

test('the corpus that comes with initproof is known where nothing else is said', async () => {
  const ran = await initproof(['run', 'sound', '--property', 'exit-code', '--seed', '1', '--time', '1s', '--json'], { cwd });
  expect(values(ran)[0]?.corpus).toBeGreaterThan(50);
});

test('a corpus that is not there is wrong usage', async () => {
  const { exit, out, err } = await initproof(['run', SOUND, ...BUDGET, '--corpus', 'nope'], { cwd });
  expect([exit, out, err]).toEqual([2, '', 'initproof: nope: there is no such folder of cases']);
});

describe('Ctrl-C', () => {
  test('once ends it with a summary', async () => {
    const child = begin(['run', SOUND, '--forever', '--no-corpus', '--json'], { cwd });
    const lines: string[] = [];
    for await (const line of child.iterable()) {
      // Upon the first one alone: a busy machine may tell another before the end.
      if (line.includes('"progress"') && !lines.some((before) => before.includes('"progress"'))) child.kill('SIGINT');
      lines.push(line);
    }
    const { exitCode } = await child;
    expect(JSON.parse(lines.at(-1) ?? '')).toMatchObject({ type: 'end', interrupted: true, failures: 0, harnessErrors: 0, exit: 130 });
    expect(exitCode).toBe(130);
  });

  test('twice ends it at once', async () => {
    const child = begin(['run', SOUND, '--forever', '--no-corpus'], { cwd });
    child.stderr.on('data', (text: Buffer) => {
      // The seed is said before anything runs; `stopping` is said upon the first one.
      if (/seed|stopping/.test(text.toString())) child.kill('SIGINT');
    });
    const { exitCode, signal } = await child;
    expect(signal ?? exitCode).toBeOneOf([130, 'SIGINT']);
  });
});

test('what a killed campaign had found is there, and the next one begins with it', async () => {
  const child = begin(['run', FAULTY, ...ONE, '--json'], { cwd });
  for await (const line of child.iterable()) {
    if (!String(line).includes('"type":"found"')) continue;
    child.kill('SIGKILL');
    break;
  }
  expect((await child).signal).toBe('SIGKILL');
  // The smaller one may be there as well by now, or instead.
  const { cases, errors } = await listCases(join(cwd, '.initproof', 'found'));
  expect([errors, [...new Set(cases.map((stored) => stored.case.signature))]]).toEqual([[], ['exit-code/wrong-status:exit']]);
  const again = (...corpus: string[]) =>
    initproof(['run', FAULTY, '--property', 'exit-code', '--seed', '1', '--runs', '1', '--json', ...corpus], { cwd });
  const next = values(await again('--corpus', '.'));
  expect(next.find(({ type }) => type === 'failure')).toMatchObject({
    from: expect.stringMatching(/^\.initproof\/found\/seven-bits\//),
  });
  const without = values(await again('--no-corpus'));
  expect(without.at(-1)).toMatchObject({ type: 'end', replayed: 0, toReplay: 0 });
});

test('who stops reading ends it', async () => {
  const child = begin(['run', SOUND, '--forever', '--no-corpus', '--json'], { cwd });
  for await (const _ of child.stdout as AsyncIterable<Buffer>) break;
  expect((await child).exitCode).toBe(141);
});

test('what a killed campaign that is guided had kept is there whole, and the next one goes on from it', async () => {
  const guided = ['run', SOUND, '--no-corpus', '--guided', '50', '--json'];
  const folder = join(cwd, '.initproof', 'working', 'sound');
  const kept = (): string[] => (existsSync(folder) ? readdirSync(folder).filter((name) => !name.startsWith('.')) : []);
  let known = 0;
  for (let seed = 1; seed <= 4; seed++) {
    const child = begin([...guided, '--forever', '--seed', `${seed}`], { cwd });
    for await (const line of child.iterable()) {
      const { type, features } = JSON.parse(String(line)) as { type: string; features?: number };
      if (type !== 'progress' || features === undefined || kept().length === 0) continue;
      expect(features).toBeGreaterThanOrEqual(known);
      child.kill('SIGKILL');
      break;
    }
    expect((await child).signal).toBe('SIGKILL');
    const lines = kept().flatMap((name) => readFileSync(join(folder, name), 'utf8').split('\n').slice(0, -1));
    const features = lines.flatMap((line) => (JSON.parse(line) as { features: string[] }).features);
    const now = new Set(features).size;
    expect(now).toBeGreaterThanOrEqual(known);
    known = now;
  }
  expect(known).toBeGreaterThan(100);
});
