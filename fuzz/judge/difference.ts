import type { Due } from './due.ts';
import type { Happened } from './happened.ts';

/** A difference between model and trace. Each kind is named by one property; one that none names is a fault of ours. */
export interface Difference {
  kind:
    | 'zombie-left'
    | 'left-early'
    | 'stays'
    | 'never-started'
    | 'becomes-command'
    | 'signal-lost'
    | 'signal-doubled'
    | 'signal-invented'
    | 'signal-passed-on'
    | 'signal-out-of-order'
    | 'stray-signal'
    | 'harmed'
    | 'terminal-foreground'
    | 'terminal-input'
    | 'terminal-settings'
    | 'other-signal'
    | 'other-life';
  slot: number;
  signal: number;
  op: number;
  /** What was due of it, and what it did: `main` + `did not get SIGTERM from the init` + `, but should` + `get it once`. */
  expected: Due;
  got: Happened;
  event: number;
  /** Where it is due of an init that sleeps on: the time-out of its sleep, ms, which is longer than its contract allows. */
  late?: number;
  /** Of an init that left while somebody whom it has to wait for was on the way out: ms that this had left. */
  leftMs?: number;
}

/** Makes a difference at the settled op that is being compared. */
export type Make = (kind: Difference['kind'], what: Pick<Difference, 'expected' | 'got'> & Partial<Difference>) => Difference;

/** Whether the init may signal a slot at all, by contract. */
export type Targets = (slot: number) => boolean;
