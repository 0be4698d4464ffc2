/** Each example of the language's reference is run: the sound init must hold every property there, and the field must be in it. */
import { afterAll, beforeAll, expect, test } from 'vitest';
import { fileOf, PARTS } from '../../docs/generate/language-page.ts';
import { examinedOf } from '../../fuzz/campaign/examination.ts';
import { findTarget } from '../../fuzz/campaign/find-target.ts';
import { type Lab, openLab } from '../../fuzz/campaign/lab.ts';
import { faultsOf } from '../../fuzz/judge/fault.ts';
import { readScenario } from '../../fuzz/scenario/yaml.ts';

const found = await findTarget('sound');
if (!found.ok) throw new Error(found.why);
const { target } = found;
let lab: Lab;
beforeAll(async () => {
  lab = await openLab([target]);
});
afterAll(() => lab.close());

const EXAMPLES = PARTS.flatMap(({ file, examples, fields }) =>
  Object.keys(fields).map((name) => ({ file, name, yaml: examples[name] ?? '' })),
);

test('each field has one', () => {
  expect(EXAMPLES.length).toBeGreaterThan(60);
  for (const { name, yaml } of EXAMPLES) expect(yaml, name).toMatch(new RegExp(`\\b${name}\\b`));
});

test.each(EXAMPLES)('$file: $name', async ({ name, yaml }) => {
  const { judgements } = examinedOf(await lab.examine(readScenario(fileOf(yaml), name), target, 'careful'));
  expect(faultsOf(judgements).map(({ said }) => said)).toEqual([]);
});
