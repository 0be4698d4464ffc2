import { execFileSync } from 'node:child_process';
import { appendFileSync, mkdtempSync, readdirSync, rmSync, symlinkSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, beforeEach, expect, test } from 'vitest';
import type { FoundTarget } from '../../fuzz/campaign/find-target.ts';
import { UNKNOWN } from '../../fuzz/campaign/find-target.ts';
import { BASES } from '../../fuzz/explore/bases.ts';
import { cellKey, type Settled } from '../../fuzz/explore/cells.ts';
import { Journal } from '../../fuzz/explore/journal.ts';

let out: string;
beforeEach(() => {
  out = mkdtempSync(join(tmpdir(), 'initproof-test-'));
});
afterEach(() => rmSync(out, { recursive: true }));

const target: FoundTarget = { ...UNKNOWN, name: 'init', title: '', binary: process.execPath };
const base = BASES[0]!;
const place = { after: -1, call: 'wait4', nth: 1, when: 'entry', of: 'init', index: 3 } as const;
const settled: Settled = { base: base.name, place, happening: 'SIGHUP', outcome: 'forwarded' };
const key = cellKey(place, 'SIGHUP');
const open = (): Promise<Journal> => Journal.open(out, target, base, 'single');

test('what was settled is there when it is opened again', async () => {
  const journal = await open();
  expect(journal.get(key)).toBeUndefined();
  journal.add(settled);
  await journal.flush();
  expect((await open()).get(key)).toEqual(settled);
});

test('a line that was cut off is as if it was not there', async () => {
  const journal = await open();
  journal.add(settled);
  await journal.flush();
  const folder = join(out, 'explore', 'init');
  appendFileSync(join(folder, readdirSync(folder)[0] ?? ''), '{"base":"ex');
  const next = await open();
  expect(next.get(key)).toEqual(settled);
  next.add({ ...settled, happening: 'SIGINT' });
  await next.flush();
  expect((await open()).get(cellKey(place, 'SIGINT'))).toMatchObject({ happening: 'SIGINT' });
});

test('what cannot be written is said, and written with what comes next, once it can be', async () => {
  const journal = await open();
  const folder = join(out, 'explore');
  writeFileSync(folder, '');
  journal.add(settled);
  await journal.flush();
  expect(journal.lost).toMatch(/: a part of the path is not a folder \(mkdir\)$/);
  rmSync(folder);
  journal.add({ ...settled, happening: 'SIGINT' });
  await journal.flush();
  expect(journal.lost).toBeUndefined();
  const again = await open();
  expect(['SIGHUP', 'SIGINT'].map((happening) => again.get(cellKey(place, happening))?.happening)).toEqual(['SIGHUP', 'SIGINT']);
});

test.each<[string, (path: string) => void]>([
  ['a FIFO', (path) => execFileSync('mkfifo', [path])],
  ['a symbolic link', (path) => symlinkSync('/etc/passwd', path)],
])('%s in its place is refused', async (kind, make) => {
  const journal = await open();
  journal.add(settled);
  await journal.flush();
  const folder = join(out, 'explore', 'init');
  const path = join(folder, readdirSync(folder)[0] ?? '');
  rmSync(path);
  make(path);
  await expect(open()).rejects.toThrow(`${path}  it is ${kind}, no regular file`);
});

test('another binary, or another scenario, has a journal of its own; one that is over is gone', async () => {
  const journal = await open();
  journal.add(settled);
  await journal.flush();
  expect((await Journal.open(out, { ...target, binary: '/bin/sh' }, base, 'single')).get(key)).toBeUndefined();
  expect((await Journal.open(out, target, BASES[1]!, 'single')).get(key)).toBeUndefined();
  expect((await Journal.open(out, target, base, { count: 1, depth: 3, seed: 1 })).get(key)).toBeUndefined();
  await journal.remove();
  expect((await open()).get(key)).toBeUndefined();
});
