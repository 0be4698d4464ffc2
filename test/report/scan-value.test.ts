import { readFileSync } from 'node:fs';
import { expect, test } from 'vitest';
import { isPid1, scanValue } from '../../fuzz/report/scan-value.ts';
import { ALL } from './scans.ts';

const value = JSON.parse(JSON.stringify(scanValue(ALL))) as Record<string, unknown>;

test('every field is in the README', () => {
  const text = readFileSync('fuzz/scan/README.md', 'utf8');
  const missing = [...new Set(fields(value))].filter((name) => !text.includes(`\`${name}\``));
  expect(missing).toEqual([]);
});

/** Names of all fields; what `verify --json` has too is described there. */
function fields(of: unknown): string[] {
  if (Array.isArray(of)) return of.flatMap(fields);
  if (typeof of !== 'object' || of === null) return [];
  return Object.entries(of).flatMap(([name, inner]) => [name, ...(VERIFY.includes(name) ? [] : fields(inner))]);
}
const VERIFY = ['digests', 'identity', 'elf', 'builder', 'record', 'release', 'package', 'permissions', 'signed'];

test('what a finding is about, and how to see it', () => {
  const [wrong] = value.images as { findings: object[]; inits: { path: string; isPid1: boolean }[] }[];
  expect(wrong?.findings).toContainEqual(
    expect.objectContaining({ record: 'x_INIT-catatonit-004', replay: 'initproof replay reported/dumb-init-210' }),
  );
  expect(wrong?.inits.map(({ isPid1 }) => isPid1)).toEqual([false, false]);
  expect((value.images as { inits: { isPid1: boolean }[] }[])[1]?.inits).toMatchObject([{ isPid1: true, verdict: 'known-package' }]);
});

test('of copies of one init the one at the place is PID 1; where none is at it, one with its bytes', () => {
  const one = ALL.scanned[1];
  const [init] = one?.inits ?? [];
  if (one?.pid1 === undefined || init === undefined) throw new Error('There is no init');
  const copy = { ...init, path: '/a/copy', also: [] };
  const both = { ...one, inits: [copy, init] };
  expect([isPid1(both, copy), isPid1(both, init)]).toEqual([false, true]);
  const moved = { pid1: { ...one.pid1, path: '/gone', examined: init.verified }, inits: [copy, { ...init, path: '/b/copy', also: [] }] };
  expect(moved.inits.map((each) => isPid1(moved, each))).toEqual([true, false]);
});
