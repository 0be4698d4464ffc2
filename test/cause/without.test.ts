import { expect, test } from 'vitest';
import { contains } from '../../fuzz/cause/contains.ts';
import { variantsWithout } from '../../fuzz/cause/without.ts';
import { scenarioAt } from '../../fuzz/generate/seeds.ts';
import type { Scenario } from '../../fuzz/scenario/scenario.ts';
import { problems } from '../../fuzz/scenario/validate.ts';
import { readScenario } from '../../fuzz/scenario/yaml.ts';

const scenario = (text: string) => readScenario(`version: 1\n${text}`, 'test');
const first = (): number => 0;

const WHOLE = scenario(`
launch: {ignored: [SIGCHLD]}
actors: {main: {}, a: {parent: main}, b: {parent: a}}
steps: [{fork: a}, {stop: main}, {fork: b}, {exit: {actor: a, code: 3}}, {signal: {signal: SIGHUP, to: init}}, {exit: {actor: main, code: 7}}]`);

test('one variant for each part that the trigger has', () => {
  const trigger = scenario('launch: {ignored: [SIGCHLD]}\nsteps: [{stop: main}, {exit: {actor: main, code: 0}}]');
  const variants = [...variantsWithout(WHOLE, [trigger], first)];
  expect(variants.map(({ launch }) => launch)).toEqual([{}, WHOLE.launch, WHOLE.launch]);
  expect(variants.map(({ steps }) => steps.length)).toEqual([6, 5, 4]);
});

test('none where the trigger is not there, or is everywhere', () => {
  expect([...variantsWithout(WHOLE, [scenario('launch: {user: 3}')], first)]).toEqual([]);
  expect([...variantsWithout(WHOLE, [scenario('steps: []')], first)]).toEqual([]);
});

test('no variant has any of several triggers', () => {
  const triggers = ['steps: [{stop: main}]', 'launch: {ignored: [SIGCHLD]}'].map(scenario);
  const variants = [...variantsWithout(WHOLE, triggers, first)];
  expect(variants.length).toBeGreaterThan(0);
  for (const variant of variants) expect(triggers.some((trigger) => contains(variant, trigger))).toBe(false);
});

const TRIGGERS = [
  'steps: [{exit: {actor: main, code: 0}}]',
  'steps: [{signal: {signal: SIGTERM, to: init}}]',
  'actors: {main: {}, a: {parent: main}}\nsteps: [{fork: a}, {exit: {actor: a, code: 0}}]',
  'launch: {blocked: [SIGTERM]}',
].map(scenario);

test('of whatever is generated: without problems, and without the trigger', () => {
  let variants = 0;
  for (let index = 0; index < 300; index++) {
    const whole = scenarioAt(7, index);
    const trigger = TRIGGERS[index % TRIGGERS.length] as Scenario;
    for (const variant of variantsWithout(whole, [trigger], first)) {
      variants++;
      expect([problems(variant), contains(variant, trigger)]).toEqual([[], false]);
    }
  }
  expect(variants).toBeGreaterThan(20);
});
