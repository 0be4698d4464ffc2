/** Each reported and found case gives what it is recorded to give, on every target that the machine has: a stale record fails here. */
import { join } from 'node:path';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { type FoundTarget, findTarget } from '../../fuzz/campaign/find-target.ts';
import { type Lab, openLab } from '../../fuzz/campaign/lab.ts';
import { type Replayed, replay } from '../../fuzz/campaign/replay.ts';
import { listCases, type StoredCase } from '../../fuzz/cases/store.ts';
import { PACKAGE_ROOT } from '../../fuzz/execute/locate.ts';

/** A record that holds by chance, once, does so seldom twice. */
const TIMES = 2;
/** ms. An init that hangs is waited for a second each time; what others do to a busy machine must not fail a test. */
const TIMEOUT = 600_000;

const corpus = async (folder: string): Promise<StoredCase[]> => {
  const { cases, errors } = await listCases(join(PACKAGE_ROOT, 'corpus', folder));
  expect(errors).toEqual([]);
  return cases;
};

const differing = ({ target, recorded, verdicts, signatures, said, harnessErrors }: Replayed): unknown[] => [
  target,
  { recorded, verdicts, signatures, said, harnessErrors },
];

describe.each(['reported', 'found'])('%s', (folder) => {
  let lab: Lab;
  let targets: FoundTarget[];
  let cases: StoredCase[];
  beforeAll(async () => {
    cases = await corpus(folder);
    const names = [...new Set(cases.flatMap(({ case: { expect: recorded } }) => Object.keys(recorded)))];
    const found = await Promise.all(names.map((name) => findTarget(name)));
    targets = found.flatMap((result) => (result.ok ? [result.target] : []));
    lab = await openLab(targets);
  });
  afterAll(() => lab.close());

  test('every record is what a replay gives', { timeout: TIMEOUT }, async () => {
    const pairs = cases.flatMap((stored) =>
      targets.flatMap((target) => (stored.case.expect[target.name] === undefined ? [] : [{ stored, target }])),
    );
    const replayed = await Promise.all(pairs.map(({ stored, target }) => replay(lab, stored, target, TIMES)));
    expect(replayed.length).toBeGreaterThan(cases.length);
    expect(replayed.filter(({ asRecorded }) => asRecorded !== true).map((one) => [one.case, ...differing(one)])).toEqual([]);
  });

  test('a record that is wrong is seen', async () => {
    const [stored] = cases as [StoredCase];
    const [target] = targets as [FoundTarget];
    const wrong = { ...stored, case: { ...stored.case, expect: { [target.name]: 'inconclusive' as const } } };
    expect((await replay(lab, wrong, target, 1)).asRecorded).toBe(false);
  });
});
