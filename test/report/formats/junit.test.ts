/** JUnit XML by its schema (libxml2), and as a parser of CI systems reads it (junit2json). */
import { readFileSync } from 'node:fs';
import { parse } from 'junit2json';
import { expect, test } from 'vitest';
import { validateXML } from 'xmllint-wasm';
import { junit } from '../../../fuzz/report/formats/junit.ts';
import { EACH, summary } from './summaries.ts';

const schema = readFileSync(new URL('./junit.xsd', import.meta.url), 'utf8');
const mistakes = async (contents: string): Promise<string[]> =>
  (await validateXML({ xml: { fileName: 'junit.xml', contents }, schema: { fileName: 'junit.xsd', contents: schema } })).errors.map(
    ({ message }) => message,
  );

test.each(EACH)('%s is valid by the schema', async (_, one) => expect(await mistakes(junit(one))).toEqual([]));

test('the schema does refuse', async () => {
  expect(await mistakes(junit(summary('campaign')).replace('<failure message', '<failed message'))).not.toEqual([]);
  expect(await mistakes(junit(summary('campaign')).replace(' tests="', ' test="'))).not.toEqual([]);
});

interface Case {
  name: string;
  classname: string;
  file?: string;
  failure?: { message: string; type: string; inner: string }[];
  error?: { message: string }[];
  skipped?: { message: string }[];
}
interface Suite {
  name: string;
  tests: number;
  failures: number;
  skipped: number;
  testcase: Case[];
}
const read = async (name: string): Promise<Suite[]> => ((await parse(junit(summary(name)))) as unknown as { testsuite: Suite[] }).testsuite;

test('a property is a test case of the same name whatever comes of it; what is new alone fails', async () => {
  const [suite] = await read('campaign');
  const said = suite?.testcase.map(({ name, failure, skipped }) => [
    name,
    failure === undefined ? (skipped?.[0]?.message.split(':')[0] ?? 'held') : 'failed',
  ]);
  expect(said).toEqual([
    ['exit-code', 'failed'],
    ['forwards', 'known'],
    ['stays-idle', 'flaky'],
    ['survives', 'inconclusive'],
    ['keeps-terminal', 'declared'],
    ['stays-small', 'inconclusive'],
    ['reaps-orphans', 'held'],
    ['reports-failed-exec', 'does not apply'],
  ]);
  expect(suite).toMatchObject({ name: 'my-init', tests: 8, failures: 1, skipped: 6 });
});

test('a failure has the sentence, the signature, the case and how to see it again', async () => {
  const [suite] = await read('campaign');
  const failed = suite?.testcase.find(({ name }) => name === 'exit-code');
  expect(failed).toMatchObject({ classname: 'my-init', file: '.initproof/found/my-init/exit-code/686ca06b.yaml' });
  expect(failed?.failure?.[0]).toMatchObject({
    message: 'the init exited with 1, but should exit with 129, since main is to exit with 129',
    type: 'exit-code/wrong-status:exit',
  });
  expect(failed?.failure?.[0]?.inner).toMatch(/1\. main exits 129\.[\s\S]*repeats {4}10 of 10 runs[\s\S]*npx initproof replay 686ca06b/);
});

test('a case that is not as recorded fails, one that shows what it records is skipped', async () => {
  const suites = await read('replays');
  const all = suites.flatMap(({ testcase }) => testcase);
  expect(all.map(({ name, failure, skipped }) => [name, failure?.[0]?.message ?? skipped?.[0]?.message])).toEqual([
    ['corpus/reported/a.yaml', expect.stringMatching(/^known: the init exited with 1/)],
    ['b.yaml', 'It is recorded as violated, and is holds now; it exits as main does'],
    ['d.yaml', 'inconclusive: the executor died'],
    ['c.yaml', expect.stringMatching(/^the init exited with 1/)],
    ['can be read', undefined],
  ]);
});

test('what broke down is an error, and texts of a stranger end no element', async () => {
  const [broken] = await read('broken');
  expect(broken?.testcase[0]?.error?.[0]?.message).toMatch(/^it broke down: \]\]><\/failure>/);
  const [hostile] = await read('hostile');
  expect(hostile?.name).toMatch(/^\]\]><\/failure><script>/);
});
