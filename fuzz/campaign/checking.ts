/** Known cases are replayed beside the scenarios, as many as their part of the time has room for. */
import type { KnownCases } from './known-cases.ts';
import type { Lab } from './lab.ts';
import { DRAIN_MS, type TimeLimit } from './time-limit.ts';
import type { Turn } from './turns.ts';

export interface CheckingOptions {
  time: TimeLimit;
  /** Opens executors for this alone: others do not wait for a case that hangs. They are closed at its end. */
  open(): Promise<Lab>;
  /** Replays those that `next` gives until it has none. What runs when `over` is aborted is cut off. */
  replayAll(next: () => Turn | undefined, lab: Lab, over: AbortSignal): Promise<void>;
}

export interface Checking {
  /**
   * Resolves when scenarios may begin: what was found and not replayed since goes before them, so that it is told as what it is and as
   * small as it is; for as long as its time is.
   */
  ahead: Promise<void>;
  /** Resolves when no case is left, or no time for them. */
  all: Promise<void>;
}

export function check(cases: KnownCases, { time, open, replayAll }: CheckingOptions): Checking {
  const lab = open();
  const until = lab.then(() => time.elapsed() + time.forKnown);
  const over = new AbortController();
  const replay = async (turns: { next(): Turn | undefined }): Promise<void> => {
    const end = await until;
    await replayAll(() => (time.elapsed() < end ? turns.next() : undefined), await lab, over.signal);
  };
  const found = replay(cases.found);
  const replayed = found.then(() => replay(cases.others));
  // Executors that are busy for long would take their turns on the CPUs from the scenarios.
  const end = async (): Promise<void> => {
    await until;
    await time.orAfter(time.forKnown + DRAIN_MS, replayed);
    over.abort();
    await (await lab).close();
  };
  const all = Promise.all([replayed, end()]).then(() => {});
  return { ahead: cases.hasFound ? time.orAfter(time.forKnown, found) : Promise.resolve(), all };
}
