/** What an init wrote to stderr is told with what it did, and changes nothing of the verdict. The inits are shell scripts. */
import { afterAll, beforeAll, expect, test } from 'vitest';
import type { FoundTarget } from '../../fuzz/campaign/find-target.ts';
import { type Lab, openLab } from '../../fuzz/campaign/lab.ts';
import { type Replayed, replay } from '../../fuzz/campaign/replay.ts';
import { defineTarget } from '../../fuzz/index.ts';
import type { Launch, Scenario } from '../../fuzz/scenario/scenario.ts';

const shell = (name: string, script: string): FoundTarget => defineTarget({ name, binary: '/bin/sh', args: ['-c', script, 'sh'] });

const SILENT = shell('silent', 'exit 3');
const SAYS = shell('says', 'echo "sh: no database" >&2; printf "\\033[31m\\\\ in red\\033[0m" >&2; exit 3');
/** 300 KB: more than a pipe has room for. */
const FLOODS = shell(
  'floods',
  'i=0; while [ $i -lt 6000 ]; do i=$((i+1)); echo "line $i of a log that is long enough to tell" >&2; done; exit 3',
);

let lab: Lab;
beforeAll(async () => {
  lab = await openLab([SILENT, SAYS, FLOODS], { jobs: 1 });
});
afterAll(async () => {
  await lab.close();
});

const on = (target: FoundTarget, launch: Launch = {}): Promise<Replayed> => {
  const scenario: Scenario = { version: 1, launch, actors: { main: {} }, steps: [] };
  return replay(lab, { path: 'x.yaml', id: 'x', case: { comment: '', property: 'survives', expect: {}, scenario } }, target, 3);
};

test('why it did not start its command', async () => {
  const { verdicts, said, stderr } = await on(SAYS);
  expect(verdicts).toEqual({ violated: 3 });
  expect(said).toMatch('exited with 3');
  expect(stderr).toEqual(['sh: no database', '\\\\ in red']);
});

test('one that writes more than a pipe has room for comes to its end, and what began it and ended it is kept', async () => {
  const { verdicts, stderr } = await on(FLOODS);
  expect(verdicts).toEqual({ violated: 3 });
  expect(stderr.at(-1)).toBe('line 6000 of a log that is long enough to tell');
  const answer = await lab.examine({ version: 1, launch: {}, actors: { main: {} }, steps: [] }, FLOODS, 'careful');
  const written = answer.kind === 'examined' ? answer.trace.stderr : '';
  expect(written).toMatch(/^line 1 of a log.*\n\[\.\.\.\]\n.*line 6000 of a log that is long enough to tell\n$/s);
  expect(written).toHaveLength(4096);
});

test('the run after it has nothing of that, and the verdict is the same with and without', async () => {
  const silent = await on(SILENT);
  expect(silent.stderr).toEqual([]);
  const { verdicts, signatures } = await on(SAYS);
  expect({ verdicts, signatures }).toEqual({ verdicts: silent.verdicts, signatures: silent.signatures });
});

test.each([
  ['closed', { closed: ['stderr'] }],
  ['a full pipe', { full: ['stderr'] }],
] as [string, Launch][])('a stderr that is %s is left as the scenario says', async (_, launch) => {
  expect((await on(SAYS, launch)).stderr).toEqual([]);
});
