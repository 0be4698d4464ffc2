/**
 * SIGKILL at random moments of a night: the state can be read, nobody holds the lock, and the next night tells what was found. The moments are
 * those of the day and of their number, which INITPROOF_KILLS says.
 */
import { existsSync, readdirSync } from 'node:fs';
import { join } from 'node:path';
import { setTimeout } from 'node:timers/promises';
import seedrandom from 'seedrandom';
import { beforeAll, expect, test } from 'vitest';
import { listCases } from '../../fuzz/cases/store.ts';
import { dayOf } from '../../fuzz/cases/baseline.ts';
import { takeState } from '../../fuzz/nightly/lock.ts';
import { readCursor, readHistory, readLedger } from '../../fuzz/nightly/state.ts';
import { begin, FAULTY, initproof, type Ran, setUp, SET_UP_MS } from '../cli/initproof.ts';
import { temporary } from '../fixtures/temporary.ts';

beforeAll(setUp, SET_UP_MS);

const KILLS = Number(process.env.INITPROOF_KILLS ?? 4);
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

test(
  `at ${KILLS} moments`,
  async () => {
    const random = seedrandom(`${dayOf(new Date())} ${KILLS}`);
    const { ran, ms } = await whole(temporary());
    expect([ran.exit, kept(linesOf(ran.out)).length > 0]).toEqual([1, true]);
    const sums = { found: 0, none: 0, written: 0, reported: 0 };
    for (let n = 0; n < KILLS; n++) {
      const cwd = temporary();
      const state = join(cwd, 'state');
      const child = begin(NIGHT, { cwd });
      const at = Math.round(random() * ms);
      await setTimeout(at);
      child.kill('SIGKILL');
      const { stdout } = await child;
      const found = kept(linesOf(String(stdout)));
      const about = `killed after ${at} of ${Math.round(ms)} ms`;

      const [ledger, history, cursor] = await Promise.all([readLedger(state), readHistory(state), readCursor(state)]);
      const { cases, errors } = await listCases(join(state, 'found'));
      expect([about, history.odd, errors]).toEqual([about, [], []]);
      expect([about, filesOf(state).filter((name) => !KNOWN.includes(name))]).toEqual([about, []]);
      expect([about, found.filter((signature) => !cases.some((stored) => stored.case.signature === signature))]).toEqual([about, []]);
      const taken = await takeState(state);
      expect([about, taken.ok]).toEqual([about, true]);
      if (taken.ok) await taken.release();

      const told = ledger.night === 1 && ledger.reported;
      const next = await whole(cwd);
      expect(next.ran.exit, `${about}: ${next.ran.err}`).toBeOneOf([0, 1]);
      const after = await readLedger(state);
      const standing = (signature: string): string[] => after.findings.flatMap((one) => (one.signature === signature ? one.state : []));
      // What nobody was told of is told now; what was told is known.
      for (const signature of found)
        expect([about, signature, standing(signature)]).toEqual([about, signature, expect.arrayContaining([told ? 'still' : 'new'])]);
      expect((await readCursor(state)).targets[FAULTY]?.next ?? 0).toBeGreaterThan(cursor.targets[FAULTY]?.next ?? 0);
      expect([after.night, after.reported]).toEqual([ledger.night + 1, true]);
      sums.found += found.length;
      sums.none += found.length === 0 ? 1 : 0;
      sums.written += ledger.night;
      sums.reported += told ? 1 : 0;
    }
    console.info(`${KILLS} kills within ${Math.round(ms)} ms: ${JSON.stringify(sums)}`);
  },
  TIMEOUT,
);

const KNOWN = ['found', 'flaky', 'harness', 'working', 'pruned', 'lock', 'ledger.json', 'history.ndjson', 'cursor.json', 'turns.json'];
