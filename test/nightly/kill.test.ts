/**
 * SIGKILL at random moments of a night: the state can be read, nobody holds the lock, and the next night tells what was found. The moments are
 * those of the day and of their number, which INITPROOF_KILLS says.
 */
import { existsSync, readdirSync } from 'node:fs';
import { join } from 'node:path';
import { setTimeout } from 'node:timers/promises';
import seedrandom from 'seedrandom';
import { beforeAll, expect, test } from 'vitest';
import { KnownCases } from '../../fuzz/campaign/known-cases.ts';
import { parseRate } from '../../fuzz/campaign/trials.ts';
import { listCases } from '../../fuzz/cases/store.ts';
import { dayOf } from '../../fuzz/cases/baseline.ts';
import { itemsOf } from '../../fuzz/nightly/items.ts';
import { takeState } from '../../fuzz/nightly/lock.ts';
import type { Ledger } from '../../fuzz/nightly/schema.ts';
import { readCursor, readHistory, readLedger } from '../../fuzz/nightly/state.ts';
import { begin, FAULTY, initproof, type Ran, setUp, SET_UP_MS } from '../cli/initproof.ts';
import { temporary } from '../fixtures/temporary.ts';
import { sideBySide } from '../measure/faulty/side-by-side.ts';
import { targetAt } from './inits.ts';

beforeAll(setUp, SET_UP_MS);

const KILLS = Number(process.env.INITPROOF_KILLS ?? 50);
/** Of these the night after is run as well. What it begins with is read of all. */
const FOLLOWED = Math.ceil(KILLS / 10);
/** Nights at once: most of one is to start, and to wait. */
const AT_ONCE = 4;
/** Two nights for each moment, on a busy machine. */
const TIMEOUT = 60_000 * (KILLS + 1);
const NIGHT = [
  'nightly',
  FAULTY,
  '--like',
  'sound',
  '--state',
  'state',
  '--no-corpus',
  '--seed',
  '1',
  '--runs',
  '120',
  '--time',
  '60s',
  '--json',
];

type Told = Record<string, unknown>;

/** Signatures that a night has said are safe on disk: of its fault, since what a busy machine shows once goes elsewhere. */
const kept = (told: readonly Told[]): string[] => {
  const all = told.flatMap(({ type, signature }) => (type === 'found' || type === 'failure' ? String(signature) : []));
  return [...new Set(all)].filter((signature) => signature.startsWith('exit-code/'));
};

const linesOf = (out: string): Told[] =>
  out.split('\n').flatMap((line) => {
    try {
      return [JSON.parse(line) as Told];
    } catch {
      // The last one of a night that was killed may be a part.
      return [];
    }
  });

async function whole(cwd: string): Promise<{ ran: Ran; ms: number }> {
  const began = performance.now();
  const ran = await initproof(NIGHT, { cwd });
  return { ran, ms: performance.now() - began };
}

/** Names with a dot in front are what a write has begun, and nobody reads. */
const filesOf = (folder: string): string[] => (existsSync(folder) ? readdirSync(folder).filter((name) => !name.startsWith('.')) : []);

/** What a night that was killed has left, and what of it the one after must tell. */
interface Left {
  cwd: string;
  about: string;
  /** Signatures that were said to be safe. */
  found: string[];
  /** Some of it was not confirmed yet. */
  unconfirmed: boolean;
  ledger: Ledger;
  next: number;
}

/** Kills a night after so many ms: all that it has said is safe can be read, by whoever comes next. */
async function killed(at: number): Promise<Left> {
  const cwd = temporary();
  const state = join(cwd, 'state');
  const child = begin(NIGHT, { cwd });
  await setTimeout(at);
  child.kill('SIGKILL');
  const { stdout } = await child;
  const found = kept(linesOf(String(stdout)));
  const about = `killed after ${at} ms`;

  const [ledger, history, cursor] = await Promise.all([readLedger(state), readHistory(state), readCursor(state)]);
  const { cases, errors } = await listCases(join(state, 'found'));
  expect([about, history.odd, errors]).toEqual([about, [], []]);
  expect([about, filesOf(state).filter((name) => !KNOWN.includes(name))]).toEqual([about, []]);
  expect([about, found.filter((signature) => !cases.some((stored) => stored.case.signature === signature))]).toEqual([about, []]);
  const taken = await takeState(state);
  expect([about, taken.ok]).toEqual([about, true]);
  if (taken.ok) await taken.release();
  // What the next night takes up: what the ledger has not is on disk, and will be new.
  const target = await targetAt(FAULTY, FAULTY);
  const items = await itemsOf(state, [target], ledger.findings);
  const there = items.map(({ before, stored }) => before?.signature ?? stored?.case.signature);
  // What was never confirmed is no item: the campaign of that night replays it (fuzz/campaign/known-cases.ts).
  const { count } = await KnownCases.read({ seed: 1, targets: [target], out: state }, []);
  expect([about, count]).toEqual([about, cases.length]);
  const unconfirmed = cases.flatMap(({ case: one }) => (parseRate(one.found?.repeats ?? '') === undefined ? [one.signature] : []));
  expect([about, found.filter((signature) => ![...there, ...unconfirmed].includes(signature))]).toEqual([about, []]);
  return { cwd, about, found, unconfirmed: unconfirmed.length > 0, ledger, next: cursor.targets[FAULTY]?.next ?? 0 };
}

const isTold = ({ ledger }: Left): boolean => ledger.night === 1 && ledger.reported;

/** The night after: what nobody was told of is told now; what was told is known; and it goes on. */
async function follow(left: Left): Promise<void> {
  const { cwd, about, found, ledger, next } = left;
  const { ran } = await whole(cwd);
  expect(ran.exit, `${about}: ${ran.err}`).toBeOneOf([0, 1]);
  const state = join(cwd, 'state');
  const after = await readLedger(state);
  const standing = (signature: string): string[] => after.findings.flatMap((one) => (one.signature === signature ? one.state : []));
  for (const signature of found)
    expect([about, signature, standing(signature)]).toEqual([about, signature, expect.arrayContaining([isTold(left) ? 'still' : 'new'])]);
  expect((await readCursor(state)).targets[FAULTY]?.next ?? 0).toBeGreaterThan(next);
  expect([after.night, after.reported]).toEqual([ledger.night + 1, true]);
}

test(
  `at ${KILLS} moments`,
  async () => {
    const random = seedrandom(`${dayOf(new Date())} ${KILLS}`);
    const first = await Promise.all(Array.from({ length: AT_ONCE }, () => whole(temporary())));
    for (const { ran } of first) expect([ran.exit, kept(linesOf(ran.out)).length > 0]).toEqual([1, true]);
    const longest = Math.max(...first.map(({ ms }) => ms));
    const moments = Array.from({ length: KILLS }, () => Math.round(random() * longest));
    const all = await sideBySide(moments, AT_ONCE, killed);
    // Those that had found something first, and of these what was not confirmed: with the others, the next night is as the first one.
    const telling = [...all].sort(
      (a, b) => b.found.length - a.found.length || Number(b.unconfirmed) - Number(a.unconfirmed) || Number(isTold(a)) - Number(isTold(b)),
    );
    await sideBySide(telling.slice(0, FOLLOWED), AT_ONCE, follow);
    const sums = {
      found: all.reduce((sum, { found }) => sum + found.length, 0),
      none: all.filter(({ found }) => found.length === 0).length,
      written: all.filter(({ ledger }) => ledger.night > 0).length,
      reported: all.filter(isTold).length,
      unconfirmed: all.filter(({ unconfirmed }) => unconfirmed).length,
    };
    expect(sums.none, 'all were killed before they had anything to lose').toBeLessThan(KILLS);
    console.info(`${KILLS} kills within ${Math.round(longest)} ms: ${JSON.stringify(sums)}`);
  },
  TIMEOUT,
);

const KNOWN = [
  'found',
  'flaky',
  'harness',
  'working',
  'pruned',
  'lock',
  'ledger.json',
  'stories.json',
  'history.ndjson',
  'cursor.json',
  'turns.json',
];
