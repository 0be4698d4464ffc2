/** Images as they are stored in each way: what PID 1 is, which inits there are, what of them is seen. */
import { describe, expect, test } from 'vitest';
import {
  COMPRESSIONS,
  type Contents,
  dockerSave,
  file,
  init,
  link,
  ociArchive,
  ociFolder,
  program,
  tar,
  USERS,
  unpacked,
} from './images.ts';
import { rules, scan } from './scanning.ts';

const tini = await init('tini');
const dumbInit = await init('dumb-init');

const CONTENTS: Contents = {
  layers: [
    [...USERS, program('usr/bin/dumb-init', dumbInit), program('usr/bin/tini', dumbInit)],
    [program('usr/bin/tini', tini), link('sbin', 'usr/bin'), file('usr/bin/.wh.dumb-init')],
  ],
  config: { Entrypoint: ['tini', '--'], Cmd: ['app'], User: 'app', Env: ['PATH=/sbin:/bin'] },
};

describe.each([
  ['docker-save', () => dockerSave(CONTENTS)],
  ['oci-archive', () => ociArchive(CONTENTS)],
  ['oci-archive', () => ociArchive(CONTENTS, COMPRESSIONS.gzip)],
  ['oci-directory', () => ociFolder(CONTENTS)],
  ['oci-directory', () => ociFolder(CONTENTS, COMPRESSIONS.none)],
])('%s', (kind, make) => {
  test('PID 1 is found through PATH, a link and two layers; what a layer took away is gone', async () => {
    const scanned = await scan(await make());
    expect(scanned.kind).toBe(kind);
    expect(scanned.pid1).toMatchObject({ kind: 'init', path: '/usr/bin/tini' });
    expect(scanned.inits.map(({ path, verified }) => [path, verified.verdict.kind, verified.identity])).toEqual([
      ['/usr/bin/tini', 'known-package', { kind: 'init', init: 'tini', version: '0.19.0' }],
    ]);
    expect(scanned.findings.filter(({ level }) => level !== 'note')).toEqual([]);
  });
});

test('a root file system has inits, and with an inspected container PID 1', async () => {
  const root = unpacked([...USERS, program('usr/bin/tini', tini), link('entry', '/usr/bin/tini'), program('opt/d', dumbInit)]);
  expect((await scan(root)).inits.map(({ path }) => path)).toEqual(['/opt/d', '/usr/bin/tini']);
  const config = { entrypoint: ['/entry'], cmd: [], path: '/bin', user: 'app', workingDir: '/' };
  const { pid1 } = await scan(root, { config });
  // The link is absolute: it is one in the root, and never /usr/bin/tini of this machine.
  expect(pid1).toMatchObject({ kind: 'init', path: '/usr/bin/tini' });
});

test('hard links are names of one file', async () => {
  const layer = [program('a', tini), link('b', 'a', 'link')];
  const { inits, pid1 } = await scan(await dockerSave({ layers: [layer], config: { Entrypoint: ['/b'] } }));
  expect(inits.map(({ path, also }) => [path, also])).toEqual([['/a', ['/b']]]);
  expect(pid1?.kind).toBe('init');
});

test("a package's own record is asked: it agrees, or not", async () => {
  const own = Buffer.from(tini);
  own[own.length - 1] = 1;
  const { createHash } = await import('node:crypto');
  const md5 = createHash('md5').update(own).digest('hex');
  const records = (digest: string): Contents => ({
    layers: [
      [
        program('usr/bin/tini', own),
        file('var/lib/dpkg/status', 'Package: tini\nVersion: 0.19.0-9\n\n'),
        file('var/lib/dpkg/info/tini.md5sums', `${digest}  usr/bin/tini\n`),
        file('var/lib/dpkg/info/other.md5sums', `${digest}  usr/bin/other\n`),
      ],
    ],
  });
  const record = async (digest: string) => (await scan(await dockerSave(records(digest)))).inits[0]?.verified.record;
  expect(await record(md5)).toEqual({ kind: 'agrees', manager: 'dpkg', package: 'tini', revision: '0.19.0-9' });
  expect(await record('0'.repeat(32))).toMatchObject({ kind: 'differs' });
});

test('s6-overlay has its version in a path, and its defects by that', async () => {
  const script = '#!/bin/sh -e\n# s6-overlay-suexec\nexec /package/admin/s6-overlay-3.1.6.2/libexec/preinit\n';
  const layer = [program('init', script), file('package/admin/s6-overlay-3.1.6.2/etc/x')];
  const scanned = await scan(await dockerSave({ layers: [layer], config: { Entrypoint: ['/init'] } }));
  expect(scanned.inits[0]?.verified.identity).toMatchObject({ init: 's6-overlay', version: '3.1.6.2' });
  expect(scanned.findings.map(({ record }) => record)).toContain('x_INIT-s6-overlay-003');
});

test('known defects come with the case that shows them', async () => {
  const { findings } = await scan(await dockerSave({ layers: [[program('init', await init('catatonit'))]] }));
  expect(findings.find(({ record }) => record === 'x_INIT-catatonit-004')).toMatchObject({
    rule: 'known-defect',
    case: 'reported/dumb-init-210',
  });
});

test('the same record of several files is told once', async () => {
  const { findings } = await scan(await dockerSave({ layers: [[program('a', tini), program('b', tini)]] }));
  expect(findings.filter(({ record }) => record === 'x_INIT-tini-007')).toMatchObject([{ path: '/a', also: ['/b'] }]);
});

test('a copy with one byte changed is an error', async () => {
  const own = Buffer.from(tini);
  own[own.indexOf('Usage: ')] = 0x75;
  expect(rules(await scan(await dockerSave({ layers: [[program('usr/bin/tini', own)]] })))).toContain('modified-init');
});

test('an archive of two images asks which', async () => {
  const layer = await tar([program('tini', tini)]);
  const path = await dockerSave({ layers: [layer] }, (members) =>
    members.map((one) => {
      if (one.name !== 'manifest.json') return one;
      const [first] = JSON.parse(String(one.content)) as [{ RepoTags: string[] }];
      return { ...one, content: JSON.stringify([first, { ...first, RepoTags: ['app:2'] }]) };
    }),
  );
  await expect(scan(path)).rejects.toThrow('it holds 2 images: say which with --name, of app:1.2, app:2');
  expect((await scan(path, { name: 'app:2' })).reference).toBe('app:2');
});
