/** The schema of values is the one that the code makes. After a change: `npx vitest run test/report/values.test.ts -u`. */
import { describe, expect, test } from 'vitest';
import { valuesJsonSchema } from './value-schema.ts';
import { mistakesIn } from './check-value.ts';

test('fuzz/report/values.schema.json is up to date', { timeout: 300_000 }, () =>
  expect(`${JSON.stringify(valuesJsonSchema(), undefined, 1)}\n`).toMatchFileSnapshot('../../fuzz/report/values.schema.json'),
);

describe('a value', () => {
  test('passes', () => expect(mistakesIn({ v: 1, type: 'redundant', case: 'a.yaml', coveredBy: 'b.yaml' })).toEqual([]));

  test.each([
    ['another version', { v: 2, type: 'redundant', case: 'a.yaml', coveredBy: 'b.yaml' }],
    ['a field that is not there', { v: 1, type: 'redundant', case: 'a.yaml' }],
    ['a field of another kind', { v: 1, type: 'redundant', case: 7, coveredBy: 'b.yaml' }],
    ['a type that nobody knows', { v: 1, type: 'other', case: 'a.yaml', coveredBy: 'b.yaml' }],
  ])('is refused for %s', (_, value) => expect(mistakesIn(value)).not.toEqual([]));
});
