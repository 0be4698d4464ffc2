import { describe, expect, test } from 'vitest';
import { openBases } from '../../fuzz/supply/base.ts';
import type { Base, Release } from '../../fuzz/supply/base-schema.ts';
import { accepted, type Evidence, judge, VERDICTS } from '../../fuzz/supply/verdict.ts';

const bases = await openBases();
const { packages, lookalikes } = bases[0]?.base as Base;
const packagedTini = packages.find(({ buildId }) => buildId !== undefined);
const release: Release = { init: 'tini', version: '0.19.0', arch: 'amd64', files: ['tini'], digests: {}, sources: [] };
const tini = { kind: 'init', init: 'tini', version: '0.19.0' } as const;
const nothing: Evidence = { known: {}, identity: { kind: 'program' }, elf: { kind: 'none' }, record: { kind: 'none' } };
const good = { kind: 'good', who: "tini's key", key: 'A', primary: 'B', made: '2020-04-19' } as const;
const agrees = { kind: 'agrees', manager: 'apk', package: 'tini', revision: '0.19.0-r3' } as const;
const elf = { kind: 'elf', arch: 'amd64', linked: 'static', stripped: true, buildId: packagedTini?.buildId ?? '' } as const;

const ROWS: [string, Partial<Evidence>, string, RegExp][] = [
  ['two sources', { known: { release: { release, by: ['a', 'b'], strong: true } } }, 'known-good', /by a and b/],
  ['a package', { known: { package: packages[0] as Base['packages'][number] } }, 'known-package', /^the file of debian bullseye/],
  ['a good signature', { identity: tini, signed: good }, 'known-good', /signed by tini's key/],
  ['one source', { known: { release: { release, by: ['a'], strong: true } } }, 'single-source', /alone/],
  ['two sources, SHA-1', { known: { release: { release, by: ['a', 'b'], strong: false } } }, 'single-source', /SHA-1 only/],
  [
    'a fork that is known',
    { known: { lookalike: lookalikes.find(({ kind }) => kind === 'changed') as Base['lookalikes'][number] } },
    'modified',
    /seen in/,
  ],
  [
    'a rebuild that is known',
    { known: { lookalike: lookalikes.find(({ kind }) => kind === 'rebuild') as Base['lookalikes'][number] } },
    'unknown-build',
    /seen in/,
  ],
  ['a known build id and other bytes', { identity: tini, elf }, 'modified', /the build id of debian/],
  [
    "another file than the package's",
    { identity: tini, record: { ...agrees, kind: 'differs' } },
    'modified',
    /apk has recorded other bytes/,
  ],
  ['a changed tree', { identity: { ...tini, git: 'de40ad0', dirty: true } }, 'modified', /git\.de40ad0-dirty/],
  ['a commit of no release', { identity: { ...tini, git: 'a62d3b1', dirty: false } }, 'modified', /nothing was released/],
  ['the commit of another release', { identity: { ...tini, git: 'fec3683', dirty: false } }, 'modified', /that of 0\.18\.0/],
  ['the commit of the release', { identity: { ...tini, git: 'de40ad0', dirty: false } }, 'unknown-build', /only the texts/],
  ['texts alone', { identity: tini }, 'unknown-build', /only the texts/],
  ['a record that agrees', { identity: tini, record: agrees }, 'unknown-build', /only the texts/],
  [
    'a version text alone',
    { identity: { kind: 'version-text', init: 'tini', version: '0.19.0' } },
    'unknown',
    /nothing else that tini has/,
  ],
  ['a script', { identity: { kind: 'script', interpreter: '/bin/sh' } }, 'unknown', /run by \/bin\/sh/],
  ['a program', {}, 'unknown', /no init/],
  ['no program', { identity: { kind: 'other' } }, 'unknown', /no program/],
];

describe('verdict', () => {
  test.each(ROWS)('%s', (_, evidence, kind, why) => {
    const verdict = judge({ ...nothing, ...evidence }, bases);
    expect(verdict.kind).toBe(kind);
    expect(verdict.why[0]).toMatch(why);
  });

  test('each is come to by some row', () => expect(new Set(ROWS.map(([, , kind]) => kind))).toEqual(new Set(VERDICTS)));
});

describe('what passes', () => {
  const { record, ...rest } = nothing;
  test.each([
    ['known-good', [], true],
    ['known-package', [], true],
    ['single-source', [], false],
    ['unknown-build', [], false],
    ['modified', [], false],
    ['unknown', [], false],
    ['single-source', ['single-source'], true],
    ['unknown-build', ['recorded'], false],
    ['unknown-build', ['unknown-build'], true],
    ['modified', ['single-source', 'recorded', 'unknown-build', 'unknown'], false],
  ] as const)('%s with --accept %j: %s', (kind, accept, passes) => {
    expect(accepted({ kind, what: '', why: [] }, { ...rest, record }, accept)).toBe(passes);
  });

  test('an unknown build that its record agrees with, where that is asked for', () =>
    expect(accepted({ kind: 'unknown-build', what: '', why: [] }, { record: agrees }, ['recorded'])).toBe(true));

  test('a signature that was given and is not good stops everything', () =>
    expect(accepted({ kind: 'known-good', what: '', why: [] }, { record, signed: { kind: 'bad', why: '' } }, [])).toBe(false));
});
