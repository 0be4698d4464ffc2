/** Each reported fault is reproduced: its case is violated by the faulty init that has the fault and held by the sound one, each time. */
import { join } from 'node:path';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { type FoundTarget, findTarget } from '../../fuzz/campaign/find-target.ts';
import { within } from '../../fuzz/campaign/of-release.ts';
import { type Lab, openLab } from '../../fuzz/campaign/lab.ts';
import { replay } from '../../fuzz/campaign/replay.ts';
import { listCases, type StoredCase } from '../../fuzz/cases/store.ts';
import { type Fault, faultyTarget, readFaults } from '../measure/faulty/faults.ts';
import { PACKAGE_ROOT } from '../../fuzz/execute/locate.ts';
import { INITS } from '../../fuzz/supply/identify.ts';

const TIMES = 20;
const FOLDER = join(PACKAGE_ROOT, 'corpus', 'reported');

const { cases, errors } = await listCases(FOLDER);
const all = await readFaults();
const faults = all.flatMap((fault) => fault.reported.map((report) => ({ ...fault, report })));
const named = (report: string): StoredCase | undefined => cases.find(({ path }) => path === join(FOLDER, `${report}.yaml`));

test('every case can be read, names its report, and is shown by a faulty init', () => {
  expect(errors).toEqual([]);
  for (const { path, case: known } of cases) expect([path, known.report]).toEqual([path, expect.stringMatching(/^https:/)]);
  const paths = faults.map(({ report }) => join(FOLDER, `${report}.yaml`));
  expect([...paths].sort()).toEqual(cases.map(({ path }) => path));
});

test('every case has its signature, and says how it was checked; releases are in order', () => {
  for (const { path, case: known } of cases) {
    expect([path, known.signature]).toEqual([path, expect.stringMatching(`^${known.property}/`)]);
    expect([path, known.checked]).toEqual([path, expect.any(String)]);
    for (const { init, since, fixed } of known.releases ?? []) {
      expect([path, INITS]).toEqual([path, expect.arrayContaining([init])]);
      if (since !== undefined && fixed !== undefined)
        expect([path, within({ since, until: fixed }, since), within({ since, until: fixed }, fixed)]).toEqual([path, true, false]);
    }
  }
});

/** Who promises the same and keeps it: a target, or a faulty init that is sound under that contract. */
async function keeperOf({ contract }: Fault): Promise<FoundTarget> {
  const kept = contract?.kept ?? 'sound';
  if (all.some(({ name }) => name === kept)) return faultyTarget({ name: kept, contract });
  const found = await findTarget(kept);
  if (!found.ok) throw new Error(found.why);
  return found.target;
}

describe('replayed', () => {
  let lab: Lab;
  const keepers = new Map<string, FoundTarget>();
  beforeAll(async () => {
    for (const fault of faults) keepers.set(fault.name, await keeperOf(fault));
    lab = await openLab([...keepers.values(), ...(await Promise.all(faults.map(faultyTarget)))]);
  });
  afterAll(() => lab.close());

  test.each(faults)('$report on $name, and on one that is sound', async ({ report, ...fault }) => {
    const sound = keepers.get(fault.name) as FoundTarget;
    const stored = named(report);
    if (stored === undefined) throw new Error(`There is no case ${report}`);
    const [faulty, held] = [await replay(lab, stored, await faultyTarget(fault), TIMES), await replay(lab, stored, sound, TIMES)];
    expect([stored.case.property, faulty.verdicts]).toEqual([fault.property, { violated: TIMES }]);
    expect(faulty.signatures).toEqual([stored.case.signature]);
    expect(held.verdicts).toEqual({ holds: TIMES });
  });
});
