/** An init that misbehaves ends its own run by a bound or a verdict, not the executor: the next run is as good as ever. */
import { readdirSync, readFileSync } from 'node:fs';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { NotExecutableError } from '../../fuzz/execute/harness-error.ts';
import { openPool } from '../../fuzz/execute/pool.ts';
import { compile } from '../../fuzz/compile/compile.ts';
import type { Scenario } from '../../fuzz/scenario/scenario.ts';
import type { Trace } from '../../fuzz/trace/trace.ts';
import { treeOf } from '../fixtures/processes.ts';
import { exitOf, openSetting, type Setting, story, USERS, whole } from './setting.ts';

/** How many descriptors the executors of this process have open. */
const descriptors = (): number =>
  treeOf(process.pid)
    .filter(({ pid }) => readFileSync(`/proc/${pid}/comm`, 'utf8').startsWith('executor'))
    .reduce((sum, { pid }) => sum + readdirSync(`/proc/${pid}/fd`).length, 0);

describe.each(USERS)('as %s', (user) => {
  let setting: Setting;
  beforeAll(async () => {
    setting = await openSetting(user);
  });
  afterAll(async () => {
    expect(exitOf(await setting.run({ steps: [{ exit: { actor: 'main', code: 5 } }] }))).toBe('code 5');
    await setting.close();
  });

  const hostile = (mode: string, scenario: Partial<Scenario> = {}, careful = false): Promise<Trace> =>
    setting.run(scenario, { init: 'hostile', args: [mode], careful });

  test('never sleeps, and never starts its child', async () => {
    expect(await hostile('busy')).toMatchObject({ bound: 'busy', starts: 0 });
  });

  test('never sleeps again after a signal', async () => {
    const trace = await hostile('busy-later', { steps: [{ signal: { signal: 'SIGUSR1', to: 'init' } }] });
    expect([trace.bound, trace.starts, story(trace, 'settled').at(-1)]).toEqual(['busy', 1, 'settled 0: busy']);
  });

  test('floods its stdout', async () => {
    const trace = await hostile('flood');
    expect(['output', 'busy']).toContain(trace.bound);
    expect(trace.stdout).toMatch(/^(flood )+/);
    expect(trace.stdout.length).toBe(4096);
  });

  test.each(['forks', 'bomb'])('forks for ever: %s', async (mode) => {
    const trace = await hostile(mode);
    expect(['processes', 'busy', 'time']).toContain(trace.bound);
    const after = await setting.run({ steps: [{ wait: '1ms' }] }, { careful: true });
    expect([after.bound, story(after, 'strangers')]).toEqual([undefined, []]);
  });

  test('never starts its child', async () => {
    expect(await hostile('never')).toMatchObject({ starts: 0, events: [{ kind: 'settled', init: 'forever' }] });
    expect(await hostile('dozes')).toMatchObject({ starts: 0, events: [{ kind: 'settled', init: 'asleep' }] });
  });

  test('starts its child twice', async () => {
    expect((await hostile('twice')).starts).toBe(2);
  });

  test('ignores everything: its zombies stay, and it does not end', async () => {
    const trace = await hostile('deaf', {
      actors: { shell: { parent: 'main' }, worker: { parent: 'shell' } },
      steps: [
        { fork: 'shell' },
        { fork: 'worker' },
        { exit: { actor: 'shell', code: 0 } },
        { exit: { actor: 'worker', code: 0 } },
        { exit: { actor: 'main', code: 0 } },
      ],
    });
    expect(trace.exit).toBeUndefined();
    expect(story(trace, 'died', 'gone')).toEqual(['1 died', '1 gone', '2 died', '0 died']);
  });

  test('crashes at once', async () => {
    expect(await hostile('crash')).toMatchObject({ exit: { how: 'signalled', signal: 4, afterOp: -1 }, starts: 0 });
  });

  test('a stopped actor that is told more than it can keep: a bound of the scenario, and nobody has tampered', async () => {
    const actors: Scenario['actors'] = { main: {}, a: { parent: 'main', copies: 65, daemon: true } };
    const trace = await setting.run({ actors, steps: [{ stop: 'main' }, { fork: 'a' }] });
    expect([trace.bound, trace.tampered]).toEqual(['commands', undefined]);
  });

  test.each([true, false])('as many processes as there can be leave no descriptor open: %s', async (careful) => {
    const actors: Scenario['actors'] = { main: { waits: false }, a: { parent: 'main', copies: 150 } };
    const steps: Scenario['steps'] = [{ fork: 'a' }, { signal: { signal: 'SIGURG', to: 'init' } }, { stop: 'a' }];
    await setting.run({ actors, steps }, { careful });
    const before = descriptors();
    for (let n = 0; n < 5; n++) await setting.run({ actors, steps }, { careful });
    expect(descriptors()).toBe(before);
  });

  test('is no program', async () => {
    const pool = await openPool({ binaries: ['/etc/passwd'], jobs: 1 });
    const run = pool.run({ program: compile(whole({})), binary: 0, args: [], pollMs: 100, careful: false });
    await expect(run).rejects.toThrow(NotExecutableError);
    await pool.close();
  });
});
