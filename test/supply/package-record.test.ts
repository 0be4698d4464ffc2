import { readFileSync } from 'node:fs';
import { expect, test } from 'vitest';
import { readBinary } from '../../fuzz/supply/binary.ts';
import { owningRoot } from '../../fuzz/supply/owning-root.ts';
import { apkRecord, md5In, recordOf, type Root, versionIn } from '../../fuzz/supply/package-record.ts';

const DIGESTS = { sha256: '', sha512: '', sha1: '00'.repeat(20), md5: 'a'.repeat(32) };

const root = (files: Record<string, string>): Root => ({
  read: async (path) => files[path],
  list: async (folder) =>
    Object.keys(files)
      .filter((path) => path.startsWith(`${folder}/`))
      .map((path) => path.slice(folder.length + 1)),
});

const MD5 = `${'b'.repeat(32)}  usr/share/doc/tini/usr/bin/tini\n${'a'.repeat(32)}  usr/bin/tini\n`;

test('a line of md5sums is that of the whole path, by either name of a merged folder', () => {
  expect(md5In(MD5, '/usr/bin/tini')).toBe('a'.repeat(32));
  expect(md5In(MD5, '/bin/tini')).toBe('a'.repeat(32));
  expect(md5In(MD5.trimEnd(), '/usr/bin/tini')).toBe('a'.repeat(32));
  expect(md5In(MD5, '/tini')).toBeUndefined();
  expect(md5In('', '/usr/bin/tini')).toBeUndefined();
});

test('the version is that of the package, not of one that begins alike', () => {
  const status =
    'Package: tini-extra\nVersion: 9\n\nPackage: tini\nStatus: install ok installed\nVersion: 0.19.0-1+b3\n\nPackage: z\nVersion: 3\n';
  expect(versionIn(status, 'tini')).toBe('0.19.0-1+b3');
  expect(versionIn(status, 'tin')).toBeUndefined();
});

test('dpkg: agrees, differs, knows nothing; also where there is status.d alone', async () => {
  const files = { '/var/lib/dpkg/info/tini:amd64.md5sums': MD5, '/var/lib/dpkg/status': 'Package: tini\nVersion: 1-2\n' };
  const record = { manager: 'dpkg', package: 'tini', revision: '1-2' };
  expect(await recordOf(root(files), '/usr/bin/tini', DIGESTS)).toEqual({ kind: 'agrees', ...record });
  expect(await recordOf(root(files), '/usr/bin/tini', { ...DIGESTS, md5: 'c'.repeat(32) })).toEqual({ kind: 'differs', ...record });
  expect(await recordOf(root(files), '/opt/tini', DIGESTS)).toEqual({ kind: 'none' });
  const distroless = { '/var/lib/dpkg/status.d/tini.md5sums': MD5, '/var/lib/dpkg/status.d/tini': 'Package: tini\nVersion: 1-2\n' };
  expect(await recordOf(root(distroless), '/usr/bin/tini', DIGESTS)).toEqual({ kind: 'agrees', ...record });
});

test('apk: the SHA-1 in base64 behind the file', async () => {
  const installed = `C:Q1x=\nP:musl\nV:1.2\nF:lib\nR:tini\nZ:Q1${Buffer.alloc(20, 1).toString('base64')}\n\nP:tini\nV:0.19.0-r3\nF:sbin\nR:tini\na:0:0:755\nZ:Q1${Buffer.alloc(20).toString('base64')}\n`;
  expect(apkRecord(installed, '/sbin/tini')).toMatchObject({ package: 'tini', revision: '0.19.0-r3', digest: '00'.repeat(20) });
  expect(await recordOf(root({ '/lib/apk/db/installed': installed }), '/sbin/tini', DIGESTS)).toEqual({
    kind: 'agrees',
    manager: 'apk',
    package: 'tini',
    revision: '0.19.0-r3',
  });
});

test("this machine's own shell is that of its package", async () => {
  const owner = await owningRoot('/bin/sh');
  expect(owner).toBeDefined();
  if (owner === undefined) return;
  const { digests } = await readBinary('/bin/sh', 'sh');
  expect(await recordOf(owner.root, owner.path, digests)).toMatchObject({ kind: 'agrees', manager: 'dpkg', package: 'dash' });
  expect(readFileSync('/var/lib/dpkg/status', 'utf8')).toContain('Package: dash');
});
