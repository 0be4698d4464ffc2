/** Promises of signals, on real programs: the sound init, timeout(1), env(1), and process managers as people write them. */
import { execFileSync } from 'node:child_process';
import { chmodSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { describe, expect, test } from 'vitest';
import { native, PACKAGE_ROOT } from '../fuzz/execute/locate.ts';
import { signalTests } from '../fuzz/vitest.ts';
import { temporary } from './fixtures/temporary.ts';
import { vitestOn } from './fixtures/vitest-on.ts';

await signalTests({
  command: [native('sound')],
  promises: { stopsOn: ['SIGTERM', 'SIGINT'], within: '5s', forwards: ['SIGHUP', 'SIGUSR1'], reaps: true },
  runs: 60,
});
// It becomes its command.
await signalTests({ command: ['env', 'A=b'], promises: { forwards: ['SIGHUP'] }, runs: 10 });

/** A process manager of some lines of Node, as a script. */
function manager(body: string): string {
  const path = join(temporary(), 'pm.mjs');
  writeFileSync(
    path,
    `#!/usr/bin/env node
import { spawn } from 'node:child_process';
const [command, ...args] = process.argv.slice(2);
const child = spawn(command, args, { stdio: 'inherit' });
child.on('exit', (code) => process.exit(code ?? 1));
${body}
`,
  );
  chmodSync(path, 0o755);
  return path;
}

const PASSES_TWO = "for (const signal of ['SIGTERM', 'SIGINT']) process.on(signal, () => child.kill(signal));";
/** It keeps SIGTERM from its command, and kills that a second later. */
const KILLS_LATER = "process.on('SIGTERM', () => setTimeout(() => child.kill('SIGKILL'), 1000));";

const tests = (command: string[], promises: object, runs: number) =>
  vitestOn(`await signalTests(${JSON.stringify({ command, promises, runs })});`);

describe('a process manager', () => {
  test('that passes two signals on, and waits for its command alone, keeps two of four promises', async () => {
    const promises = { stopsOn: ['SIGTERM', 'SIGINT'], forwards: ['SIGHUP'], reaps: true };
    const { exit, all } = await tests([manager(PASSES_TWO)], promises, 24);
    expect(all).toMatch(/FAIL .* > forwards SIGHUP\n/);
    expect(all).toMatch(/SIGHUP was sent once, and its command got it never \(4 of 4\)/);
    expect(all).toMatch(/FAIL .* > leaves no zombie\n/);
    expect(all).toMatch(/an orphan is left as a zombie \(4 of 4\)/);
    expect(all).toMatch(/ {4}version: 1\n/);
    expect(all).toMatch(/Tests +2 failed \| 2 passed/);
    expect(exit).toBe(1);
  });

  test('that kills its command after a while stops within five seconds, and not within 0.2', async () => {
    const command = [manager(KILLS_LATER)];
    expect((await tests(command, { stopsOn: ['SIGTERM'], within: '5s' }, 4)).all).toMatch(/Tests +1 passed/);
    const late = await tests(command, { stopsOn: ['SIGTERM'], within: '200ms' }, 4);
    expect(late.all).toMatch(/it is still there 0\.2 s after SIGTERM/);
  });

  test('timeout(1) passes a signal on once, and ignores it from then on', async () => {
    const { exit, all } = await tests(['timeout', '1000'], { forwards: ['SIGHUP'] }, 4);
    expect(all).toMatch(/SIGHUP was sent 2 times, and its command got it once \(4 of 4\)/);
    expect(exit).toBe(1);
  });

  test('that asks for the record of its run is told so, though it keeps its promise', async () => {
    execFileSync('make', ['-s', '-C', 'native', 'build/forger']);
    const { exit, all } = await tests([join(PACKAGE_ROOT, 'native', 'build', 'forger')], { reaps: true }, 4);
    expect(all).toContain('A process that is no actor has asked for the record of the run.');
    expect(exit).toBe(1);
  });

  test('that starts no command is told so', async () => {
    const { exit, all } = await tests(['sleep', '100'], { stopsOn: ['SIGTERM'] }, 4);
    expect(exit).toBe(1);
    expect(all).toMatch(/never start/);
  });

  test('that is not there is told so', async () => {
    await expect(signalTests({ command: ['./no-such-program'], promises: {} })).rejects.toThrow('no such file');
  });
});
