/** What a campaign knows besides its corpus: what an earlier one found, and what somebody has accepted. On a real faulty init. */
import { execFileSync } from 'node:child_process';
import { join } from 'node:path';
import { beforeAll, expect, test } from 'vitest';
import { acceptedIn } from '../../fuzz/campaign/known-by.ts';
import { triggerOf } from '../../fuzz/cause/trigger.ts';
import { writeBaseline } from '../../fuzz/cases/baseline.ts';
import { PROPERTIES, readCaseFile, run, type RunOptions, writeCaseFile } from '../../fuzz/index.ts';
import { temporary } from '../fixtures/temporary.ts';

beforeAll(() => void execFileSync('make', ['-s', '-C', 'targets/faulty', 'build/seven-bits']));

const FAULTY = 'targets/faulty/build/seven-bits';
const options = (out: string): RunOptions => ({
  target: FAULTY,
  properties: PROPERTIES.filter(({ id }) => id === 'exit-code'),
  seed: 1,
  runs: 60,
  placements: 0,
  out,
});

test('the second campaign in a folder knows what the first found; it still fails, since nobody has accepted it', async () => {
  const out = temporary();
  const first = await run(options(out));
  expect(first).toMatchObject({ new: 1, exit: 1 });
  expect(first.before).toBeUndefined();
  const second = await run(options(out));
  expect(second).toMatchObject({ failures: [{ known: false, before: true, id: first.failures[0]?.id }], new: 0, before: 1, exit: 1 });
  // As its help says.
  expect(await run({ ...options(out), replays: false })).toMatchObject({ failures: [{ known: false }], new: 1 });
});

test('what an earlier one had seen, and was killed before it was confirmed, is new', async () => {
  const out = temporary();
  const [failure] = (await run(options(out))).failures;
  const { path, case: saved } = await readCaseFile(failure?.case as string);
  const found = { ...(saved.found as NonNullable<typeof saved.found>), repeats: '0/0' };
  await writeCaseFile(path, { ...saved, found });
  expect(await run(options(out))).toMatchObject({ new: 1, failures: [{ known: false, from: path }] });
});

test('what is accepted is known, with its reason, until its last day', async () => {
  const out = temporary();
  const [failure] = (await run(options(out))).failures;
  const { case: saved } = await readCaseFile(failure?.case as string);
  const baseline = join(out, 'baseline.yaml');
  const { property = '', signature = '' } = saved;
  const days = { since: '2026-01-01', until: '2026-03-01' };
  await writeBaseline(baseline, [{ target: FAULTY, property, signature, reason: 'see #12', ...days, scenario: triggerOf(saved) }]);
  const other = join(out, 'other');
  const during = await run({ ...options(other), accepted: await acceptedIn(baseline, '2026-03-01') });
  expect(during).toMatchObject({ failures: [{ known: true, accepted: { reason: 'see #12', ...days } }], new: 0, exit: 0 });
  const after = await run({ ...options(other), accepted: await acceptedIn(baseline, '2026-03-02') });
  expect(after).toMatchObject({ new: 1, exit: 1 });
});

test('a campaign goes on where the last one ended: the same scenarios as one that has them all', async () => {
  const signatures = async (from: number, runs: number): Promise<{ next: unknown; at: unknown }> => {
    const { failures, next } = await run({ ...options(temporary()), from, runs, shrink: false });
    return { next, at: failures[0]?.index };
  };
  const whole = await signatures(0, 20);
  const at = whole.at as number;
  expect(whole.next).toEqual({ [FAULTY]: 20 });
  expect(await signatures(at, 1)).toEqual({ next: { [FAULTY]: at + 1 }, at });
});
