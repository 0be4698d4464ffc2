/** What the inits' own tests check holds on each of them, as recorded, where the machine has them; on the sound init always. */
import { join } from 'node:path';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { type FoundTarget, findTarget } from '../../fuzz/campaign/find-target.ts';
import { shippedTargets } from '../../fuzz/campaign/target-files.ts';
import { type Lab, openLab } from '../../fuzz/campaign/lab.ts';
import { replay } from '../../fuzz/campaign/replay.ts';
import { listCases } from '../../fuzz/cases/store.ts';
import { PACKAGE_ROOT } from '../../fuzz/execute/locate.ts';

const { cases, errors } = await listCases(join(PACKAGE_ROOT, 'corpus', 'peers'));
const names = [...new Set(cases.flatMap(({ case: { expect: recorded } }) => Object.keys(recorded)))];
const found = await Promise.all(names.map((name) => findTarget(name)));
const targets: FoundTarget[] = found.flatMap((result) => (result.ok ? [result.target] : []));

let lab: Lab;
beforeAll(async () => {
  lab = await openLab(targets);
});
afterAll(() => lab.close());

const onAll = (await shippedTargets()).flatMap(({ file }) => (file.onRequest ? [] : file.name));

test('every case can be read and says what it gives on each target, or is about one that is run on request', () => {
  expect(errors).toEqual([]);
  for (const { path, case: known } of cases) {
    const told = Object.keys(known.expect);
    if (told.some((name) => onAll.includes(name))) expect([path, told]).toEqual([path, expect.arrayContaining(onAll)]);
    else expect([path, told.length]).toEqual([path, 1]);
  }
});

test.each(targets)('$name', async (target) => {
  const about = cases.filter(({ case: known }) => known.expect[target.name] !== undefined);
  const results = await Promise.all(about.map((stored) => replay(lab, stored, target, 1)));
  expect(about.length).toBeGreaterThan(0);
  expect(results.filter(({ asRecorded }) => asRecorded !== true).map(({ case: path, verdicts, said }) => [path, verdicts, said])).toEqual(
    [],
  );
});
