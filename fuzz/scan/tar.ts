/** Entries of a tar archive, by tar-stream; what readers of archives disagree on is refused. */
import { Readable } from 'node:stream';
import { pipeline } from 'node:stream/promises';
import { extract, type Header } from 'tar-stream';
import { type Budget, isOurs, refuse } from './budget.ts';
import { EndMarks } from './end-marks.ts';
import type { Chunks } from './unpack.ts';
import { printable } from '../base/printable.ts';

export type EntryType = 'file' | 'directory' | 'symlink' | 'link' | 'device' | 'fifo';

export interface TarEntry {
  /** From the root of the archive, with a slash in front, without `.` and doubled slashes: `/usr/bin/tini`; `/` itself. */
  path: string;
  type: EntryType;
  /** Permissions. */
  mode: number;
  uid: number;
  gid: number;
  size: number;
  /** Where its content is in the archive, bytes. */
  offset: number;
  /** Of a symbolic link as it is written, of a hard link as `path`. */
  target?: string;
}

/** tar-stream tells the place of the content too; its types do not. */
type Placed = Header & { byteOffset: number };

/** What is done with an entry. A promise is waited for; content that is not read is skipped. */
export type OnEntry = (entry: TarEntry, content: Readable) => Promise<void> | undefined;

const TYPES: Readonly<Record<string, EntryType>> = {
  file: 'file',
  'contiguous-file': 'file',
  directory: 'directory',
  symlink: 'symlink',
  link: 'link',
  'character-device': 'device',
  'block-device': 'device',
  fifo: 'fifo',
};

/** PATH_MAX of Linux. */
const LONGEST_PATH = 4096;

/** Goes through the archive `name`; ends in an InputError where it is damaged, cut off or hostile. */
export async function readTar(chunks: Chunks, name: string, budget: Budget, onEntry: OnEntry): Promise<void> {
  const marks = new EndMarks();
  const extractor = extract();
  let failed: Error | undefined;
  const fail = (error: Error): void => {
    failed ??= error;
    extractor.destroy(error);
  };
  extractor.on('entry', (read, stream, next) => {
    const header = read as Placed;
    stream.on('error', () => {});
    try {
      const { offset } = stream as unknown as { offset: number };
      if (marks.isBehind(offset, header.byteOffset, header.type === 'directory' ? 0 : (header.size ?? 0)))
        throw new Error('there are files behind its end');
      const done = onEntry(toEntry(header, budget), stream as unknown as Readable);
      if (done === undefined) skip(stream as unknown as Readable, next);
      else done.then(() => skip(stream as unknown as Readable, next), fail);
    } catch (error) {
      fail(error as Error);
    }
  });
  await pipeline(Readable.from(watched(chunks, marks)), extractor as unknown as NodeJS.WritableStream).catch(fail);
  if (failed !== undefined) throw isOurs(failed) ? failed : refuse(budget.image, `${name} is damaged: ${failed.message}`);
}

function skip(stream: Readable, next: () => void): void {
  stream.resume();
  next();
}

async function* watched(chunks: Chunks, marks: EndMarks): AsyncGenerator<Uint8Array> {
  for await (const chunk of chunks) {
    marks.push(chunk);
    yield chunk;
  }
}

function toEntry(header: Placed, budget: Budget): TarEntry {
  const type = TYPES[header.type ?? ''];
  const shown = printable(header.name);
  if (type === undefined) throw new Error(`${shown} is of a kind that no image has`);
  const size = header.size ?? 0;
  if (size > 0 && type !== 'file' && type !== 'directory') throw new Error(`${shown} is a ${type} with content`);
  if (Object.keys(header.pax ?? {}).some((key) => key.startsWith('GNU.sparse'))) throw new Error(`${shown} is stored as a sparse file`);
  budget.spend('entries', 1);
  budget.spend('names', header.name.length + (header.linkname?.length ?? 0));
  if ((header.linkname?.length ?? 0) > LONGEST_PATH)
    throw new Error(`the link ${shown} leads to a name of more than ${LONGEST_PATH} characters`);
  const target = targetOf(type, header.linkname ?? '');
  return {
    path: pathOf(header.name),
    type,
    mode: (header.mode ?? 0) & 0o7777,
    uid: header.uid ?? 0,
    gid: header.gid ?? 0,
    size: type === 'file' ? size : 0,
    offset: header.byteOffset,
    ...(target === undefined ? {} : { target }),
  };
}

function targetOf(type: EntryType, linkname: string): string | undefined {
  if (type === 'symlink') return linkname;
  return type === 'link' ? pathOf(linkname) : undefined;
}

/** Runtimes put every name below the root, and refuse one that would climb out of it. */
function pathOf(name: string): string {
  if (name.length > LONGEST_PATH) throw new Error(`the name ${printable(name.slice(0, 40))} has more than ${LONGEST_PATH} characters`);
  if (name.includes('\0')) throw new Error(`the name ${printable(name)} has a zero in it`);
  const parts = name.split('/').filter((part) => part !== '' && part !== '.');
  if (parts.includes('..')) throw new Error(`the name ${printable(name)} leads out of it`);
  return `/${parts.join('/')}`;
}
