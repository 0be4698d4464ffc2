import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { scenarioAt } from '../../fuzz/generate/seeds.ts';
import { InputError } from '../../fuzz/scenario/input-error.ts';
import type { Scenario } from '../../fuzz/scenario/scenario.ts';
import { parseScenario } from '../../fuzz/scenario/schema.ts';
import { readScenario, writeScenario } from '../../fuzz/scenario/yaml.ts';
import { RICH, SAMPLES, TRIVIAL } from './samples.ts';

function errorOf(text: string): InputError {
  try {
    readScenario(text, 'x.yaml');
  } catch (error) {
    if (error instanceof InputError) return error;
    throw error;
  }
  throw new Error('it was read');
}

test('writes a few lines', () => {
  expect(writeScenario(TRIVIAL)).toBe('version: 1\nsteps:\n  - {exit: {actor: main, code: 0}}\n');
  const steps: Scenario['steps'] = [
    { signal: { signal: 'SIGRTMIN+3', to: { group: 'a' }, from: 'main' } },
    { together: [{ exit: { actor: 'a', code: 3 } }, { exit: { actor: 'main', code: 0 } }] },
  ];
  const actors: Scenario['actors'] = { main: { on: { SIGTERM: 'note' } }, a: { parent: 'main', group: 'own' } };
  expect(writeScenario({ version: 1, launch: { args: ['', 'yes', '12'] }, actors, steps })).toBe(`version: 1
launch:
  args: ["", yes, "12"]
actors:
  main: {on: {SIGTERM: note}}
  a: {parent: main, group: own}
steps:
  - {signal: {signal: SIGRTMIN+3, to: {group: a}, from: main}}
  - together:
      - {exit: {actor: a, code: 3}}
      - {exit: {actor: main, code: 0}}
`);
});

test('reads what it wrote', () => {
  for (const sample of SAMPLES.slice(0, 2)) expect(readScenario(writeScenario(sample), 'x.yaml')).toEqual(sample);
});

test('keeps the order of actors', () => {
  expect(Object.keys(readScenario(writeScenario(RICH), 'x.yaml').actors)).toEqual(Object.keys(RICH.actors));
});

test('keeps every text', () => {
  const text = fc.string({ unit: 'binary', maxLength: 200 }).filter((s) => !s.includes('\0'));
  const name = fc.string({ minLength: 1 }).filter((s) => !/[\0=]/.test(s) && s !== '__proto__');
  const launch = fc.record({ args: fc.array(text), env: fc.dictionary(name, text, { noNullPrototype: true }) });
  fc.assert(
    fc.property(launch, (texts) => {
      const scenario: Scenario = { ...TRIVIAL, launch: texts };
      expect(readScenario(writeScenario(scenario), 'x.yaml')).toEqual(scenario);
    }),
    { seed: 1, numRuns: 300 },
  );
});

describe('points at what is wrong', () => {
  const steps = (line: string) => `version: 1\nactors:\n  main: {}\nsteps:\n  - ${line}\n`;
  test('a misspelt signal', () => {
    expect(errorOf(steps('signal: {to: init, signal: SIGTERN}')).message).toBe(
      `x.yaml:5:32  unknown signal SIGTERN, did you mean SIGTERM?

  5 |   - signal: {to: init, signal: SIGTERN}
    |                                ^^^^^^^`,
    );
  });

  const cases: [string, string, string][] = [
    ['a misspelt key', 'version: 1\nstpes: []\n', '2:1 unknown key stpes, did you mean steps?'],
    ['a misspelt step', steps('frok: a'), '5:5 unknown step frok, did you mean fork?'],
    ['a key deep down', steps('signal: {too: init, signal: SIGTERM}'), '5:14 unknown key too, did you mean to?'],
    ['a missing key', steps('exit: {actor: main}'), '5:11 `code` is missing'],
    ['a value of a block', steps('exit:\n      actor: main\n      code: 256'), '7:13 expected a whole number from 0 to 255, got 256'],
    ['an unknown actor', steps('stop: mian'), '5:11 no actor `mian`, did you mean main?'],
    ['a dead actor', `${steps('{exit: {actor: main, code: 0}}')}  - {stop: main}\n`, '6:12 `main` was told to end by an earlier step'],
    [
      'a bad name',
      'version: 1\nactors:\n  main: {}\n  Bad: {parent: main}\n',
      '4:8 expected a name of lower-case letters, digits and hyphens, 40 at most, a letter first',
    ],
    ['an actor without settings', 'version: 1\nactors:\n  main:\n', '3:3 expected a map, got nothing: write {} for an empty one'],
    ['no version', 'steps: []\n', '1:1 `version` is missing'],
    ['nothing', '', '1:1 expected a map, got nothing: write {} for an empty one'],
    ['no YAML', 'steps: [\n', '2:1 Flow sequence in block collection must be sufficiently indented and end with a ]'],
    ['a key twice', 'version: 1\nversion: 1\n', '2:1 Map keys must be unique'],
    ['two documents', 'version: 1\n---\nversion: 1\n', '2:1 expected one YAML document, got several'],
    ['a tag', 'version: !foo 1\n', '1:10 Unresolved tag: !foo'],
    ['an alias of what it is in', 'version: 1\nsteps: &a [*a]\n', '2:12 *a is part of what it stands for'],
    ['the same, deeper', 'version: 1\nlaunch: &a\n  env: {x: [*a]}\n', '3:13 *a is part of what it stands for'],
    ['the same, in a key that is none', '&a {version: *a}\n', '1:14 *a is part of what it stands for'],
    ['a key twice, in other words', 'version: 1\nlaunch: {env: {1: a, "1": b}}\n', '2:22 Map keys must be unique'],
    ['a list as key', 'version: 1\n? [a]\n: b\n', '2:3 expected a key of plain text'],
    ['__proto__', 'version: 1\nlaunch: {env: {__proto__: a}}\n', '2:16 expected a key of plain text'],
  ];
  test.each(cases)('%s', (_, text, message) => {
    const error = errorOf(text);
    expect(`${error.line}:${error.column} ${error.reason}`).toBe(message);
  });

  test('an alias, where it is used', () => {
    expect(errorOf('version: 1\nsteps:\n  - &a {stop: nobody}\n  - *a\n').line).toBe(3);
  });
});

test('a newer version has a code of its own', () => {
  expect(errorOf('version: 2\n').code).toBe('NEWER_VERSION');
});

test('an anchor may be given again inside what has it', () => {
  expect(readScenario('version: 1\nlaunch: {args: &a [&a x, *a]}\n', 'x.yaml').launch.args).toEqual(['x', 'x']);
});

describe('refuses what is too much', () => {
  // Seen: 4 to 126 s, most of it for comparing each key with each other one, or for hints that nobody reads.
  test.each<[string, (n: number) => string, string, string]>([
    ['keys', (n) => `k${n}: 1\n`, '', 'unknown key k0'],
    ['variables', (n) => `A${n}: a, `, 'version: 1\nlaunch: {env: {#}}', 'arguments and variables have'],
    ['steps', () => '{wiat: 1ms}, ', 'version: 1\nsteps: [#]', 'there are more steps than the limit, 1000'],
    ['signals', (n) => `SIGTERN${n}, `, 'version: 1\nlaunch: {blocked: [#]}', 'there are more signals than all 64'],
  ])(
    '40,000 %s',
    (_, one, around, said) => {
      const many = Array.from({ length: 40_000 }, (_, n) => one(n)).join('');
      expect(errorOf(around === '' ? many : around.replace('#', many)).reason).toContain(said);
    },
    10_000,
  );

  test('a huge file', () => expect(errorOf(' '.repeat(1024 * 1024 + 1)).code).toBe('TOO_LARGE'));
  test('aliases upon aliases', () => {
    const bomb = [
      'a: &a [x, x, x, x, x, x, x, x, x]',
      ...'bcdefgh'.split('').map((c, n) => `${c}: &${c} [${Array(9).fill(`*${'abcdefg'[n]}`).join(', ')}]`),
    ];
    expect(errorOf(bomb.join('\n')).reason).toBe('the file has too many aliases');
  });
  test.each([500, 5_000, 100_000])('nesting %d deep', (depth) => {
    const reasons = ['[', '{a: ', '[&a '].map((open) => errorOf(open.repeat(depth)).code);
    expect(reasons).toEqual(['NOT_YAML', 'NOT_YAML', 'NOT_YAML']);
    expect(['BAD_SHAPE', 'NOT_YAML']).toContain(errorOf(`${'['.repeat(depth)}${']'.repeat(depth)}`).code);
  });
  test('a long line is cut', () => {
    const error = errorOf(`version: 1\nsteps: [${'{wait: 1ms}, '.repeat(500)}{wiat: 1ms}]\n`);
    expect(error.reason).toBe('unknown step wiat, did you mean wait?');
    expect(Math.max(...error.message.split('\n').map((line) => line.length))).toBeLessThan(120);
  });
});

test('what is generated is valid, and reads as it was written', () => {
  for (let index = 0; index < 300; index++) {
    const scenario = scenarioAt(7, index);
    expect(parseScenario(scenario)).toEqual({ ok: true, value: scenario });
    const read = readScenario(writeScenario(scenario), 'x.yaml');
    expect(read).toEqual(scenario);
    expect(Object.keys(read.actors)).toEqual(Object.keys(scenario.actors));
  }
});
