/**
 * Images that mean harm: each ends in a clear error or in the right answer, within bounds of memory, and nothing is written anywhere. Peaks are
 * measured in the command itself; with INITPROOF_PEAKS=FILE they are written there as a table.
 */
import { execFileSync } from 'node:child_process';
import { appendFileSync, mkdirSync, readdirSync, readFileSync, truncateSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { gzipSync } from 'node:zlib';
import { beforeAll, expect, test } from 'vitest';
import { PACKAGE_ROOT } from '../../fuzz/execute/locate.ts';
import { temporary } from '../fixtures/temporary.ts';
import {
  COMPRESSIONS,
  dockerSave,
  type Entry,
  file,
  folder,
  init,
  link,
  ociArchive,
  ociFolder,
  ociMembers,
  program,
  sha256,
  tar,
  unpacked,
  written,
} from '../scan/images.ts';
import { initproof, setUp, SET_UP_MS } from './initproof.ts';

beforeAll(setUp, SET_UP_MS);

/** What the command may take, MiB: Node and what it loads are 100, the tree of 600,000 files 300. */
const MOST_MIB = 512;

const tini = await init('tini');
const ENTRYPOINT = { Entrypoint: ['/usr/bin/tini', '--', 'app'] };
const layered = (...layers: Entry[][]): Promise<string> => dockerSave({ layers, config: ENTRYPOINT });
const good = program('usr/bin/tini', tini);
const MIB = 1024 ** 2;

/** A tar header of one file, and of a size, which its content need not have. */
async function header(name: string, size: number): Promise<Buffer> {
  const block = (await tar([file(name, '', {})])).subarray(0, 512);
  block.write(`${size.toString(8).padStart(11, '0')}\0`, 124, 'latin1');
  return resummed(block);
}

function resummed(block: Buffer): Buffer {
  block.fill(' ', 148, 156);
  block.write(
    `${block
      .reduce((sum, one) => sum + one, 0)
      .toString(8)
      .padStart(6, '0')}\0 `,
    148,
    'latin1',
  );
  return block;
}

/** A layer of zeros, `times` 64 MiB: each stands in the archive as a piece that says so in a few KiB. */
async function bomb(compress: (bytes: Buffer) => Buffer, times: number): Promise<string> {
  const zeros = compress(Buffer.alloc(64 * MIB));
  const pieces = [compress(await header('zeros', times * 64 * MIB)), ...Array.from({ length: times }, () => zeros)];
  const stored = Buffer.concat(pieces);
  return ociArchive({ layers: [Buffer.from('what it unpacks to is told by nobody')], config: ENTRYPOINT }, () => stored);
}

/** Empty files in one layer, compressed as they are made; a name has up to 100 characters. */
function manyFiles(count: number, nameOf: (n: number) => string): Buffer {
  const pieces: Buffer[] = [];
  const block = Buffer.alloc(512 * 1000);
  for (let k = 0; k < 1000; k++) nameless.copy(block, k * 512);
  for (let n = 0; n < count; n += 1000) {
    for (let k = 0; k < 1000; k++) {
      const name = nameOf(n + k);
      block.fill(0, k * 512, k * 512 + 100);
      block.write(name, k * 512, 'latin1');
      let sum = namelessSum;
      for (let at = 0; at < name.length; at++) sum += name.charCodeAt(at);
      block.write(`${sum.toString(8).padStart(6, '0')}\0 `, k * 512 + 148, 'latin1');
    }
    pieces.push(gzipSync(block, { level: 1 }));
  }
  return Buffer.concat([...pieces, gzipSync(Buffer.alloc(1024))]);
}
const nameless = resummed((await tar([file('x')])).subarray(0, 512).fill(0, 0, 100));
const namelessSum = Number.parseInt(nameless.toString('latin1', 148, 154), 8);

const stored = (bytes: Buffer, diffId: Buffer): Promise<string> => ociArchive({ layers: [diffId], config: ENTRYPOINT }, () => bytes);
const cut = (path: string, size: number): string => {
  truncateSync(path, size);
  return path;
};
const changed = (members: Entry[], name: RegExp, content: Buffer | string): Entry[] =>
  members.map((one) => (name.test(one.name) ? { ...one, content } : one));

type Outcome = { exit: number; said: RegExp };
const refused = (said: RegExp): Outcome => ({ exit: 2, said });
const told = (said: RegExp): Outcome => ({ exit: 1, said });
const fine: Outcome = { exit: 0, said: /PID 1 {2}✓ \/usr\/bin\/tini {2}known package: tini 0\.19\.0/ };

const IMAGES: [name: string, make: () => Promise<string>, outcome: Outcome][] = [
  [
    'a name that leads out',
    () => layered([good, file('../../etc/cron.d/x', 'x')]),
    refused(/the name \.\.\/\.\.\/etc\/cron\.d\/x leads out of it/),
  ],
  ['absolute names', () => layered([program('/usr/bin/tini', tini)]), fine],
  [
    'a link out of the root',
    () => layered([link('usr', '/../../real'), program('usr/bin/tini', tini)]),
    { exit: 0, said: /✓ \/real\/bin\/tini/ },
  ],
  ['links in a circle', () => layered([link('usr/bin/tini', 'b'), link('usr/bin/b', 'tini')]), told(/its links lead in a circle/)],
  [
    'a folder in a circle',
    () => layered([link('a', 'a'), file('a/b')]),
    refused(/the folder \/a cannot be reached: its links lead in a circle/),
  ],
  [
    'a chain of 10,000 links',
    () => layered(Array.from({ length: 10_000 }, (_, n) => link(n === 0 ? 'usr/bin/tini' : `usr/bin/${n}`, String(n + 1)))),
    told(/in a circle/),
  ],
  [
    'a link that doubles',
    () => layered([...Array.from({ length: 60 }, (_, n) => link(`l${n}`, `l${n + 1}/l${n + 1}`)), link('usr/bin/tini', '/l0')]),
    told(/in a circle/),
  ],
  ['a hard link to itself', () => layered([good, link('a', 'a', 'link')]), refused(/the hard link \/a leads to \/a, which is not there/)],
  ['a hard link out', () => layered([good, link('a', '../../etc/shadow', 'link')]), refused(/leads out of it/)],
  ['gzip: 4 GiB in 4 MiB', () => bomb((bytes) => gzipSync(bytes), 64), refused(/layer 1 unpacks to more than 200 times its size/)],
  ['zstd: 64 GiB in 6 MiB', () => bomb(COMPRESSIONS.zstd, 1024), refused(/layer 1 unpacks to more than 200 times its size/)],
  [
    'zstd: a window of 2 GiB',
    () => stored(Buffer.from('28b52ffd00a8', 'hex'), Buffer.alloc(0)),
    refused(/it asks for a window of 2048 MiB/),
  ],
  ['zstd: blocks of no type', () => stored(Buffer.from('28b52ffd0058070000', 'hex'), Buffer.alloc(0)), refused(/a block of no type/)],
  ['a header of 1 GiB', async () => dockerSave({ layers: [await longHeader()] }), refused(/Header exceeds max size/)],
  [
    '10^6 files',
    async () =>
      stored(
        manyFiles(1_000_000, (n) => `d${n % 1000}/f${n}`),
        Buffer.alloc(0),
      ),
    refused(/it has more than 600000 files/),
  ],
  [
    'folders that nobody has listed',
    async () =>
      stored(
        manyFiles(50_000, (n) => `${n}/${'a/'.repeat(45)}`),
        Buffer.alloc(0),
      ),
    refused(/it has more than 600000 files/),
  ],
  [
    'names of 4,096 characters, 2,000 deep',
    () => layered([good, ...Array.from({ length: 7000 }, (_, n) => file(`${'a/'.repeat(2000)}${n}`))]),
    refused(/going through its files takes more than 12000000 steps/),
  ],
  ['names of 5,000 characters', () => layered([good, file('a'.repeat(5000))]), refused(/has more than 4096 characters/)],
  [
    'whiteouts of all, 200 times',
    () => layered([good, ...many(50_000)], ...Array.from({ length: 200 }, () => [file('many/.wh..wh..opq'), ...many(10)])),
    fine,
  ],
  [
    'a layer that is cut off',
    async () => layered([good]).then((path) => cut(path, 20_000)),
    refused(/the archive is damaged: Unexpected end of data/),
  ],
  [
    'gzip that is cut off',
    async () => stored(gzipSync(await tar([good])).subarray(0, 5000), await tar([good])),
    refused(/layer 1 is damaged: unexpected end of file/),
  ],
  [
    'zstd that is cut off',
    async () => stored(COMPRESSIONS.zstd(await tar([good])).subarray(0, 5000), await tar([good])),
    refused(/layer 1 is damaged: (?:it ends in the middle of a frame|unexpected EOF)/),
  ],
  ['gzip that is damaged', async () => stored(damaged(gzipSync(await tar([good]))), await tar([good])), refused(/layer 1 is damaged/)],
  [
    'a layer of something else',
    async () => stored(Buffer.alloc(5000, 'x'), Buffer.alloc(5000, 'x')),
    refused(/layer 1 is damaged: Invalid tar header/),
  ],
  ['a size of 2^60', async () => dockerSave({ layers: [await hugeSize()] }), refused(/layer 1 is damaged/)],
  [
    'files behind the end',
    async () => dockerSave({ layers: [Buffer.concat([await tar([good]), await tar([good])])], config: ENTRYPOINT }),
    refused(/there are files behind its end/),
  ],
  ['a file twice', () => layered([program('usr/bin/tini', 'first'), good]), fine],
  [
    'a member of the archive twice',
    () => dockerSave({ layers: [[good]] }, (all) => [...all, ...all.slice(-1)]),
    refused(/it has \/manifest\.json twice/),
  ],
  ['devices', () => layered([good, { name: 'disk', type: 'block-device', devmajor: 8, devminor: 0 }]), told(/\/disk is a device/)],
  [
    'a device in the archive',
    () => dockerSave({ layers: [[good]] }, (all) => [...all, { name: 'x', type: 'character-device' }]),
    refused(/it has a device, \/x/),
  ],
  [
    'a layer that is a link to a file of this machine',
    () => dockerSave({ layers: [[good]] }, (all) => [link('layer0/layer.tar', '/etc/passwd'), ...all.slice(1)]),
    refused(/layer0\/layer\.tar is missing in it/),
  ],
  ['a blob that is a link to a file of this machine', linkedBlob, refused(/is missing in it/)],
  [
    'a blob that is another',
    async () => written('x.tar', await tar(changed(await ociMembers({ layers: [[good]] }), /^blobs/, 'x'))),
    refused(/is not what it is named by/),
  ],
  [
    'a layer that is another',
    async () => dockerSave({ layers: [[good]] }, (all) => changed(all, /layer\.tar/, Buffer.alloc(1024))),
    refused(/layer 1 is not what the image declares/),
  ],
  [
    'a configuration that is another',
    () => dockerSave({ layers: [[good]] }, (all) => changed(all, /^[0-9a-f]{64}\.json/, '{}')),
    refused(/is not what it is named by/),
  ],
  [
    'a manifest of 5 MiB',
    () => dockerSave({ layers: [[good]] }, (all) => changed(all, /^manifest/, ' '.repeat(5 * MIB))),
    refused(/manifest\.json has 5242880 bytes/),
  ],
  [
    'a manifest that is deep',
    () => dockerSave({ layers: [[good]] }, (all) => changed(all, /^manifest/, '['.repeat(2 * MIB))),
    refused(/manifest\.json is no JSON/),
  ],
  [
    'names that write on the terminal',
    () => layered([good, { name: 'a\x1b]0;x\x07', type: 'block-device' }]),
    told(/\/a\\x1b\]0;x\\x07 is a device/),
  ],
  ['sparse files', () => layered([good, file('s', '', { pax: { 'GNU.sparse.major': '1' } })]), refused(/is stored as a sparse file/)],
  ['a FIFO as a root', fifoRoot, told(/it is a fifo/)],
];

const many = (count: number): Entry[] => Array.from({ length: count }, (_, n) => file(`many/${n}`));

async function longHeader(): Promise<Buffer> {
  const block = await header('PaxHeader', 2 ** 30);
  block.write('x', 156, 'latin1');
  return Buffer.concat([resummed(block), Buffer.alloc(MIB)]);
}

async function hugeSize(): Promise<Buffer> {
  const block = await header('x', 0);
  block.fill(0, 124, 136);
  block[124] = 0x80;
  block.writeBigUInt64BE(2n ** 60n, 128);
  return Buffer.concat([resummed(block), Buffer.alloc(MIB)]);
}

function damaged(bytes: Buffer): Buffer {
  bytes.fill(0xff, 4000, 4010);
  return bytes;
}

async function linkedBlob(): Promise<string> {
  const root = await ociFolder({ layers: [[good]] });
  const layer =
    readdirSync(join(root, 'blobs/sha256')).find((name) => readFileSync(join(root, 'blobs/sha256', name)).readUInt32LE() === 0xfd2fb528) ??
    '';
  execFileSync('ln', ['-sf', '/etc/passwd', join(root, 'blobs/sha256', layer)]);
  return root;
}

async function fifoRoot(): Promise<string> {
  const root = unpacked([folder('usr/bin')]);
  execFileSync('mkfifo', ['-m', '755', join(root, 'usr/bin/tini')]);
  writeFileSync(join(root, '..', `${sha256(root)}.json`), JSON.stringify({ Config: { Entrypoint: ['/usr/bin/tini'] } }));
  return root;
}

interface Ran {
  exit: number | undefined;
  text: string;
  mib: number;
}

async function scanned(path: string): Promise<Ran> {
  const cwd = temporary();
  mkdirSync(join(cwd, 'tmp'));
  const peak = join(temporary(), 'peak');
  const env = { TMPDIR: join(cwd, 'tmp'), PEAK_FILE: peak, NODE_OPTIONS: `--import=${join(PACKAGE_ROOT, 'test/cli/peak-memory.mjs')}` };
  const inspect = join(path, '..', `${sha256(path)}.json`);
  const more = readdirSync(join(path, '..')).includes(`${sha256(path)}.json`) ? ['--inspect', inspect] : [];
  const { exit, out, err } = await initproof(['scan', path, ...more], { cwd, env });
  expect([readdirSync(cwd), readdirSync(join(cwd, 'tmp'))]).toEqual([['tmp'], []]);
  return { exit, text: `${out}\n${err}`, mib: Math.round(Number(readFileSync(peak, 'utf8')) / 1024) };
}

test.each(IMAGES)('%s', async (name, make, { exit, said }) => {
  const ran = await scanned(await make());
  const { INITPROOF_PEAKS: peaks } = process.env;
  if (peaks !== undefined) appendFileSync(peaks, `| ${name} | ${ran.exit} | ${ran.mib} |\n`);
  expect(ran.text).toMatch(said);
  expect(ran.text).not.toContain('internal error in initproof');
  // biome-ignore lint/suspicious/noControlCharactersInRegex: that is what must not be there
  expect(ran.text).not.toMatch(/[\x00-\x09\x0b-\x1f\x7f]/);
  expect(ran.exit).toBe(exit);
  expect(ran.mib).toBeLessThan(MOST_MIB);
});
