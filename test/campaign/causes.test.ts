import { describe, expect, test } from 'vitest';
import { Causes } from '../../fuzz/campaign/causes.ts';
import { contains } from '../../fuzz/cause/contains.ts';
import type { Violation } from '../../fuzz/campaign/keep.ts';
import type { StoredCase } from '../../fuzz/cases/store.ts';
import { readScenario } from '../../fuzz/scenario/yaml.ts';

const scenario = (text: string) => readScenario(`version: 1\n${text}`, 'test');
const KNOWN = { path: 'x', id: '12345678' } as const;
const SIGNATURE = 'leaves-promptly/stays';

const known = (text: string, more: Partial<StoredCase['case']> = {}): StoredCase => ({
  ...KNOWN,
  case: { comment: '', property: 'leaves-promptly', signature: SIGNATURE, expect: { it: 'violated' }, scenario: scenario(text), ...more },
});
const violation = (text: string, more: Partial<Violation> = {}): Violation =>
  ({
    kind: 'violated',
    property: 'leaves-promptly',
    signature: SIGNATURE,
    said: '',
    target: { name: 'it' },
    scenario: scenario(text),
    ...more,
  }) as Violation;

const EXITS = 'steps: [{exit: {actor: main, code: 0}}]';
const IGNORED = `launch: {ignored: [SIGCHLD]}\n${EXITS}`;

describe('a case', () => {
  test('is known of its target and signature, and of no forged record', () => {
    const causes = new Causes([known(IGNORED)]);
    expect(causes.knownCases(violation(EXITS))).toHaveLength(1);
    expect(causes.knownCases(violation(EXITS, { signature: 'leaves-promptly/other' }))).toEqual([]);
    expect(causes.knownCases(violation(EXITS, { target: { name: 'other' } } as Partial<Violation>))).toEqual([]);
    expect(causes.knownCases(violation(EXITS, { kind: 'tampered' }))).toEqual([]);
  });

  test('is known of a copy of its target, unless it says something of the copy', () => {
    const copy = violation(EXITS, { target: { name: './copy', as: 'it' } } as Partial<Violation>);
    expect(new Causes([known(IGNORED)]).knownCases(copy)).toHaveLength(1);
    expect(new Causes([known(IGNORED, { expect: { it: 'violated', './copy': 'holds' } })]).knownCases(copy)).toEqual([]);
  });

  test('explains what has its trigger', () => {
    const causes = new Causes([]);
    expect(causes.explaining([known(IGNORED)], violation(IGNORED))).toBeDefined();
    expect(causes.explaining([known(IGNORED)], violation(EXITS))).toBeUndefined();
    const written = known(IGNORED, { trigger: scenario('launch: {ignored: [SIGCHLD]}') });
    expect(
      causes.explaining([written], violation('launch: {ignored: [SIGCHLD]}\nsteps: [{die: {actor: main, signal: SIGKILL}}]')),
    ).toBeDefined();
  });
});

/** A look that takes `ms` and finds nothing. */
const look = (causes: Causes, ms: number): Promise<unknown> =>
  causes.lookBehind([STORED], VIOLATED, STORED, () => new Promise((done) => setTimeout(done, ms, false)));
const [STORED, VIOLATED] = [known(IGNORED), violation(IGNORED)];

/** How many of `count` are due, each looked behind at once. */
async function due(causes: Causes, count: number, executorMs = 1e9): Promise<number> {
  let sum = 0;
  for (let n = 0; n < count; n++) {
    if (!causes.isDue(VIOLATED, STORED, executorMs)) continue;
    sum++;
    await look(causes, 0);
  }
  return sum;
}

test('it is looked behind the first, then at a falling rate, and never behind a case', async () => {
  const causes = new Causes([]);
  expect(causes.isDue({ ...VIOLATED, from: STORED }, STORED, 1e9)).toBe(false);
  const [first, next, rest] = [await due(causes, 16), await due(causes, 984), await due(causes, 9000)];
  expect([first, next > 200 && next < 300, rest > 500 && rest < 600]).toEqual([16, true, true]);
});

test('looks take a share of the time, one at a time', async () => {
  const causes = new Causes([]);
  expect([causes.isDue(VIOLATED, STORED, 1e9), causes.isDue(VIOLATED, STORED, 1e9)]).toEqual([true, false]);
  await look(causes, 20);
  expect(await due(causes, 100, 10)).toBe(0);
  expect(await due(causes, 1, 1e9)).toBe(1);
});

test('what shows without the trigger is told, and what does not is not', async () => {
  const causes = new Causes([]);
  const whole = violation(`launch: {ignored: [SIGCHLD], nice: 3}\n${EXITS}`);
  const shown = await causes.lookBehind([known(IGNORED)], whole, known(IGNORED), async ({ launch }) => launch.ignored === undefined);
  expect(shown?.launch).toEqual({ nice: 3 });
  expect(
    await causes.lookBehind([known(IGNORED)], whole, known(IGNORED), async (variant) => contains(variant, scenario(IGNORED))),
  ).toBeUndefined();
});

describe('a case explains a violation with another value, where it shows with that', () => {
  const STOPPED = 'steps: [{signal: {signal: SIGTERM, to: init}}]';
  const QUEUED = 'steps: [{signal: {signal: SIGRTMIN+3, to: init}}]';
  const withOther = (causes: Causes, stored: StoredCase, text: string, shown: boolean) =>
    causes.withOtherValue([stored], violation(text), async () => shown);

  test.each([
    ['a real-time signal', STOPPED, QUEUED],
    ['an exit code', 'steps: [{exit: {actor: main, code: 10}}]', 'steps: [{exit: {actor: main, code: 40}}]'],
  ])('%s', async (_, trigger, text) => {
    const stored = known(trigger);
    const never = new Causes([]);
    expect(await withOther(never, stored, text, false)).toBeUndefined();
    expect(never.explaining([stored], violation(text))).toBeUndefined();
    const causes = new Causes([]);
    expect(await withOther(causes, stored, text, true)).toBe(stored);
    expect(causes.explaining([stored], violation(text))).toBe(stored);
    expect(causes.explaining([stored], violation(trigger))).toBe(stored);
  });

  test('what has another cause is not made smaller into that', async () => {
    const causes = new Causes([]);
    const stored = known(STOPPED);
    expect(await withOther(causes, stored, 'steps: [{freeze: init}]', true)).toBeUndefined();
    expect(causes.behind([stored]).triggers.some((trigger) => contains(scenario(QUEUED), trigger))).toBe(true);
  });

  test('but not a standard signal where the case has a real-time one', async () => {
    expect(await withOther(new Causes([]), known('steps: [{signal: {signal: SIGRTMIN, to: init}}]'), STOPPED, true)).toBeUndefined();
  });
});
