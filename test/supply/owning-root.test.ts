import { execFileSync } from 'node:child_process';
import { mkdirSync, rmSync, symlinkSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { expect, test } from 'vitest';
import { owningRoot } from '../../fuzz/supply/owning-root.ts';
import { temporary } from '../fixtures/temporary.ts';

function image(): string {
  const folder = temporary();
  mkdirSync(join(folder, 'var/lib/dpkg/info'), { recursive: true });
  mkdirSync(join(folder, 'usr/bin'), { recursive: true });
  writeFileSync(join(folder, 'usr/bin/tini-static'), 'x');
  symlinkSync('tini-static', join(folder, 'usr/bin/docker-init'));
  return folder;
}

test('the folder of an unpacked image is the root, and links are followed to the file', async () => {
  const folder = image();
  expect((await owningRoot(join(folder, 'usr/bin/docker-init')))?.path).toBe('/usr/bin/tini-static');
});

test('records that a linked folder has elsewhere are none', async () => {
  const [folder, other] = [image(), temporary()];
  mkdirSync(join(other, 'dpkg/info'), { recursive: true });
  writeFileSync(join(other, 'dpkg/status'), 'x');
  writeFileSync(join(other, 'dpkg/info/tini.md5sums'), 'x');
  rmSync(join(folder, 'var/lib/dpkg'), { recursive: true });
  symlinkSync(join(other, 'dpkg'), join(folder, 'var/lib/dpkg'));
  const owner = await owningRoot(join(folder, 'usr/bin/tini-static'));
  expect(await owner?.root.read('/var/lib/dpkg/status')).toBeUndefined();
  expect(await owner?.root.list('/var/lib/dpkg/info')).toEqual([]);
});

test("a stranger's records that are a FIFO or a link to elsewhere are none", async () => {
  const folder = image();
  execFileSync('mkfifo', [join(folder, 'var/lib/dpkg/status')]);
  symlinkSync('/etc/passwd', join(folder, 'var/lib/dpkg/info/tini.md5sums'));
  const owner = await owningRoot(join(folder, 'usr/bin/tini-static'));
  expect(await owner?.root.read('/var/lib/dpkg/status')).toBeUndefined();
  expect(await owner?.root.read('/var/lib/dpkg/info/tini.md5sums')).toBeUndefined();
  expect(await owner?.root.list('/var/lib/dpkg/info')).toEqual(['tini.md5sums']);
});
