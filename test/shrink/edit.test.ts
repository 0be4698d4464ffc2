import { describe, expect, test } from 'vitest';
import type { Scenario } from '../../fuzz/scenario/scenario.ts';
import { problems } from '../../fuzz/scenario/validate.ts';
import { candidates } from '../../fuzz/shrink/candidates.ts';
import { copy, dropActors, renameMentions } from '../../fuzz/shrink/edit.ts';
import { ALL_KINDS, scenarioWith } from '../scenario/step-samples.ts';

/** With the order of actors as it was. */
function withNewName(scenario: Scenario): Scenario {
  const made = copy(scenario);
  made.actors = Object.fromEntries(Object.entries(made.actors).map(([name, actor]) => [name === 'a' ? 'z' : name, actor]));
  renameMentions(made, 'a', 'z');
  return made;
}

describe.each(ALL_KINDS)('%s', (kind) => {
  const scenario = scenarioWith(kind);

  test('is renamed with its actor', () => {
    expect(JSON.stringify(withNewName(scenario))).toBe(JSON.stringify(scenario).replaceAll('"a"', '"z"'));
  });

  test('dangles nowhere where its actor is dropped', () => {
    const made = copy(scenario);
    dropActors(made, new Set(['a']));
    expect(JSON.stringify(made)).not.toContain('"a"');
    // What it leaves may be too little: an `at` without what leads to it is for `repair`. A name that nobody has is not.
    expect(problems(made).filter(({ message }) => message.startsWith('no actor'))).toEqual([]);
  });
});

/** The fork of who takes the place of main goes. */
describe.each(ALL_KINDS.filter((kind) => kind !== 'fork'))('%s', (kind) => {
  test('is done by main where its actor is put in the place of main', () => {
    const scenario = scenarioWith(kind);
    const byMain = JSON.stringify(scenario.steps.at(-1)).replaceAll('"a"', '"main"');
    const rooted = [...candidates(scenario)].filter(({ pass }) => pass === 'root').map((one) => JSON.stringify(one.scenario.steps));
    expect(rooted.some((steps) => steps.includes(byMain))).toBe(true);
  });
});
