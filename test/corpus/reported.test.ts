/** Each reported fault is reproduced: its case is violated by the faulty init that has the fault and held by the sound one, each time. */
import { join } from 'node:path';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { type FoundTarget, findTarget } from '../../fuzz/campaign/find-target.ts';
import { type Lab, openLab } from '../../fuzz/campaign/lab.ts';
import { replay } from '../../fuzz/campaign/replay.ts';
import { listCases, type StoredCase } from '../../fuzz/cases/store.ts';
import { faultyTarget, readFaults } from '../../fuzz/cli/faulty/faults.ts';
import { PACKAGE_ROOT } from '../../fuzz/execute/locate.ts';

const TIMES = 20;
const FOLDER = join(PACKAGE_ROOT, 'corpus', 'reported');

const { cases, errors } = await listCases(FOLDER);
const faults = (await readFaults()).flatMap(({ name, property, reported }) => reported.map((report) => ({ name, property, report })));
const named = (report: string): StoredCase | undefined => cases.find(({ path }) => path === join(FOLDER, `${report}.yaml`));

test('every case can be read, names its report, and is shown by a faulty init', () => {
  expect(errors).toEqual([]);
  for (const { path, case: known } of cases) expect([path, known.report]).toEqual([path, expect.stringMatching(/^https:/)]);
  const paths = faults.map(({ report }) => join(FOLDER, `${report}.yaml`));
  expect([...paths].sort()).toEqual(cases.map(({ path }) => path));
});

describe('replayed', () => {
  let lab: Lab;
  let sound: FoundTarget;
  beforeAll(async () => {
    const found = await findTarget('sound');
    if (!found.ok) throw new Error(found.why);
    sound = found.target;
    lab = await openLab([sound, ...(await Promise.all(faults.map(({ name }) => faultyTarget(name))))]);
  });
  afterAll(() => lab.close());

  test.each(faults)('$report on $name, and on the sound init', async ({ name, property, report }) => {
    const stored = named(report);
    if (stored === undefined) throw new Error(`There is no case ${report}`);
    const [faulty, held] = [await replay(lab, stored, await faultyTarget(name), TIMES), await replay(lab, stored, sound, TIMES)];
    expect([stored.case.property, faulty.verdicts]).toEqual([property, { violated: TIMES }]);
    expect(held.verdicts).toEqual({ holds: TIMES });
  });
});
