/**
 * The state of nights on disk. Each file is replaced as a whole, or one block of lines is added at its end: SIGKILL at any moment leaves what
 * was there before. Cases of findings are files of their own (`found/`), written as soon as something is seen: they are what is known, and the
 * ledger is what nights have said of them.
 */
import { constants } from 'node:fs';
import { open } from 'node:fs/promises';
import { join } from 'node:path';
import type { z } from 'zod';
import { readRegular } from '../base/regular-file.ts';
import { makeFolder } from '../cases/make-folder.ts';
import { writeFileAtomically } from '../cases/write-file.ts';
import { InputError, refusal } from '../scenario/input-error.ts';
import { type Cursor, cursorSchema, type HistoryLine, historySchema, type Ledger, ledgerSchema, STATE_VERSION } from './schema.ts';
import { storiesSchema, type Story } from './story-schema.ts';

/** Bytes of the ledger: its most findings. */
const MOST_LEDGER = 32 * 1024 * 1024;
/** Bytes of the history: 1,000 nights of four targets are 3 to 6 MB. */
const MOST_HISTORY = 64 * 1024 * 1024;
const MOST_CURSOR = 1024 * 1024;
/** Bytes: a story has some kB, and a picture with all its marks 20. */
const MOST_STORIES_BYTES = 16 * 1024 * 1024;

const EMPTY_LEDGER: Ledger = { v: STATE_VERSION, night: 0, reported: true, findings: [] };
const EMPTY_CURSOR: Cursor = { v: STATE_VERSION, targets: {} };

/** Undefined where the file is not there; throws an InputError for what is none of ours. */
async function textOf(path: string, most: number): Promise<string | undefined> {
  const read = await readRegular(path, { most, links: 'refused' });
  if (read.ok) return read.value.bytes.toString('utf8');
  if (read.kind === 'missing') return undefined;
  throw refusal(path, read);
}

function parse<T>(schema: z.ZodType<T>, path: string, text: string): T {
  const wrong = (why: string): InputError => new InputError('BAD_SHAPE', path, `${why}; remove the file to begin anew without it`);
  let data: unknown;
  try {
    data = JSON.parse(text);
  } catch {
    throw wrong('this is no JSON');
  }
  if ((data as { v?: unknown } | null)?.v !== STATE_VERSION) throw wrong(`this is not version ${STATE_VERSION} of a state`);
  const parsed = schema.safeParse(data);
  if (parsed.success) return parsed.data;
  const [issue] = parsed.error.issues;
  throw wrong(`${issue?.path.join('.') ?? ''}: ${issue?.message ?? 'unexpected content'}`);
}

/** What nights said of findings. Throws an InputError where that cannot be understood: it is not overwritten. */
export async function readLedger(folder: string): Promise<Ledger> {
  const path = join(folder, 'ledger.json');
  const text = await textOf(path, MOST_LEDGER);
  return text === undefined ? EMPTY_LEDGER : parse(ledgerSchema, path, text);
}

export const writeLedger = (folder: string, ledger: Ledger): Promise<void> =>
  writeFileAtomically(join(folder, 'ledger.json'), `${JSON.stringify(ledger, undefined, 1)}\n`);

/** Where nights go on; likewise. */
export async function readCursor(folder: string): Promise<Cursor> {
  const path = join(folder, 'cursor.json');
  const text = await textOf(path, MOST_CURSOR);
  return text === undefined ? EMPTY_CURSOR : parse(cursorSchema, path, text);
}

export const writeCursor = (folder: string, cursor: Cursor): Promise<void> =>
  writeFileAtomically(join(folder, 'cursor.json'), `${JSON.stringify(cursor)}\n`);

/** What is drawn of findings; likewise. */
export async function readStories(folder: string): Promise<Story[]> {
  const path = join(folder, 'stories.json');
  const text = await textOf(path, MOST_STORIES_BYTES);
  return text === undefined ? [] : parse(storiesSchema, path, text).stories;
}

export const writeStories = (folder: string, stories: readonly Story[]): Promise<void> =>
  writeFileAtomically(join(folder, 'stories.json'), `${JSON.stringify({ v: STATE_VERSION, stories })}\n`);

export interface History {
  lines: HistoryLine[];
  /** Numbers of the lines, from 1, that are none of ours. They are left out: history is for looking back. */
  odd: number[];
}

/** The nights so far, the oldest first. What a killed night has begun to write is no line, and is left out. */
export async function readHistory(folder: string): Promise<History> {
  const text = (await textOf(join(folder, 'history.ndjson'), MOST_HISTORY)) ?? '';
  const history: History = { lines: [], odd: [] };
  const lines = text.split('\n');
  // Behind the last line end.
  const begun = lines.pop();
  if (begun !== undefined && begun !== '' && isLine(begun)) lines.push(begun);
  lines.forEach((line, n) => {
    const parsed = historySchema.safeParse(jsonOf(line));
    if (parsed.success) history.lines.push(parsed.data);
    else history.odd.push(n + 1);
  });
  return history;
}

const isLine = (text: string): boolean => historySchema.safeParse(jsonOf(text)).success;

function jsonOf(text: string): unknown {
  try {
    return JSON.parse(text);
  } catch {
    return undefined;
  }
}

/**
 * Adds lines. What a killed night has begun to write is taken away before: else its part and the first new line would be one. The lines are
 * on the disk when this resolves.
 */
export async function addHistory(folder: string, lines: readonly HistoryLine[]): Promise<void> {
  const path = join(folder, 'history.ndjson');
  await makeFolder(folder);
  const before = (await textOf(path, MOST_HISTORY)) ?? '';
  const begun = before.slice(before.lastIndexOf('\n') + 1);
  const whole = begun === '' || isLine(begun);
  const file = await open(path, constants.O_RDWR | constants.O_CREAT | constants.O_NOFOLLOW | constants.O_NONBLOCK, 0o644);
  try {
    const end = Buffer.byteLength(whole ? before : before.slice(0, before.length - begun.length));
    await file.truncate(end);
    const text = `${whole && begun !== '' ? '\n' : ''}${lines.map((line) => `${JSON.stringify(line)}\n`).join('')}`;
    await file.write(text, end);
    await file.sync();
  } finally {
    await file.close();
  }
}
