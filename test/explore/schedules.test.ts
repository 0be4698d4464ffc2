/** Drawn schedules: what is drawn, how often it hits, and that the sound init stands it. */
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { examinedOf } from '../../fuzz/campaign/examination.ts';
import { findTarget } from '../../fuzz/campaign/find-target.ts';
import { type Lab, openLab } from '../../fuzz/campaign/lab.ts';
import { faultyTarget } from '../measure/faulty/faults.ts';
import { BASES } from '../../fuzz/explore/bases.ts';
import { deviationsIn, faultIn } from '../../fuzz/explore/outcome.ts';
import { placesOf } from '../../fuzz/explore/places.ts';
import type { Place } from '../../fuzz/guide/places.ts';
import { boundOf, schedulesOf } from '../../fuzz/explore/schedules.ts';
import type { Scenario } from '../../fuzz/scenario/scenario.ts';
import { problems } from '../../fuzz/scenario/validate.ts';

const TIMEOUT = 120_000;

/** A window of the init's, after the first step of the base: ten calls of different names, entry and exit. */
const NAMES = ['kill', 'wait4', 'read', 'write', 'pause', 'open', 'close', 'stat', 'lseek', 'getpid'];
const WINDOW: Place[] = NAMES.flatMap((call, index) =>
  (['entry', 'exit'] as const).map((when): Place => ({ after: 0, of: 'init', call, nth: 1, when, index: index + 1 })),
);
const [BASE] = BASES.filter(({ name }) => name === 'signal');
if (BASE === undefined) throw new Error('There is no base signal');
const drawn = (count: number, depth: number, seed = 1) => schedulesOf(BASE, WINDOW, { count, depth, seed });

describe('schedules', () => {
  test('are valid, each another, the same for a seed, and others for another', () => {
    const cells = drawn(500, 3);
    expect(cells.filter(({ scenario }) => problems(scenario).length > 0)).toEqual([]);
    expect(new Set(cells.map(({ scenario }) => JSON.stringify(scenario))).size).toBe(cells.length);
    expect(drawn(500, 3)).toEqual(cells);
    expect(drawn(500, 3, 2)).not.toEqual(cells);
  });

  test('of depth 1 nothing happens once the init has begun, of depth 2 at one further place, of more at more', () => {
    const most = (depth: number): number =>
      Math.max(...drawn(500, depth).map(({ scenario }) => scenario.steps.filter((step) => 'at' in step).length));
    expect([most(1), most(2)]).toEqual([1, 2]);
    expect(most(6)).toBeGreaterThan(2);
    expect(drawn(500, 1).every(({ place }) => place.call === NAMES[0] && place.when === 'entry')).toBe(true);
  });

  test('meet each place as often as the bound promises', () => {
    const count = 16_000;
    const hits = new Map<string, number>();
    for (const { place } of drawn(count, 2)) hits.set(`${place.call} ${place.when}`, (hits.get(`${place.call} ${place.when}`) ?? 0) + 1);
    const due = count / boundOf(WINDOW, { depth: 2 });
    expect(due).toBeGreaterThan(100);
    expect(WINDOW.filter(({ call, when }) => (hits.get(`${call} ${when}`) ?? 0) < due)).toEqual([]);
  });
});

describe('run', { timeout: TIMEOUT }, () => {
  let lab: Lab;
  beforeAll(async () => {
    const sound = await findTarget('sound');
    if (!sound.ok) throw new Error(sound.why);
    lab = await openLab([sound.target, ...(await Promise.all(['last-look-overwrites', 'no-fault-with-handlers'].map(faulty)))]);
  });
  afterAll(() => lab.close());
  const faulty = (name: string) => faultyTarget({ name });

  async function violated(target: Awaited<ReturnType<typeof faulty>>, names: readonly string[], count: number): Promise<string[]> {
    const found: string[] = [];
    for (const base of BASES.filter(({ name }) => names.includes(name))) {
      const recorded = examinedOf(await lab.record(base.scenario, target));
      const places = placesOf(base, recorded.program, recorded.trace);
      const usual = deviationsIn(recorded);
      for (const { scenario } of schedulesOf(base, places, { count, depth: 3, seed: 1 })) {
        const signature = faultIn(examinedOf(await lab.examine(scenario, target, 'careful')))?.signature;
        if (signature !== undefined && !usual.has(signature)) found.push(signature);
      }
    }
    return found;
  }

  test('they show nothing on the sound init, and on one that sleeps with handlers', async () => {
    const sound = await findTarget('sound');
    if (!sound.ok) throw new Error(sound.why);
    const all = BASES.map(({ name }) => name);
    expect(await violated(sound.target, all, 100)).toEqual([]);
    expect(await violated(await faulty('no-fault-with-handlers'), all, 100)).toEqual([]);
  });

  test('they find what takes two deaths at two calls', async () => {
    expect(await violated(await faulty('last-look-overwrites'), ['main-with-orphan'], 100)).toContain('exit-code/wrong-status:exit');
  });

  test('a handler that has returned is over: a SIGSTOP from inside takes nobody back to it', async () => {
    const scenario: Scenario = {
      version: 1,
      launch: {},
      actors: { main: { on: { all: 'note' } } },
      steps: [
        { signal: { signal: 'SIGUSR1', to: 'init' } },
        { at: { call: 'rt_sigreturn', when: 'exit', do: [{ signal: { signal: 'SIGSTOP', to: 'init', from: 'main' } }] } },
        { exit: { actor: 'main', code: 7 } },
      ],
    };
    const { trace } = examinedOf(await lab.examine(scenario, await faulty('no-fault-with-handlers'), 'careful'));
    expect([trace.bound, trace.exit]).toEqual([undefined, expect.objectContaining({ how: 'exited', code: 7 })]);
  });
});
