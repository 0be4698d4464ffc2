/** The table of what must show: each packaged binary, and copies of it that are not what they say. */
import { join } from 'node:path';
import { describe, expect, test } from 'vitest';
import { openBases } from '../../fuzz/supply/base.ts';
import { readBinary } from '../../fuzz/supply/binary.ts';
import { examine, type Verified, verdictOn } from '../../fuzz/supply/verify.ts';
import { temporary } from '../fixtures/temporary.ts';
import { COPIES, lookalike, NAMES, packaged, printer, script } from './binaries.ts';

const bases = await openBases();

async function verify(path: string): Promise<Verified> {
  const { bytes, ...binary } = await readBinary(path, path);
  return verdictOn(
    { ...binary, ...examine({ ...binary, ...(bytes === undefined ? {} : { bytes }) }), file: path, record: { kind: 'none' } },
    { bases, accept: [] },
  );
}

describe.each(NAMES)('%s', (name) => {
  test('as it is packaged', async () => {
    const { verdict, accepted } = await verify(await packaged(name));
    expect([verdict.kind, accepted]).toEqual(['known-package', true]);
  });

  test.each(Object.keys(COPIES))('%s', async (copy) => {
    const to = join(temporary(), name);
    COPIES[copy]?.(name, await packaged(name), to);
    const { verdict, accepted } = await verify(to);
    expect([verdict.kind, accepted]).toEqual(['modified', false]);
    expect(verdict.why[0]).toContain('the build id of debian');
  });
});

test.each([
  ['a script named tini', script, 'unknown'],
  ['a program that prints the version of tini', printer, 'unknown'],
  ['a program with the texts of tini', (to: string) => lookalike(to, '0.19.0'), 'unknown-build'],
  ['one that says it is the release', (to: string) => lookalike(to, '0.19.0 - git.de40ad0'), 'unknown-build'],
  ['one from a changed tree', (to: string) => lookalike(to, '0.19.0 - git.de40ad0-dirty'), 'modified'],
  ['one from another commit', (to: string) => lookalike(to, '0.19.0 - git.c227c1b'), 'modified'],
])('%s', async (_, make, kind) => {
  const { verdict, accepted } = await verify(make(join(temporary(), 'tini')));
  expect([verdict.kind, accepted]).toEqual([kind, false]);
});
