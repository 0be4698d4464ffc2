import { expect, test } from 'vitest';
import { sarif } from '../../fuzz/report/sarif.ts';
import { RULES } from '../../fuzz/scan/finding.ts';
import { sarifSchema } from './official-schemas.ts';
import { ALL, NOTHING, ONE } from './scans.ts';

const check = sarifSchema();

interface Sarif {
  runs: {
    results: {
      ruleId: string;
      ruleIndex: number;
      level: string;
      message: { text: string };
      locations: object[];
      partialFingerprints: object;
    }[];
    tool: { driver: { rules: { id: string }[] } };
    invocations: object[];
  }[];
}
const of = (report: typeof ALL): Sarif => sarif(report) as Sarif;

test.each([
  ['much', ALL],
  ['one', ONE],
  ['nothing', NOTHING],
])('%s is valid by the schema of OASIS', (_, report) => {
  expect(check(JSON.parse(JSON.stringify(sarif(report))))).toEqual([]);
});

test('the schema does refuse', () => {
  const broken = of(ONE);
  (broken.runs[0]?.results[0] as { level: string }).level = 'terrible';
  expect(check(broken)).not.toEqual([]);
});

test('each finding is a result with its rule, its image and what to do', () => {
  const [run] = of(ALL).runs;
  expect(run?.results.length).toBe(ALL.scanned.flatMap(({ findings }) => findings).length);
  for (const { ruleId, ruleIndex } of run?.results ?? []) expect(run?.tool.driver.rules[ruleIndex]?.id).toBe(ruleId);
  expect(run?.tool.driver.rules.length).toBe(Object.keys(RULES).length);
  expect(run?.results.find(({ ruleId }) => ruleId === 'set-uid-init')).toMatchObject({
    level: 'error',
    locations: [
      {
        physicalLocation: { artifactLocation: { uri: 'dir%20with%20space/wrong.tar' } },
        logicalLocations: [{ fullyQualifiedName: '/usr/bin/tini' }],
      },
    ],
  });
  expect(run?.results.find(({ ruleId }) => ruleId === 'digest-never-checked')?.locations).toEqual([
    { physicalLocation: { artifactLocation: { uri: 'Dockerfile' }, region: { startLine: 2 } } },
  ]);
});

test('what could not be scanned makes the run no success', () => {
  expect(of(ALL).runs[0]?.invocations).toMatchObject([{ executionSuccessful: false, toolExecutionNotifications: [{ level: 'error' }] }]);
  expect(of(ONE).runs[0]?.invocations).toMatchObject([{ executionSuccessful: true }]);
});

test('fingerprints stay the same, and are of one finding each', () => {
  const prints = (): string[] => (of(ALL).runs[0]?.results ?? []).map(({ partialFingerprints }) => JSON.stringify(partialFingerprints));
  expect(prints()).toEqual(prints());
  expect(new Set(prints()).size).toBe(prints().length);
});
