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

test('it is looked behind the first, then at a falling rate within a share of the time, and never behind a case', async () => {
  const causes = new Causes([]);
  const [stored, violated] = [known(IGNORED), violation(IGNORED)];
  expect(causes.isDue({ ...violated, from: stored }, stored, 1e9)).toBe(false);
  const due = (count: number): number => Array.from({ length: count }, () => causes.isDue(violated, stored, 1e9)).filter((is) => is).length;
  const [first, next, rest] = [due(16), due(984), due(9000)];
  expect([first, next > 200 && next < 300, rest > 500 && rest < 600]).toEqual([16, true, true]);
  await causes.lookBehind([stored], violated, () => new Promise((done) => setTimeout(done, 20, false)));
  expect(due(1000)).toBeGreaterThan(0);
  const spent = new Causes([]);
  await spent.lookBehind([stored], violated, () => new Promise((done) => setTimeout(done, 20, false)));
  const within = Array.from({ length: 100 }, () => spent.isDue(violated, stored, 10));
  expect(within.filter((is) => is)).toHaveLength(1);
});

test('what shows without the trigger is told, and what does not is not', async () => {
  const causes = new Causes([]);
  const whole = violation(`launch: {ignored: [SIGCHLD], nice: 3}\n${EXITS}`);
  const shown = await causes.lookBehind([known(IGNORED)], whole, async ({ launch }) => launch.ignored === undefined);
  expect(shown?.launch).toEqual({ nice: 3 });
  expect(await causes.lookBehind([known(IGNORED)], whole, async (variant) => contains(variant, scenario(IGNORED)))).toBeUndefined();
});
