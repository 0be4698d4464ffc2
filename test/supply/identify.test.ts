import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { expect, test } from 'vitest';
import { identify } from '../../fuzz/supply/identify.ts';
import { temporary } from '../fixtures/temporary.ts';
import { lookalike, NAMES, packaged, printer, script } from './binaries.ts';

const of = (path: string) => identify(readFileSync(path));

test.each(NAMES)('%s of Debian is told by its bytes, catatonit not taken for tini', async (name) => {
  const expected = {
    tini: ['tini', '0.19.0'],
    'tini-static': ['tini', '0.19.0'],
    'dumb-init': ['dumb-init', '1.2.5'],
    catatonit: ['catatonit', '0.1.7'],
  };
  const [init, version] = expected[name];
  expect(of(await packaged(name))).toEqual({ kind: 'init', init, version });
});

test.each(['/bin/sh', process.execPath])('%s is none', (path) => expect(of(path)).toEqual({ kind: 'program' }));

test('a program that only prints the version has the text alone', () =>
  expect(of(printer(join(temporary(), 'tini')))).toEqual({ kind: 'version-text', init: 'tini', version: '0.19.0' }));

test('a script with all the texts is a script', () =>
  expect(of(script(join(temporary(), 'tini')))).toEqual({ kind: 'script', interpreter: '/bin/sh' }));

test.each([
  ['0.19.0 - git.de40ad0', { git: 'de40ad0', dirty: false }],
  ['0.19.0 - git.a62d3b1-dirty', { git: 'a62d3b1', dirty: true }],
])('the commit of "%s" is read', (version, commit) =>
  expect(of(lookalike(join(temporary(), 'tini'), version))).toEqual({ kind: 'init', init: 'tini', version: '0.19.0', ...commit }),
);

test('texts without a program are nothing', () => {
  expect(identify(Buffer.from('TINI_VERBOSITY tini version 0.19.0'))).toEqual({ kind: 'other' });
  expect(identify(Buffer.alloc(0))).toEqual({ kind: 'other' });
});

test('tini from before 0.12.0 has version and commit apart', () => {
  const bytes = Buffer.from('\x7fELF\0%s (version %s%s)\0\0' + '0.10.0\0 - git.75217ef\0', 'latin1');
  expect(identify(bytes)).toEqual({ kind: 'init', init: 'tini', version: '0.10.0', git: '75217ef', dirty: false });
});

test('tini 0.6.0 to 0.11.0 has the marks of later ones as well, and its version apart', () => {
  const bytes = Buffer.from('\x7fELF\0TINI_SUBREAPER\0%s (version %s%s)\0\0' + '0.8.0\0 - git.81b02f9\0', 'latin1');
  expect(identify(bytes)).toEqual({ kind: 'init', init: 'tini', version: '0.8.0', git: '81b02f9', dirty: false });
});

test('the script of s6-overlay 3 is that of an init', () => {
  const text = '#!/bin/sh -e\nexec /package/admin/s6-overlay-3.2.3.2/libexec/s6-overlay-suexec\n';
  expect(identify(Buffer.from(text))).toEqual({ kind: 'init', init: 's6-overlay' });
});

test('a hundred megabytes of nearly a version take no longer than a search', () => {
  const bytes = Buffer.alloc(32 * 1024 * 1024, '1.1.1.');
  bytes.write('\x7fELF dumb-init is a simple process supervisor that forwards signals to children ', 'latin1');
  expect(identify(bytes)).toEqual({ kind: 'init', init: 'dumb-init' });
});
