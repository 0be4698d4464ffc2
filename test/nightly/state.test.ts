import { appendFileSync, mkdirSync, readFileSync, symlinkSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { expect, test } from 'vitest';
import type { HistoryLine, Ledger } from '../../fuzz/nightly/schema.ts';
import { addHistory, readCursor, readHistory, readLedger, writeCursor, writeLedger } from '../../fuzz/nightly/state.ts';
import { readNights } from '../../fuzz/nightly/value.ts';
import { InputError } from '../../fuzz/scenario/input-error.ts';
import { temporary } from '../fixtures/temporary.ts';
import { findingOf, lineOf } from './samples.ts';

const line = (night: number): HistoryLine => lineOf(night, { target: './init-ä' });
const finding = findingOf(1, { seen: [{ night: 1, shown: 10, runs: 10 }] });
const ledger: Ledger = { v: 1, night: 1, reported: true, findings: [finding] };

test('what is written is read again; what is not there is empty', async () => {
  const folder = temporary();
  expect(await readLedger(folder)).toMatchObject({ night: 0, findings: [] });
  expect(await readCursor(folder)).toMatchObject({ targets: {} });
  expect(await readHistory(folder)).toEqual({ lines: [], odd: [] });
  await writeLedger(folder, ledger);
  await writeCursor(folder, { v: 1, targets: { tini: { seed: 7, generator: 18, next: 4096 } } });
  await addHistory(folder, [line(1)]);
  await addHistory(folder, [line(2), line(3)]);
  expect(await readLedger(folder)).toEqual(ledger);
  expect((await readCursor(folder)).targets.tini).toEqual({ seed: 7, generator: 18, next: 4096 });
  expect((await readHistory(folder)).lines).toEqual([line(1), line(2), line(3)]);
});

test('a night that is killed at any byte of its lines leaves those before, and the next one writes whole ones', async () => {
  const folder = temporary();
  const path = join(folder, 'history.ndjson');
  const whole = Buffer.from(`${JSON.stringify(line(2))}\n`);
  for (let cut = 0; cut <= whole.length; cut++) {
    writeFileSync(path, `${JSON.stringify(line(1))}\n`);
    appendFileSync(path, whole.subarray(0, cut));
    // The line end is all that it may lack.
    const survived = cut >= whole.length - 1 ? [line(1), line(2)] : [line(1)];
    const read = await readHistory(folder);
    expect([cut, read.lines]).toEqual([cut, survived]);
    await addHistory(folder, [line(3)]);
    expect([cut, await readHistory(folder)]).toEqual([cut, { lines: [...survived, line(3)], odd: [] }]);
  }
});

test('a line that is none of ours is left out, and said', async () => {
  const folder = temporary();
  writeFileSync(join(folder, 'history.ndjson'), `${JSON.stringify(line(1))}\n{"v":1}\nnonsense\n${JSON.stringify(line(2))}\n`);
  expect(await readHistory(folder)).toEqual({ lines: [line(1), line(2)], odd: [2, 3] });
  await writeLedger(folder, { ...ledger, night: 2 });
  expect((await readNights(folder)).warnings).toContainEqual(expect.stringContaining('2, 3'));
});

test.each([
  ['no JSON', '{'],
  ['a list', '[]'],
  ['null', 'null'],
  ['a later version', JSON.stringify({ ...ledger, v: 2 })],
  ['a key that is none', JSON.stringify({ ...ledger, extra: 1 })],
  ['a path that leads out', JSON.stringify({ ...ledger, findings: [{ ...finding, case: 'found/../../etc/passwd' }] })],
  ['an absolute path', JSON.stringify({ ...ledger, findings: [{ ...finding, case: '/etc/passwd' }] })],
  ['a state that is none', JSON.stringify({ ...ledger, findings: [{ ...finding, state: 'odd' }] })],
  ['a digest that is none', JSON.stringify({ ...ledger, findings: [{ ...finding, on: { ...finding.on, init: 'x' } }] })],
  ['a number below 0', JSON.stringify({ ...ledger, night: -1 })],
  ['more nights than are kept', JSON.stringify({ ...ledger, findings: [{ ...finding, seen: Array(31).fill(finding.seen[0]) }] })],
])('a ledger with %s is refused, and stays', async (_, text) => {
  const folder = temporary();
  writeFileSync(join(folder, 'ledger.json'), text);
  await expect(readLedger(folder)).rejects.toBeInstanceOf(InputError);
  expect(readFileSync(join(folder, 'ledger.json'), 'utf8')).toBe(text);
});

test('no link is followed, and nothing but a regular file is read', async () => {
  const [folder, other] = [temporary(), temporary()];
  await writeLedger(other, ledger);
  symlinkSync(join(other, 'ledger.json'), join(folder, 'ledger.json'));
  await expect(readLedger(folder)).rejects.toThrow(/symbolic link/);
  mkdirSync(join(folder, 'cursor.json'));
  await expect(readCursor(folder)).rejects.toThrow(/folder/);
  symlinkSync(join(other, 'made'), join(folder, 'history.ndjson'));
  await expect(addHistory(folder, [line(1)])).rejects.toThrow();
});

test('a report of a folder without a night says so', async () => {
  await expect(readNights(temporary())).rejects.toThrow(/no night/);
});
