import { describe, expect, test } from 'vitest';
import { caseRandom, scenarioAt } from '../../fuzz/generate/seeds.ts';
import { mutate } from '../../fuzz/guide/mutate.ts';
import type { Scenario, Step } from '../../fuzz/scenario/scenario.ts';
import { namesIn } from '../../fuzz/scenario/steps/table.ts';
import { membersOf, type StepKind } from '../../fuzz/scenario/steps.ts';
import { problems } from '../../fuzz/scenario/validate.ts';
import { ALL_KINDS, SAMPLES, scenarioWith } from '../scenario/step-samples.ts';

const COUNT = 2000;
const changes = Array.from({ length: COUNT }, (_, index) => {
  const from = scenarioAt(7, index);
  return { from: JSON.stringify(from), to: mutate(caseRandom(8, index), from, () => scenarioAt(9, index)), after: JSON.stringify(from) };
});

test('a change has no problems, and leaves what it was made of as it was', () => {
  for (const { from, to, after } of changes) expect([problems(to), after]).toEqual([[], from]);
});

test('all differ from what they were made of, and hardly any grow without end', () => {
  expect(changes.filter(({ from, to }) => JSON.stringify(to) === from)).toEqual([]);
  const steps = (text: string): number => (JSON.parse(text) as { steps: unknown[] }).steps.length;
  const grown = changes.filter(({ from, to }) => to.steps.length > 2 * steps(from) + 30);
  expect(grown.length).toBeLessThan(COUNT * 0.05);
});

test('the same draws give the same change', () => {
  const again = (): string => JSON.stringify(mutate(caseRandom(8, 3), scenarioAt(7, 3), () => scenarioAt(9, 3)));
  expect(again()).toBe(again());
});

/** Changes of one into which the other is spliced, or of the other alone. */
const changed = (kind: StepKind, from: Scenario): string[] =>
  Array.from({ length: 400 }, (_, index) => {
    const made = mutate(caseRandom(5, index), from, () => scenarioWith(kind));
    return made.steps.flatMap((step): readonly Step[] => membersOf(step) ?? [step]);
  }).flatMap((steps) => steps.filter((step) => kind in step).map((step) => JSON.stringify(step)));

/** Of those with others inside, these speak for themselves. */
const UPON_ACTORS = ALL_KINDS.filter((kind) => namesIn(SAMPLES[kind].step).length > 0 && kind !== 'fork');

describe.each(UPON_ACTORS)('%s', (kind) => {
  test('is done to the actor of its own scenario where two have the same name', () => {
    const other: Scenario = {
      version: 1,
      launch: scenarioWith(kind).launch,
      actors: { main: {}, a: { parent: 'main' } },
      steps: [{ fork: 'a' }],
    };
    expect(changed(kind, other)).toContain(JSON.stringify(SAMPLES[kind].step).replace('"a"', '"a2"'));
  });

  test('is done to somebody else', () => {
    const others = changed(kind, scenarioWith(kind)).filter((step) => namesIn(JSON.parse(step) as Step)[0] !== 'a');
    expect(others.length).toBeGreaterThan(0);
  });
});
