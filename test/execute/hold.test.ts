/** The init is held at its system calls; what comes to it there meets it as it would without us. */
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import type { Placement, Step, TogetherStep } from '../../fuzz/scenario/scenario.ts';
import type { Trace } from '../../fuzz/trace/trace.ts';
import { openSetting, type Setting, USERS, words } from './setting.ts';

const main = { on: { all: 'note' } } as const;
const TERM: TogetherStep = { signal: { signal: 'SIGTERM', to: 'init' } };
const at = (placement: Omit<Placement, 'do'>, ...steps: TogetherStep[]): Step => ({ at: { ...placement, do: steps } });
const code = ({ exit }: Trace): number | undefined => (exit?.how === 'exited' ? exit.code : undefined);
const tookTerm = ({ events }: Trace): boolean => events.some((event) => event.kind === 'signal' && event.slot === 0 && event.signal === 15);

describe.each(USERS)('as %s', (user) => {
  let setting: Setting;
  beforeAll(async () => {
    setting = await openSetting(user);
  });
  afterAll(() => setting.close());

  const run = (...steps: Step[]): Promise<Trace> => setting.run({ actors: { main }, steps });

  test('PID 1 never gets a signal that comes before the call that blocks it, though a traced process has it queued', async () => {
    const trace = await run(at({ call: 'rt_sigprocmask' }, TERM));
    expect(trace.events.map(words)).toContain('init held at the entry of rt_sigprocmask');
    expect([tookTerm(trace), code(trace)]).toEqual([false, undefined]);
  });

  test('what comes after that, before the child is another program, ends the child', async () => {
    expect(code(await run(at({ call: 'rt_sigprocmask', when: 'exit' }, TERM)))).toBe(143);
  });

  test('held at the exit of its fork it lets the child run first', async () => {
    const trace = await run(at({ call: 'clone', when: 'exit' }, TERM));
    const kinds = trace.events.map(({ kind }) => kind);
    expect(kinds.indexOf('started')).toBeLessThan(kinds.indexOf('held'));
    expect(tookTerm(trace)).toBe(true);
  });

  test('the child is held before its exec while the init goes on', async () => {
    const trace = await run(at({ call: 'execve', of: 'child' }, TERM));
    expect(trace.events.map(words).slice(0, 2)).toEqual(['op 0', 'child held at the entry of execve']);
    expect(code(trace)).toBe(143);
  });

  test('held with nothing to do there, it lets the others go first', async () => {
    const { events } = await run({ at: { call: 'fork', when: 'exit' } }, TERM);
    const kinds = events.map(({ kind }) => kind);
    expect(kinds.indexOf('started')).toBeLessThan(kinds.indexOf('held'));
    expect((await run({ at: { call: 'any', of: 'child' } }, TERM)).events.map(words).slice(0, 2)).toEqual([
      'op 0',
      expect.stringMatching(/^child held at the entry of/),
    ]);
  });

  test('in the middle of forwarding, the main child ends', async () => {
    const trace = await run(TERM, at({ call: 'kill' }, { exit: { actor: 'main', code: 3 } }));
    expect([tookTerm(trace), code(trace)]).toEqual([false, 3]);
  });

  test('two placements one after the other, each counted from the one before', async () => {
    const trace = await run(
      TERM,
      at({ call: 'kill' }, TERM),
      at({ call: 'kill', when: 'exit', nth: 2 }, { exit: { actor: 'main', code: 4 } }),
    );
    expect(trace.events.filter(({ kind }) => kind === 'held')).toHaveLength(2);
    expect(code(trace)).toBe(4);
  });

  test('a call that it never makes, and an actor that is not there yet, end the run', async () => {
    expect((await run(TERM, at({ call: 'mount' }, TERM))).bound).toBe('unreached');
    expect((await run(at({ call: 'rt_sigprocmask' }, { exit: { actor: 'main', code: 1 } }))).bound).toBe('unreached');
    expect((await run(TERM)).bound).toBeUndefined();
  });

  test('so does a signal to somebody who is not there yet, in whatever company', async () => {
    const early = (to: 'main' | 'everybody'): Promise<Trace> => run(at({ call: 'rt_sigprocmask' }, { signal: { signal: 'SIGTERM', to } }));
    expect((await early('main')).bound).toBe('unreached');
    expect((await early('everybody')).bound).toBe('unreached');
  });

  test('an init that is not PID 1 is never traced', async () => {
    await expect(setting.run({ launch: { as: 'subreaper' }, actors: { main }, steps: [TERM] }, { record: true })).rejects.toThrow(
      /malformed/,
    );
  });

  test('runs with a placement leave nothing to those without', async () => {
    const before = await run(TERM);
    await run(TERM, at({ call: 'mount' }, TERM));
    const after = await run(TERM);
    expect(after.events.map(words)).toEqual(before.events.map(words));
  });

  test('its system calls are recorded, and those of its child up to the exec', async () => {
    const { events } = await setting.run({ actors: { main }, steps: [TERM] }, { record: true });
    const calls = events.flatMap((event) => (event.kind === 'call' ? `${event.of} ${event.when} ${words(event)}` : []));
    expect(calls.filter((call) => call.endsWith('kill'))).toEqual(['init entry init kill', 'init exit init kill']);
    expect(calls.filter((call) => call.startsWith('child')).at(-1)).toBe('child entry child execve');
  });

  test('frozen and thawed while it is traced, it forwards what came meanwhile', async () => {
    const steps: Step[] = [{ freeze: 'init' }, TERM, { thaw: 'init' }];
    const trace = await setting.run({ actors: { main }, steps }, { record: true });
    const seen = trace.events.flatMap((event) => (event.kind === 'signal' ? event.signal : []));
    expect(seen.sort((a, b) => a - b)).toEqual([15, 18]);
  });

  test('a signal that is blocked at the exec stays so, SIGTRAP too', async () => {
    const trace = await setting.run(
      { launch: { blocked: ['SIGTRAP'], pending: ['SIGTRAP'] }, actors: { main }, steps: [TERM] },
      { record: true },
    );
    expect(trace.start?.blocked).toContain(5);
    expect(trace.bound).toBeUndefined();
  });

  test('a call is answered and not made: without a fork there is no main, and the init says so', async () => {
    const trace = await run({ at: { call: 'fork', fails: 'EAGAIN' } });
    expect([trace.starts, code(trace)]).toEqual([0, 126]);
    expect(trace.events.map(words)).toContain('init held at the entry of clone');
  });

  test('as is an execve of the child, and a kill', async () => {
    expect(code(await run({ at: { call: 'execve', of: 'child', fails: 'ENOENT' } }))).toBe(127);
    const trace = await run(TERM, { at: { call: 'kill', fails: 'EPERM' } }, { signal: { signal: 'SIGHUP', to: 'init' } });
    expect(trace.events.flatMap((event) => (event.kind === 'signal' ? event.signal : []))).toEqual([1]);
  });

  test('one that does not wait is never interrupted', async () => {
    expect((await run({ exit: { actor: 'main', code: 1 } }, { at: { call: 'wait4', fails: 'EINTR' } })).bound).toBe('unreached');
  });
});
