/** The shapes of the files of a state. They may be a stranger's: from a cache, from a branch. */
import { z } from 'zod';
import { isDay } from '../cases/baseline.ts';
import { type NightFinding, MOST_SEEN, type State, STATES } from './finding.ts';

/** Goes up when a reader of the old files would misunderstand the new ones. */
export const STATE_VERSION = 1;

/** Characters of a name or a sentence: a target's name may be a path. */
export const text = z.string().max(4096);
export const count = z.int().min(0);
const digest = z.string().regex(/^[0-9a-f]{64}$/);
export const id = z.string().regex(/^[0-9a-f]{8}$/);
const day = z.string().refine(isDay);
/** Below the state, and no way out of it. */
const inside = text.regex(/^found\/[^\0]+$/).refine((path) => !path.split('/').includes('..'));

const moment = z.strictObject({ night: count, date: day });

const finding = z.strictObject({
  id,
  target: text,
  property: text,
  signature: text,
  said: text,
  case: inside,
  caseId: id,
  state: z.enum(STATES),
  why: text.exactOptional(),
  first: moment,
  last: moment,
  since: moment,
  checked: moment,
  on: z.strictObject({ init: digest, contract: digest, tool: digest, kind: text }),
  rate: z.strictObject({ shown: count, runs: count }),
  seen: z.array(z.strictObject({ night: count, shown: count, runs: count })).max(MOST_SEEN),
}) satisfies z.ZodType<NightFinding>;

/** More than a person will ever look through; the file is 1 kB each. */
const MOST_FINDINGS = 10_000;

export const ledgerSchema = z.strictObject({
  v: z.literal(STATE_VERSION),
  /** The last one that was written, from 1. */
  night: count,
  /** Whether its report came out: else its news are news once more. */
  reported: z.boolean(),
  findings: z.array(finding).max(MOST_FINDINGS),
});
export type Ledger = z.infer<typeof ledgerSchema>;

/** Index of the next scenario of each target: of this seed, as this version of the generator draws it. */
export const cursorSchema = z.strictObject({
  v: z.literal(STATE_VERSION),
  targets: z.record(text, z.strictObject({ seed: count, generator: count, next: count })),
});
export type Cursor = z.infer<typeof cursorSchema>;

/** One target in one night. */
export interface HistoryLine {
  v: typeof STATE_VERSION;
  night: number;
  date: string;
  target: string;
  /** Of the package, where it comes from one. */
  release?: string;
  init: string;
  contract: string;
  tool: string;
  version: string;
  kernel: string;
  seed: number;
  from: number;
  to: number;
  scenarios: number;
  inconclusive: number;
  /** Scenarios by property and verdict. */
  verdicts: Record<string, Record<string, number>>;
  /** Findings of the target by their states. */
  states: Partial<Record<State, number>>;
  /** Of the whole night. */
  ms: number;
  replays: number;
  /** Why nothing of this target, or of this night, is called fixed. */
  void?: string;
  exit: number;
}

export const historySchema = z.strictObject({
  v: z.literal(STATE_VERSION),
  night: count,
  date: day,
  target: text,
  release: text.exactOptional(),
  init: digest,
  contract: digest,
  tool: digest,
  version: text,
  kernel: text,
  seed: count,
  from: count,
  to: count,
  scenarios: count,
  inconclusive: count,
  verdicts: z.record(text, z.record(text, count)),
  states: z.partialRecord(z.enum(STATES), count),
  ms: count,
  replays: count,
  void: text.exactOptional(),
  exit: count,
}) satisfies z.ZodType<HistoryLine>;
