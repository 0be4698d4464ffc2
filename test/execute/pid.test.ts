/** An actor gets the id that another one had. */
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import type { Actor, Step } from '../../fuzz/scenario/scenario.ts';
import type { Trace } from '../../fuzz/trace/trace.ts';
import { openSetting, type Setting, USERS } from './setting.ts';

const ids = ({ events }: Trace): (number | undefined)[] =>
  [1, 2].map((slot) => events.flatMap((event) => (event.kind === 'started' && event.slot === slot ? [event.pid] : []))[0]);
const END: Step = { exit: { actor: 'first', code: 0 } };

describe.each(USERS)('as %s', (user) => {
  let setting: Setting;
  beforeAll(async () => {
    setting = await openSetting(user);
  });
  afterAll(() => setting.close());

  const run = (first: Partial<Actor>, ...steps: Step[]): Promise<Trace> =>
    setting.run({ actors: { main: {}, first: { parent: 'main', ...first }, second: { parent: 'main', pid: { of: 'first' } } }, steps });

  test('that has ended and been waited for', async () => {
    const [first, second] = ids(await run({}, { fork: 'first' }, END, { fork: 'second' }));
    expect(first).toBeGreaterThan(1);
    expect(second).toBe(first);
  });

  test('another one where it is still a zombie, lives, or is the number of a group', async () => {
    for (const steps of [[END], []] as Step[][]) {
      const [first, second = 0] = ids(await run({ group: 'own' }, { fork: 'first' }, ...steps, { fork: 'second' }));
      expect([first === second, second > 1]).toEqual([steps.length > 0, true]);
    }
    const zombie = await setting.run({
      actors: { main: { waits: false }, first: { parent: 'main' }, second: { parent: 'main', pid: { of: 'first' } } },
      steps: [{ fork: 'first' }, END, { fork: 'second' }],
    });
    const [first = 0, second = 0] = ids(zombie);
    expect(second).toBeGreaterThan(first);
  });

  test('while the init is held', async () => {
    const [first, second] = ids(
      await run(
        {},
        { fork: 'first' },
        END,
        { signal: { signal: 'SIGWINCH', to: 'init' } },
        { at: { call: 'kill', do: [{ fork: 'second' }] } },
      ),
    );
    expect(second).toBe(first);
  });
});
