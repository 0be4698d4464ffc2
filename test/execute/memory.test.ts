/** An init that takes all the memory it can get ends its own run; the next one has it back. */
import { mkdirSync, readFileSync, rmdirSync } from 'node:fs';
import { join } from 'node:path';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { compile } from '../../fuzz/compile/compile.ts';
import { openPool, type Pool } from '../../fuzz/execute/pool.ts';
import type { Trace } from '../../fuzz/trace/trace.ts';
import { openSetting, type Setting, USERS, whole } from './setting.ts';

/** What belongs to processes, or to nobody, is bounded by the run's own limit; files by that of their file system, and pipes by the user's. */
const AT_THE_BOUND = ['anonymous', 'sysv', 'nameless'];
const BOUNDED_OTHERWISE = ['posix', 'file', 'pipes'];
/** A run's limit, 512 MiB, and as much again for what is taken between two looks and for others on this machine. */
const PEAK_KB = 2 * 512 * 1024;

const program = compile(whole({ steps: [{ exit: { actor: 'main', code: 7 } }] }));

/** Whether a group with a limit of memory can be made below the test's own one (version 1): then executors are to have one. */
function canBound(): boolean {
  const path = /^\d+:(?:\w+,)*memory(?:,\w+)*:(.*)$/m.exec(readFileSync('/proc/self/cgroup', 'utf8'))?.[1];
  if (path === undefined) return false;
  const group = join('/sys/fs/cgroup/memory', path, `test-${process.pid}`);
  try {
    mkdirSync(group);
    rmdirSync(group);
    return true;
  } catch {
    return false;
  }
}

const available = (): number => Number(/MemAvailable: +(\d+)/.exec(readFileSync('/proc/meminfo', 'utf8'))?.[1]);

describe.each(USERS)('as %s', (user) => {
  let setting: Setting;
  let pool: Pool;
  beforeAll(async () => {
    setting = await openSetting(user);
    pool = await openPool({ binaries: [join(setting.folder, 'hog'), join(setting.folder, 'sound')], jobs: 1 });
  });
  afterAll(async () => {
    await pool.close();
    await setting.close();
  });

  test('a control group bounds it where one can be made', () => {
    const bounded = pool.hello.memory !== 'samples';
    expect(bounded || user === 'nobody' || !canBound()).toBe(true);
  });

  const run = (binary: number, ...args: string[]): Promise<Trace> => pool.run({ program, binary, args, pollMs: 100, careful: false });

  /** Runs the hog, and says by how much the machine's memory went down. */
  async function peakOf(mode: string): Promise<{ trace: Trace; peak: number }> {
    const before = available();
    let least = before;
    const timer = setInterval(() => {
      least = Math.min(least, available());
    }, 5);
    const trace = await run(0, mode);
    clearInterval(timer);
    return { trace, peak: before - least };
  }

  test.each(AT_THE_BOUND)('%s: the run ends at its bound of memory', async (mode) => {
    const { trace, peak } = await peakOf(mode);
    expect(trace.bound).toBe('memory');
    expect(peak).toBeLessThan(PEAK_KB);
    expect((await run(1)).exit).toMatchObject({ code: 7 });
  });

  test.each(BOUNDED_OTHERWISE)('%s: the run ends at a bound', async (mode) => {
    const { trace, peak } = await peakOf(mode);
    expect(['memory', 'busy', 'time']).toContain(trace.bound);
    expect(peak).toBeLessThan(PEAK_KB);
    expect((await run(1)).exit).toMatchObject({ code: 7 });
  });
});
