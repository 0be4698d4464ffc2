/** Summaries as SARIF, by the schema of OASIS. */
import { expect, test } from 'vitest';
import { sarif } from '../../../fuzz/report/formats/sarif.ts';
import { sarifSchema } from '../official-schemas.ts';
import { EACH, summary } from './summaries.ts';

const check = sarifSchema();

interface Result {
  ruleId: string;
  ruleIndex: number;
  level: string;
  kind?: string;
  suppressions?: object[];
  partialFingerprints: { 'initproof/v1': string };
  locations?: { physicalLocation: { artifactLocation: { uri: string } } }[];
}
interface Log {
  runs: { results: Result[]; tool: { driver: { rules: { id: string; fullDescription?: { text: string } }[] } }; invocations: object[] }[];
}
const of = (name: string): Log['runs'][number] => (JSON.parse(sarif(summary(name))) as Log).runs[0] as Log['runs'][number];

test.each(EACH)('%s is valid by the schema of OASIS', (_, one) => expect(check(JSON.parse(sarif(one)) as object)).toEqual([]));

test('what is new is an error, what is known is suppressed, what is open is of that kind', () => {
  const { results, tool } = of('campaign');
  expect(
    results.map(({ ruleId, level, kind, suppressions }) => [ruleId, level, kind ?? (suppressions === undefined ? 'fail' : 'suppressed')]),
  ).toEqual([
    ['exit-code', 'error', 'fail'],
    ['forwards', 'note', 'suppressed'],
    ['stays-idle', 'warning', 'fail'],
    ['survives', 'none', 'open'],
    ['stays-small', 'none', 'open'],
  ]);
  for (const { ruleId, ruleIndex } of results) expect(tool.driver.rules[ruleIndex]?.id).toBe(ruleId);
  expect(tool.driver.rules[0]?.fullDescription?.text).toMatch(/\.$/);
  expect(results[0]?.locations?.[0]?.physicalLocation.artifactLocation.uri).toBe('.initproof/found/my-init/exit-code/686ca06b.yaml');
});

test('a finding is the same alert on the next day, and two are two', () => {
  const [first, second] = of('campaign').results;
  expect(of('campaign').results[0]?.partialFingerprints).toEqual(first?.partialFingerprints);
  expect(first?.partialFingerprints).not.toEqual(second?.partialFingerprints);
});

test('what broke down, or was interrupted, is no success', () => {
  for (const name of ['broken', 'hostile']) expect(of(name).invocations).toMatchObject([{ executionSuccessful: false }]);
  expect(of('sound').invocations).toMatchObject([{ executionSuccessful: true }]);
});
