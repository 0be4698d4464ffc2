/** Files that are none, in every place where a command reads one: said with the kind, exit code 2, and nobody waits. */
import { execFileSync } from 'node:child_process';
import { copyFileSync, mkdirSync, symlinkSync, truncateSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { beforeAll, describe, expect, test } from 'vitest';
import { temporary } from '../fixtures/temporary.ts';
import { CASE, initproof, setUp, SET_UP_MS, SOUND } from './initproof.ts';

let cwd: string;
beforeAll(() => {
  setUp();
  cwd = temporary();
  for (const folder of ['osv', 'builds']) mkdirSync(join(cwd, folder));
  for (const name of ['1', '2']) copyFileSync(SOUND, join(cwd, 'builds', name));
  for (const name of ['fifo.yaml', 'fifo.profile.yaml', 'osv/fifo.json']) execFileSync('mkfifo', ['-m', '755', join(cwd, name)]);
  for (const name of ['huge.yaml', 'huge.profile.yaml']) {
    writeFileSync(join(cwd, name), '', { mode: 0o755 });
    truncateSync(join(cwd, name), 20 * 1024 ** 3);
  }
  for (const name of ['mem.yaml', 'mem.profile.yaml']) symlinkSync('/proc/self/mem', join(cwd, name));
  for (const name of ['self.yaml', 'self.profile.yaml']) writeFileSync(join(cwd, name), 'version: 1\nsteps: &a [*a]\n');
  writeFileSync(join(cwd, 'case.yaml'), CASE);
}, SET_UP_MS);

/** What reads a text; `#` is the file, without what its name ends with. */
const TEXTS: string[][] = [
  ['explain', '#.yaml'],
  ['replay', '#.yaml', '--target', SOUND],
  ['shrink', '#.yaml', '--target', SOUND],
  ['compare', SOUND, '--case', '#.yaml'],
  ['corpus', 'check', '#.yaml'],
  ['corpus', 'add', '#.yaml'],
  ['export', '#.yaml', '--format', 'c'],
  ['bisect', '#.yaml', '--builds', 'builds'],
  ['run', '#.yaml'],
  ['run', SOUND, '--like', '#.yaml'],
  ['explore', SOUND, '--scenario', '#.yaml'],
  ['profile', 'diff', '#.profile.yaml', SOUND],
  ['profile', 'check', SOUND, '--profile', '#.profile.yaml'],
];

/** What reads other files. */
const OTHERS: string[][] = [
  ['bisect', 'case.yaml', '--builds', '#.yaml'],
  ['scan', '#.yaml'],
  ['scan', '--dockerfile', '#.yaml'],
  ['scan', '--inspect', '#.yaml'],
  ['verify', '#.yaml'],
  ['verify', SOUND, '--signature', '#.yaml'],
  ['verify', SOUND, '--digests', '#.yaml'],
  ['digests', 'add', '#.yaml'],
  ['digests', 'add', SOUND, '--init', 'x', '--release', '1', '--source', 'me', '--to', '#.yaml'],
];

const KINDS: [name: string, said: RegExp][] = [
  ['fifo', /it is a FIFO, no regular file/],
  ['huge', /the file has 21474836480 bytes, the limit is \d+|no tar archive/],
  ['mem', /it cannot be read: i\/o error \(EIO\)/],
];

const told = async (args: readonly string[], name: string): Promise<[number | undefined, string]> => {
  const { exit, err } = await initproof(
    args.map((word) => word.replace('#', name)),
    { cwd },
  );
  return [exit, err];
};

describe.each([...TEXTS, ...OTHERS].map((args) => [args.join(' ').replace(SOUND, 'INIT'), args] as const))('%s', (_, args) => {
  test.each(KINDS)(
    '%s',
    async (name, said) => {
      expect(await told(args, name)).toEqual([2, expect.stringMatching(said)]);
    },
    60_000,
  );
});

test.each(TEXTS.map((args) => [args.join(' ').replace(SOUND, 'INIT'), args] as const))(
  '%s: an anchor that stands for itself',
  async (_, args) => {
    const [exit, err] = await told(args, 'self');
    expect([exit, err]).toEqual([
      2,
      expect.stringMatching(/:2:12 {2}\*a is part of what it stands for\n\n {2}2 \| steps: &a \[\*a\]\n +\| +\^\^$/),
    ]);
  },
);

test('a folder of advisories with a FIFO in it', async () => {
  expect(await told(['scan', '.', '--osv', 'osv'], '')).toEqual([2, 'initproof: osv/fifo.json  it is a FIFO, no regular file']);
});
