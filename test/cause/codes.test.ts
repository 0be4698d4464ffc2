import { expect, test } from 'vitest';
import { rangesBetween, withCode } from '../../fuzz/cause/codes.ts';
import { readScenario } from '../../fuzz/scenario/yaml.ts';

const exits = (code: number) => readScenario(`version: 1\nsteps: [{exit: {actor: main, code: ${code}}}]`, 'test');

test('codes between that of the scenario and that of the trigger', () => {
  expect(rangesBetween(exits(200), exits(131))).toEqual([[200, 177, 154]]);
  expect(rangesBetween(exits(77), exits(255))).toEqual([[77, 136, 196]]);
});

test('none where they are the same, or next to each other, or the trigger has any', () => {
  expect([rangesBetween(exits(131), exits(131)), rangesBetween(exits(132), exits(131)), rangesBetween(exits(9), exits(0))]).toEqual([
    [],
    [],
    [],
  ]);
});

test('another code in the place of that of the trigger', () => expect(withCode(exits(131), 7)).toEqual(exits(7)));
