import { readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { expect, test } from 'vitest';
import { type BaselineEntry, caseOfEntry, isDay, isInForce, readBaseline, writeBaseline } from '../../fuzz/cases/baseline.ts';
import { readScenario } from '../../fuzz/index.ts';
import { InputError } from '../../fuzz/scenario/input-error.ts';
import { temporary } from '../fixtures/temporary.ts';

const scenario = readScenario('version: 1\nlaunch: {ignored: [SIGCHLD]}\nsteps:\n  - {exit: {actor: main, code: 200}}\n', 'test');
const entry: BaselineEntry = {
  target: './my-init',
  property: 'exit-code',
  signature: 'exit-code/wrong-status:exit',
  reason: 'see #12',
  owner: 'ada',
  since: '2026-11-30',
  until: '2027-01-31',
  scenario,
};

test('what is written is read again', async () => {
  const path = join(temporary(), 'sub', 'baseline.yaml');
  const { owner: _, ...other } = entry;
  await writeBaseline(path, [entry, { ...other, target: 'tini', scenario: readScenario('version: 1', 'test') }]);
  expect(await readBaseline(path)).toEqual([entry, { ...other, target: 'tini', scenario: readScenario('version: 1', 'test') }]);
});

test('it is in force from its first day to its last', () => {
  expect(['2026-11-29', '2026-11-30', '2027-01-31', '2027-02-01'].map((day) => isInForce(entry, day))).toEqual([false, true, true, false]);
});

test('days are those of the calendar', () => {
  expect(['2026-02-28', '2028-02-29'].every(isDay)).toBe(true);
  expect(['2026-02-29', '2026-13-01', '2026-1-1', 'tomorrow', '2026-01-01T00:00'].some(isDay)).toBe(false);
});

test('the case of an entry says that the target is at fault', () => {
  expect(caseOfEntry(entry, 'b.yaml')).toMatchObject({
    path: 'b.yaml',
    case: { expect: { './my-init': 'violated' }, signature: entry.signature },
  });
});

test.each([
  ['a key that is none', (text: string) => text.replace('reason:', 'raeson:'), /raeson/],
  ['a day that is none', (text: string) => text.replace('2027-01-31', '2027-02-31'), /2026-01-31/],
  ['an actor that is none', (text: string) => text.replace('actor: main', 'actor: nobody'), /nobody/],
  ['tampering, which nobody can accept', (text: string) => text.replace('property: exit-code', 'property: tampered'), /tampering/],
  ['a later version', (text: string) => text.replace('version: 1', 'version: 2'), /version/],
])('%s is refused with its line', async (_, spoil, said) => {
  const path = join(temporary(), 'baseline.yaml');
  await writeBaseline(path, [entry]);
  const text = readFileSync(path, 'utf8');
  expect(spoil(text)).not.toBe(text);
  writeFileSync(path, spoil(text));
  const error = await readBaseline(path).catch((caught: unknown) => caught);
  expect(error).toBeInstanceOf(InputError);
  expect(String((error as Error).message)).toMatch(said);
  expect((error as InputError).line).toBeGreaterThan(0);
});
