import { describe, expect, test } from 'vitest';
import { contains } from '../../fuzz/cause/contains.ts';
import { isExplained, triggerOf } from '../../fuzz/cause/trigger.ts';
import { listCases } from '../../fuzz/cases/store.ts';
import { readScenario } from '../../fuzz/scenario/yaml.ts';

const scenario = (text: string) => readScenario(`version: 1\n${text}`, 'test');
const has = (whole: string, trigger: string): boolean => contains(scenario(whole), scenario(trigger));

const ORPHAN = `
actors: {main: {}, a: {parent: main}, b: {parent: a}}
steps: [{fork: a}, {fork: b}, {exit: {actor: a, code: 0}}, {exit: {actor: b, code: 0}}]`;

describe('a scenario contains', () => {
  test('what is everywhere', () => expect(has(ORPHAN, 'steps: []')).toBe(true));

  test('the same steps among others, whatever the actors are called', () => {
    const other = `
actors: {main: {}, z: {parent: main}, y: {parent: main, daemon: true}, x: {parent: y}}
steps: [{signal: {signal: SIGHUP, to: init}}, {fork: z}, {fork: y}, {fork: x}, {wait: 20ms}, {exit: {actor: y, code: 7}}, {die: {actor: x, signal: SIGKILL}}]`;
    expect(has(other, ORPHAN)).toBe(true);
  });

  test('not what has another order', () => {
    const other = ORPHAN.replace(
      '{exit: {actor: a, code: 0}}, {exit: {actor: b, code: 0}}',
      '{exit: {actor: b, code: 0}}, {exit: {actor: a, code: 0}}',
    );
    expect(has(other, ORPHAN)).toBe(false);
  });

  test('not what is of others of the tree', () => {
    const other = `
actors: {main: {}, a: {parent: main}, b: {parent: main}}
steps: [{fork: a}, {fork: b}, {exit: {actor: a, code: 0}}, {exit: {actor: b, code: 0}}]`;
    expect(has(other, ORPHAN)).toBe(false);
  });

  test.each([
    ['SIGHUP', 'SIGTERM', true],
    ['SIGTERM', 'SIGHUP', false],
    ['SIGRTMIN+4', 'SIGRTMIN', true],
    ['SIGRTMIN+4', 'SIGRTMIN+5', false],
    ['SIGRTMIN', 'SIGTERM', false],
  ])('%s: where the trigger has %s, %s', (got, wanted, is) => {
    const sends = (signal: string): string => `steps: [{signal: {signal: ${signal}, to: init}}]`;
    expect(has(sends(got), sends(wanted))).toBe(is);
  });

  test('a death where the trigger has an exit with 0, and not where it has another code', () => {
    const dies = 'steps: [{die: {actor: main, signal: SIGKILL}}]';
    expect(has(dies, 'steps: [{exit: {actor: main, code: 0}}]')).toBe(true);
    expect(has(dies, 'steps: [{exit: {actor: main, code: 77}}]')).toBe(false);
    expect(has('steps: [{exit: {actor: main, code: 3}}]', 'steps: [{exit: {actor: main, code: 77}}]')).toBe(false);
  });

  test('what merges only where it merges: together, or between freeze and thaw', () => {
    const acts = '{signal: {signal: SIGHUP, to: init}}, {exit: {actor: main, code: 0}}';
    const [apart, together, frozen] = [
      `steps: [${acts}]`,
      `steps: [{together: [${acts}]}]`,
      `steps: [{freeze: init}, ${acts}, {thaw: init}]`,
    ];
    expect([has(apart, together), has(together, frozen), has(frozen, together), has(together, apart)]).toEqual([false, true, true, true]);
    expect(has(together, 'steps: [{freeze: init}, {thaw: init}]')).toBe(false);
  });

  test('settings of the launch, and of actors', () => {
    expect(has('launch: {ignored: [SIGCHLD, SIGHUP], nice: 3}', 'launch: {ignored: [SIGCHLD]}')).toBe(true);
    expect(has('launch: {ignored: [SIGHUP]}', 'launch: {ignored: [SIGCHLD]}')).toBe(false);
    expect(has('launch: {user: 3}\nactors: {main: {setuid: true}}', 'launch: {user: 1000}\nactors: {main: {setuid: true}}')).toBe(true);
    expect(has('launch: {user: 3}', 'launch: {user: 1000}\nactors: {main: {setuid: true}}')).toBe(false);
    expect(has(ORPHAN, 'actors: {main: {}, job: {parent: init, exited: 0}}')).toBe(false);
  });
});

test('each case of the corpus contains its own trigger', async () => {
  const { cases } = await listCases('corpus');
  expect(cases.length).toBeGreaterThan(50);
  expect(cases.filter((stored) => !isExplained(stored.case.scenario, [triggerOf(stored.case)])).map(({ path }) => path)).toEqual([]);
});
