/** `initproof explore`, on the sound init and a faulty one. */
import { readdir } from 'node:fs/promises';
import { join } from 'node:path';
import { execa } from 'execa';
import { beforeAll, beforeEach, describe, expect, test } from 'vitest';
import { temporary } from '../fixtures/temporary.ts';
import { CASE, FAULTY, initproof, MAIN, setUp, SET_UP_MS, SOUND, values, write } from './initproof.ts';

beforeAll(setUp, SET_UP_MS);
let cwd: string;
beforeEach(async () => {
  cwd = temporary();
});

const TIMEOUT = 120_000;

describe('explore', { timeout: TIMEOUT }, () => {
  test('prints a matrix: calls down, what happened across, and what the words mean', async () => {
    const { exit, out } = await initproof(['explore', SOUND, '--base', 'exit'], { cwd });
    expect(exit).toBe(0);
    expect(out).toMatch(/\d+ system calls of the init, \d+ \d{3} cells, \d+ \d{3} runs in /);
    expect(out).toMatch(/the start +1\. \w+ entry … \d+\. rt_sigprocmask entry +dropped/);
    expect(out).toMatch(/A: SIGHUP, SIGINT/);
    expect(out).toMatch(/ended: the main child ended by it before it was ready/);
  });

  test('tells of a fault as a campaign does, keeps the case, and exits 1', async () => {
    await write(cwd, 'case.yaml', CASE);
    const ran = await initproof(['explore', FAULTY, '--scenario', 'case.yaml', '--json'], { cwd });
    expect(ran.exit).toBe(1);
    const events = values(ran) as { type: string; outcome?: string; signature?: string }[];
    expect(events.some(({ type, outcome }) => type === 'cell' && outcome === 'wrong-code')).toBe(true);
    const signatures = events.flatMap(({ type, signature = '' }) => (type === 'failure' ? signature : []));
    expect(signatures.sort()).toEqual(['exit-code/wrong-status:death', 'exit-code/wrong-status:exit']);
    expect(await readdir(join(cwd, '.initproof', 'found', 'seven-bits'))).toEqual(['exit-code']);
  });

  test('takes a scenario of ours, and pairs of things', async () => {
    await write(cwd, 'mine.yaml', 'version: 1\nactors:\n  main: {}\nsteps:\n  - {signal: {signal: SIGTERM, to: init}}\n');
    const { exit, out } = await initproof(['explore', SOUND, '--scenario', 'mine.yaml', '--pairs'], { cwd });
    expect(exit).toBe(0);
    expect(out).toMatch(/mine: mine\.yaml, pairs\n/);
  });

  test('says which bases there are', async () => {
    const { exit, err } = await initproof(['explore', SOUND, '--base', 'exits'], { cwd });
    expect([exit, err]).toEqual([2, expect.stringMatching(/no base exits; did you mean|no base exits.*exit/)]);
  });

  test('refuses a scenario in which the init cannot be held', async () => {
    await write(cwd, 'mine.yaml', 'version: 1\nlaunch: {as: subreaper}\nactors:\n  main: {}\nsteps: []\n');
    const { exit, err } = await initproof(['explore', SOUND, '--scenario', 'mine.yaml'], { cwd });
    expect([exit, err]).toEqual([2, expect.stringMatching(/only an init that is PID 1/)]);
  });

  test('ends cleanly upon Ctrl-C, and the same command goes on from there', async () => {
    const child = execa('node', [MAIN, 'explore', SOUND, '--json'], { cwd, reject: false, env: { CI: '1' } });
    child.stdout.once('data', () => child.kill('SIGINT'));
    const { exitCode, stderr } = await child;
    expect([exitCode, stderr]).toEqual([130, expect.stringMatching(/the same command goes on from here/)]);
    expect((await initproof(['explore', SOUND, '--base', 'exit', '--json'], { cwd })).exit).toBe(0);
  });
});
