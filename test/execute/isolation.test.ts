/** What an init does stays in its sandbox: nothing of the host can be written, mounted, opened or signalled. */
import { existsSync, readFileSync } from 'node:fs';
import { hostname } from 'node:os';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { isAlive, reapChild, signalChild, startChild } from '../../fuzz/execute/ffi.ts';
import { exitOf, openSetting, type Setting, USERS } from './setting.ts';

const HOST_FILES = ['/etc/initproof-was-here', '/usr/initproof-was-here', '/bin/initproof-was-here', '/usr/initproof-nested'];

const read = (path: string): string => readFileSync(path, 'utf8');

describe.each(USERS)('as %s', (user) => {
  let setting: Setting;
  beforeAll(async () => {
    setting = await openSetting(user);
  });
  afterAll(() => setting.close());

  test('an init that reaches out gets nowhere', async () => {
    const bystander = startChild(['/bin/sleep', '1000']);
    const before = [hostname(), read('/proc/sys/kernel/core_pattern'), read('/proc/sys/kernel/pid_max'), read('/proc/self/mounts')];
    const trace = await setting.run({}, { init: 'hostile', args: ['reaches-out'] });
    const tries = trace.stdout.trim().split('\n');
    expect(tries.length).toBeGreaterThan(19);
    expect(tries.filter((line) => line.endsWith(' done'))).toEqual([]);
    expect(exitOf(trace)).toBe('code 0');
    expect(HOST_FILES.filter(existsSync)).toEqual([]);
    expect([hostname(), read('/proc/sys/kernel/core_pattern'), read('/proc/sys/kernel/pid_max'), read('/proc/self/mounts')]).toEqual(
      before,
    );
    expect(isAlive(bystander)).toBe(true);
    signalChild(bystander, 9);
    expect(isAlive(bystander, 5000)).toBe(false);
    expect(reapChild(bystander)).toBe(9);
  });

  test('the next init finds the sandbox as it was', async () => {
    expect((await setting.run({ launch: { directory: 'own' } })).start?.directory).toBe('/initproof/own');
  });
});
