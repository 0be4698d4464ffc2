import { readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { describe, expect, test } from 'vitest';
import { dateOf, keysOf, lookUp, openBases, parseBase, releasedFrom, SHIPPED, withBuildId } from '../../fuzz/supply/base.ts';
import { type Base, baseJsonSchema } from '../../fuzz/supply/base-schema.ts';
import { readBinary } from '../../fuzz/supply/binary.ts';
import { temporary } from '../fixtures/temporary.ts';
import { NAMES, packaged } from './binaries.ts';

const NONE = { sha256: '', sha512: '', sha1: '', md5: '' };
const shipped = await openBases();

test('targets/supply/digests.schema.json is up to date', () =>
  expect(`${JSON.stringify(baseJsonSchema(), undefined, 2)}\n`).toMatchFileSnapshot('../../targets/supply/digests.schema.json'));

describe('the shipped base', () => {
  const base = shipped[0]?.base as Base;

  test('is dated, and every digest is there once', () => {
    expect(dateOf(shipped)).toMatch(/^\d{4}-\d{2}-\d{2}$/);
    const strong = base.releases.flatMap(({ digests }) => digests.sha256 ?? []);
    expect(new Set(strong).size).toBe(strong.length);
    expect([base.releases.length, base.packages.length]).toEqual([80, 52]);
  });

  test('no package has the digest of another, and one build id stands for one file', () => {
    for (const of of [(one: Base['packages'][number]) => one.sha256, (one: Base['packages'][number]) => one.buildId]) {
      const all = base.packages.map(of).filter((one) => one !== undefined);
      expect(new Set(all).size).toBe(all.length);
    }
  });

  test.each(NAMES)('knows %s as it is fetched here', async (name) => {
    const { digests } = await readBinary(await packaged(name), name);
    expect(lookUp(shipped, digests).package).toMatchObject({ distribution: 'debian', arch: 'amd64' });
  });

  test('tini 0.19.0 is vouched for by several, its build for s390x by one alone', () => {
    const by = (sha256: string) => lookUp(shipped, { ...NONE, sha256 }).release;
    expect(by('93dcc18adc78c65a028a84799ecf8ad40c936fdfc5f2a57b1acda5a8117fa82c')?.by.length).toBeGreaterThan(3);
    expect(by('931b70a182af879ca249ae9de87ef68423121b38d235c78997fafc680ceab32d')?.by).toHaveLength(1);
  });

  test('a digest that somebody declares for tini is told for what it is', () =>
    expect(lookUp(shipped, { ...NONE, sha256: '21078849baca8c8fc0b90040d3769bf6fa2ffc7b0eb6b9e42343ed96e1cd734e' }).falseClaim).toContain(
      'chisel',
    ));

  test('a file that is known by SHA-1 alone is weakly known', () =>
    expect(lookUp(shipped, { ...NONE, sha1: 'fa23d1e20732501c3bb8eeeca423c89ac80ed452' }).release?.strong).toBe(false));

  test('of an entry with two digests both must agree', () => {
    const entry = base.releases.find(({ digests }) => digests.sha1 !== undefined && digests.sha256 !== undefined);
    const { sha256 = '', sha1 = '' } = entry?.digests ?? {};
    expect(lookUp(shipped, { ...NONE, sha256, sha1 }).release?.strong).toBe(true);
    expect(lookUp(shipped, { ...NONE, sha1 }).release).toBeUndefined();
  });

  test('commits are found by their beginning, whichever is longer', () => {
    expect(releasedFrom(shipped, 'tini', 'de40ad007797e0dcd8b7126f27bb87401d224240')).toBe('0.19.0');
    expect(releasedFrom(shipped, 'tini', 'a62d3b1')).toBeUndefined();
  });

  test('the text of each key that it names a file of is there', () => {
    const texts = keysOf(shipped).flatMap(({ path }) => (path === undefined ? [] : readFileSync(path, 'utf8')));
    expect(texts).toHaveLength(1);
    expect(texts[0]).toContain('BEGIN PGP PUBLIC KEY BLOCK');
  });

  test('a build id that nobody has is that of none', () => expect(withBuildId(shipped, '00')).toBeUndefined());
});

describe('a base of your own', () => {
  const own = (text: object): string => {
    const file = join(temporary(), 'own.json');
    writeFileSync(file, JSON.stringify(text, undefined, 1));
    return file;
  };
  const release = {
    init: 'mine',
    version: '1',
    arch: 'amd64',
    files: ['mine'],
    digests: { sha256: 'ab'.repeat(32) },
    sources: [{ by: 'me' }],
  };

  test('counts who gives it as a source', async () => {
    const bases = await openBases([own({ version: 1, date: '2026-01-01', releases: [release] })]);
    expect(lookUp(bases, { ...NONE, sha256: 'ab'.repeat(32) }).release?.by).toHaveLength(2);
  });

  test('what is wrong in it is pointed at', async () => {
    const file = own({ version: 1, date: '2026-01-01', releases: [{ ...release, digests: { sha256: 'abc' } }] });
    await expect(openBases([file])).rejects.toThrow(/own\.json:13:\d+ {2}expected a SHA-256: 64 lower-case/);
  });

  test.each([
    ['{', /no JSON/],
    ['{"version": 2, "date": "2026-01-01"}', /./],
    ['{"version": 1, "date": "today"}', /expected a date/],
    ['{"version": 1, "date": "2026-01-01", "relaeses": []}', /did you mean releases\?/],
  ])('%s is refused', (text, said) => expect(() => parseBase(text, 'own.json')).toThrow(said));
});

test('the shipped base is one record a line, so that a review sees what has changed', () => {
  const lines = readFileSync(SHIPPED, 'utf8').split('\n');
  for (const line of lines) expect(line.split('"sha256"').length).toBeLessThanOrEqual(2);
});
