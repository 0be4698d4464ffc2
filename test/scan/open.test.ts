/** What a folder or a file is taken for: an OCI layout that is not whole is none of a root file system. */
import { execFileSync } from 'node:child_process';
import { rmSync, symlinkSync, truncateSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { expect, test } from 'vitest';
import { temporary } from '../fixtures/temporary.ts';
import { init, ociFolder, program, unpacked } from './images.ts';
import { scan } from './scanning.ts';

const tini = await init('tini');

test.each<[string, string, (path: string) => void]>([
  ['index.json', 'it is a FIFO, no regular file', (path) => execFileSync('mkfifo', [path])],
  ['index.json', 'it is a symbolic link, no regular file', (path) => symlinkSync('/etc/shadow', path)],
  ['index.json', 'it is a folder', (path) => execFileSync('mkdir', [path])],
  ['index.json', 'there is no such file', () => {}],
  ['oci-layout', 'it is a FIFO, no regular file', (path) => execFileSync('mkfifo', [path])],
  ['oci-layout', 'there is no such file', () => {}],
  ['blobs', 'it is a symbolic link, no regular file', (path) => symlinkSync('/etc', path)],
  ['blobs', 'it is no folder', (path) => writeFileSync(path, '')],
])('a layout whose %s is not as it should be is refused: %s', async (name, why, make) => {
  const folder = await ociFolder({ layers: [[program('init', tini)]] });
  rmSync(join(folder, name), { recursive: true });
  make(join(folder, name));
  await expect(scan(folder)).rejects.toThrow(`${name} is missing in it, or no part of an OCI layout: ${why}`);
});

test('a root file system may have one name of a layout', async () => {
  const root = unpacked([program('init', tini)]);
  execFileSync('mkfifo', [join(root, 'index.json')]);
  expect((await scan(root)).kind).toBe('rootfs');
});

test('what is neither a folder nor a file is refused with its kind, and what is too large by its size', async () => {
  const folder = temporary();
  execFileSync('mkfifo', [join(folder, 'fifo')]);
  writeFileSync(join(folder, 'sparse'), '');
  truncateSync(join(folder, 'sparse'), 40 * 1024 ** 3);
  await expect(scan(join(folder, 'fifo'))).rejects.toThrow('it is a FIFO, no regular file');
  await expect(scan('/dev/zero')).rejects.toThrow('it is a character device, no regular file');
  await expect(scan('/proc/self/mem')).rejects.toThrow('it cannot be read: i/o error (EIO)');
  await expect(scan(join(folder, 'sparse'))).rejects.toThrow('its layers have more than 33792 MiB: --max-size lifts this limit');
});
