/** The files for editors are those that the code makes. After a change: `npx vitest run test/cases/schema.test.ts -u`. */
import { expect, test } from 'vitest';
import { caseJsonSchema } from '../../fuzz/cases/schema.ts';
import { targetJsonSchema } from '../../fuzz/cases/target-file.ts';

const text = (schema: object): string => `${JSON.stringify(schema, undefined, 2)}\n`;

test('corpus/case.schema.json is up to date', () => expect(text(caseJsonSchema())).toMatchFileSnapshot('../../corpus/case.schema.json'));
test('targets/target.schema.json is up to date', () =>
  expect(text(targetJsonSchema())).toMatchFileSnapshot('../../targets/target.schema.json'));
