import { describe, expect, test } from 'vitest';
import { parseScenario } from '../../fuzz/scenario/schema.ts';
import { namesIn, renamed, signalled, without } from '../../fuzz/scenario/steps/table.ts';
import { HELD_KINDS, KINDS, membersOf, TOGETHER_KINDS } from '../../fuzz/scenario/steps.ts';
import type { Step } from '../../fuzz/scenario/scenario.ts';
import { problems } from '../../fuzz/scenario/validate.ts';
import { explain } from '../../fuzz/scenario/explain.ts';
import { ALL_KINDS, SAMPLES, scenarioWith } from './step-samples.ts';

/** Not what is inside of it. */
const plain = ALL_KINDS.filter((kind) => membersOf(SAMPLES[kind].step) === undefined);
const text = (step: Step | undefined): string => JSON.stringify(step);

test('the kinds are those that may stand anywhere', () => {
  expect([...KINDS].sort()).toEqual([...ALL_KINDS].sort());
  expect(HELD_KINDS).toEqual(expect.arrayContaining([...TOGETHER_KINDS]));
});

describe.each(ALL_KINDS)('%s', (kind) => {
  test('has a shape, checks and a sentence that accept its sample', () => {
    const scenario = scenarioWith(kind);
    expect([problems(scenario), parseScenario(scenario)]).toEqual([[], { ok: true, value: scenario }]);
    expect(explain(scenario).join()).not.toContain('undefined');
  });
});

describe.each(plain)('%s', (kind) => {
  const { step } = SAMPLES[kind];
  const before = text(step);

  test('is about the actor that stands in it', () => {
    expect(namesIn(step)).toEqual([...before.matchAll(/"(a|b)"/g)].map(([, name]) => name));
  });

  test('is renamed wherever an actor stands in it', () => {
    expect(text(renamed(step, (name) => `${name}2`))).toBe(before.replaceAll(/"(a|b)"/g, '"$12"'));
  });

  test('goes with its actor, and stays without its sender', () => {
    const named = namesIn(step);
    expect(text(without(step, new Set(['a'])))).toBe(named[0] === 'a' ? undefined : before);
    expect(text(without(step, new Set(['b'])))).toBe(before.replace(/,"from":"b"/, ''));
  });

  test('names another signal where one stands in it', () => {
    expect(text(signalled(step, () => 'SIGINT'))).toBe(before.replace(/"SIG\w+"/, '"SIGINT"'));
  });

  test('is left as it was by all of that', () => {
    expect(text(step)).toBe(before);
  });
});
