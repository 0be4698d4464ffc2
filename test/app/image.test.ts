/** Images as applications: unpacked from what `docker save` and OCI tools write, run in their own root as they say. */
import { existsSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { beforeAll, describe, expect, test } from 'vitest';
import { NONE } from '../../fuzz/app/application.ts';
import { unpackImage } from '../../fuzz/app/image.ts';
import { findInit } from '../../fuzz/app/inits.ts';
import { judge } from '../../fuzz/app/judge.ts';
import { runSchedule, wrote } from '../../fuzz/app/run.ts';
import type { Schedule } from '../../fuzz/app/schedule.ts';
import { fetchPackage } from '../../fuzz/execute/inits.ts';
import {
  COMPRESSIONS,
  type Contents,
  dockerSave,
  type Entry,
  file,
  folder,
  link,
  ociArchive,
  ociFolder,
  program,
  sha256,
  unpacked,
  USERS,
} from '../scan/images.ts';

const TRAP = `#!/bin/sh
trap 'exit 0' TERM INT
echo "who $(id -u) where $(pwd) what $WHAT"
while :; do sleep 0.02; done
`;
const CONFIG = {
  Entrypoint: ['/entry.sh'],
  User: process.geteuid?.() === 0 ? 'app' : '',
  WorkingDir: '/srv',
  Env: ['PATH=/bin', 'WHAT=tea'],
  StopSignal: 'SIGINT',
};
const STOP: Schedule = { steps: [{ ready: true }, { signal: 'SIGINT' }, { within: '10s' }] };

let base: Entry[];
beforeAll(async () => {
  const fetched = await fetchPackage('busybox-static');
  if (!fetched.ok) throw new Error(fetched.why);
  const busybox = readFileSync(join(fetched.folder, 'bin/busybox'));
  base = [
    folder('bin'),
    folder('srv'),
    program('bin/busybox', busybox),
    ...['sh', 'sleep', 'id', 'pwd'].map((name) => link(`bin/${name}`, 'busybox')),
    ...USERS,
    file('entry.sh', 'of a lower layer'),
    file('gone', 'of a lower layer'),
  ];
});

const contents = (): Contents => ({ layers: [base, [program('entry.sh', TRAP), file('.wh.gone', '')]], config: CONFIG });

describe('an image', () => {
  test.each([
    ['docker-save', () => dockerSave(contents())],
    ['OCI archive', () => ociArchive(contents(), COMPRESSIONS.gzip)],
    ['OCI folder', () => ociFolder(contents(), COMPRESSIONS.none)],
  ])('%s: runs as it says, stops as it says, and is gone', async (_, make) => {
    const { app, remove } = await unpackImage(await make(), []);
    expect(app).toMatchObject({ command: ['/entry.sh'], directory: '/srv', stop: 'SIGINT', env: { PATH: '/bin', WHAT: 'tea' } });
    expect(existsSync(join(app.root ?? '', 'gone'))).toBe(false);
    const tini = await findInit('tini');
    for (const init of [NONE, ...(tini.ok ? [tini.init] : [])]) {
      const run = await runSchedule({ ...app, ready: 'line:what tea' }, init, STOP);
      expect(wrote(run)).toContain(`who ${process.geteuid?.() === 0 ? 1000 : 0} where /srv what tea`);
      expect(judge(run, { codes: [130] }), wrote(run)).toEqual({ kind: 'held' });
    }
    await remove();
    expect(existsSync(app.root ?? '')).toBe(false);
  });

  test('a root file system stays where it is, and is not written to', async () => {
    const root = unpacked([
      ...base.filter(({ name }) => name !== 'entry.sh'),
      program('entry.sh', '#!/bin/sh\necho x > /written; exec sleep 1000\n'),
    ]);
    const { app, remove } = await unpackImage(root, ['/entry.sh']);
    const run = await runSchedule({ ...app, ready: 'file:/written' }, NONE, {
      steps: [{ ready: true }, { signal: 'SIGTERM' }, { within: '3s' }],
    });
    expect(judge(run, { codes: [143] })).toMatchObject({ kind: 'violated', problems: [{ kind: 'hangs', dropped: true }] });
    await remove();
    expect([existsSync(join(root, 'written')), existsSync(join(root, 'entry.sh'))]).toEqual([false, true]);
  });

  test('one of another architecture is refused by name', async () => {
    const path = await dockerSave(contents(), (members) => {
      const config = members.find(({ content }) => String(content).includes('"architecture":"amd64"'));
      const other = String(config?.content).replace('"amd64"', '"s390x"');
      const [before = '', after] = [config?.name, `${sha256(other)}.json`];
      return members.map((one) =>
        one === config
          ? { ...one, name: after, content: other }
          : one.name === 'manifest.json'
            ? { ...one, content: String(one.content).replace(before, after) }
            : one,
      );
    });
    await expect(unpackImage(path, [])).rejects.toThrow(/s390x/);
  });

  test('one that does not say what it runs is refused', async () => {
    await expect(unpackImage(await dockerSave({ layers: [base], config: {} }), [])).rejects.toThrow('does not say what it runs');
  });
});
