import { existsSync, readdirSync, writeFileSync } from 'node:fs';
import { dirname, join } from 'node:path';
import { expect, test } from 'vitest';
import { lookUp, openBases } from '../../fuzz/supply/base.ts';
import { readBinary } from '../../fuzz/supply/binary.ts';
import { addToBase, makeEntry } from '../../fuzz/supply/entry.ts';
import { temporary } from '../fixtures/temporary.ts';
import { packaged, script } from './binaries.ts';

const binary = await readBinary(await packaged('tini'), 'tini');
const good = { kind: 'good', who: "tini's key", key: 'A', primary: 'B', made: '2020-04-19' } as const;

test('a signed binary makes an entry that says who signed it', () => {
  const entry = makeEntry({ name: 'tini', binary, sources: [], signed: good });
  expect(entry).toMatchObject({
    ok: true,
    release: { init: 'tini', version: '0.19.0', arch: 'amd64', sources: [{ by: "signature by tini's key" }] },
  });
});

test.each([
  [{ signed: { kind: 'bad', why: 'no' } as const }, /signature is bad/],
  [{}, /nobody vouches/],
  [{ signed: { kind: 'unchecked', why: 'no key' } as const, sources: ['me'] }, /unchecked/],
])('%j makes none', (input, why) => {
  const entry = makeEntry({ name: 'tini', binary, sources: [], ...input });
  expect(entry).toMatchObject({ ok: false, why: expect.stringMatching(why) as string });
});

test('what its bytes do not tell must be said', async () => {
  const own = await readBinary(script(join(temporary(), 'my-init')), 'my-init');
  expect(makeEntry({ name: 'my-init', binary: own, sources: ['me'] })).toMatchObject({
    ok: false,
    why: expect.stringContaining('--init') as string,
  });
  expect(makeEntry({ name: 'my-init', binary: own, sources: ['me'], init: 'mine' })).toMatchObject({ ok: false });
  expect(makeEntry({ name: 'my-init', binary: own, sources: ['me'], init: 'mine', version: '1' })).toMatchObject({ ok: true });
});

test('a base is made, and the same bytes get another source, not another entry', async () => {
  const file = join(temporary(), 'own', 'digests.json');
  const entry = makeEntry({ name: 'tini', binary, sources: ['me'] });
  const other = makeEntry({ name: 'tini-amd64', binary, sources: ['me', 'you'] });
  if (!entry.ok || !other.ok) throw new Error('no entry');
  await addToBase(file, entry.release, '2026-01-01');
  await addToBase(file, other.release, '2026-01-02');
  const [, own] = await openBases([file]);
  expect(own?.base.date).toBe('2026-01-02');
  expect(own?.base.releases).toMatchObject([{ files: ['tini', 'tini-amd64'], sources: [{ by: 'me' }, { by: 'you' }] }]);
  expect(lookUp(await openBases([file]), binary.digests).release?.by).toHaveLength(3);
  expect(readdirSync(dirname(file))).toEqual(['digests.json']);
});

test('a file that is no base is left as it is', async () => {
  const file = join(temporary(), 'x.json');
  writeFileSync(file, '{"version": 1}');
  const entry = makeEntry({ name: 'tini', binary, sources: ['me'] });
  if (!entry.ok) throw new Error('no entry');
  await expect(addToBase(file, entry.release, '2026-01-01')).rejects.toThrow(/`date` is missing/);
  expect(existsSync(file)).toBe(true);
});
