import { describe, expect, test } from 'vitest';
import { caseId } from '../../fuzz/cases/case-id.ts';
import { readCase, writeCase } from '../../fuzz/cases/case-file.ts';
import { InputError } from '../../fuzz/scenario/input-error.ts';
import { writeScenario } from '../../fuzz/scenario/yaml.ts';
import { RICH, TRIVIAL } from '../scenario/samples.ts';
import { FOUND } from './samples.ts';

function errorOf(text: string): InputError {
  try {
    readCase(text, 'x.yaml');
  } catch (error) {
    if (error instanceof InputError) return error;
    throw error;
  }
  throw new Error('it was read');
}

test('a case reads as it was written', () => {
  expect(readCase(writeCase(FOUND, '../case.schema.json'), 'x.yaml')).toEqual(FOUND);
  const text = writeCase(readCase(writeCase(FOUND), 'x.yaml'));
  expect(writeCase(readCase(text, 'x.yaml'))).toBe(text);
});

test('a small case is a few lines', () => {
  const small = { comment: 'Main exits.', property: 'exit-code', expect: { tini: 'holds' }, scenario: TRIVIAL } as const;
  expect(writeCase(small, '../case.schema.json')).toBe(`# Main exits.
# yaml-language-server: $schema=../case.schema.json
version: 1
case: ${caseId(TRIVIAL, 'exit-code')}
property: exit-code
expect:
  tini: holds
steps:
  - {exit: {actor: main, code: 0}}
`);
});

test('a plain scenario is read as well, with or without a comment', () => {
  expect(readCase(writeScenario(RICH), 'x.yaml')).toEqual({ comment: '', expect: {}, scenario: RICH });
  expect(readCase(`#No space\n# and more\n${writeScenario(TRIVIAL)}`, 'x.yaml').comment).toBe('No space\nand more');
});

test('a comment cannot become content', () => {
  const evil = { ...FOUND, comment: 'a\r\u0085b\nproperty: other' };
  expect(readCase(writeCase(evil), 'x.yaml').property).toBe('reaps-orphans');
});

describe('the id', () => {
  const other = { ...TRIVIAL, launch: { directory: 'own', closed: ['stdin'] } } as const;
  test('does not depend on the order of fields', () => {
    const turned = { steps: TRIVIAL.steps, launch: { closed: ['stdin'], directory: 'own' }, actors: TRIVIAL.actors, version: 1 } as const;
    expect(caseId({ ...turned, launch: { ...turned.launch, closed: ['stdin'] } })).toBe(
      caseId({ ...other, launch: { ...other.launch, closed: ['stdin'] } }),
    );
  });
  test('depends on the property, and on the order of actors', () => {
    expect(caseId(TRIVIAL, 'exit-code')).not.toBe(caseId(TRIVIAL));
    const [a, b] = [{ parent: 'main' }, { parent: 'main', waits: false }];
    expect(caseId({ ...TRIVIAL, actors: { main: {}, a, b } })).not.toBe(caseId({ ...TRIVIAL, actors: { main: {}, b, a } }));
  });
  test('stays what it is from version to version', () => expect(caseId(TRIVIAL, 'exit-code')).toMatchInlineSnapshot(`"6557bd20"`));
});

describe('says what is wrong', () => {
  test.each([
    ['a property', 'version: 1\nproperty: Reaps\n', '2:11 expected the id of a property, such as reaps-orphans'],
    ['a verdict', 'version: 1\nexpect: {tini: hold}\n', '2:16 unknown word hold, did you mean holds?'],
    ['a missing field', 'version: 1\nfound: {seed: 1}\n', '2:8 `target` is missing'],
    ['a misspelt key', 'version: 1\nproprety: a\n', '2:1 unknown key proprety, did you mean property?'],
    [
      'repeats',
      'version: 1\nfound: {target: a, seed: 1, index: 1, generator: 1, version: "1", kernel: "1", repeats: 10, date: 2026-01-31}\n',
      '2:89 expected text, got 10: write it in quotes, "10"',
    ],
    ['a step', 'version: 1\nsteps:\n  - {stop: nobody}\n', '3:12 no actor `nobody`'],
  ])('%s', (_, text, message) => {
    const error = errorOf(text);
    expect(`${error.line}:${error.column} ${error.reason}`).toBe(message);
  });

  test('a newer version, and what to do', () => {
    const error = errorOf('version: 2\nnew-thing: 1\n');
    expect(error.code).toBe('NEWER_VERSION');
    expect(error.reason).toBe('version 2 is newer than what this initproof reads, 1: update initproof to use this file');
  });

  test('a file cut off anywhere is an error, never another scenario', () => {
    const text = writeCase(FOUND);
    const start = text.indexOf('case:') + 'case: 01234567\n'.length;
    for (let end = start; end < text.length - 1; end += 7) expect(errorOf(text.slice(0, end))).toBeInstanceOf(InputError);
    const atLine = text.slice(0, text.lastIndexOf('\n  - ') + 1);
    expect(errorOf(atLine).reason).toContain('the file is cut off, or was edited');
  });
});
