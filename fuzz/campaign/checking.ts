/** Known cases are replayed beside the scenarios, as many as their part of the time has room for. */
import type { KnownCases } from './known-cases.ts';
import type { Lab } from './lab.ts';
import type { TimeLimit } from './time-limit.ts';
import type { Turn } from './turns.ts';

export interface CheckingOptions {
  time: TimeLimit;
  /** Opens executors for this alone: others do not wait for a case that hangs. */
  open(): Promise<Lab>;
  /** Replays those that `next` gives, so many at a time, until it has none. */
  replayAll(next: () => Turn | undefined, lab: Lab): Promise<void>;
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
  const replay = async (turns: { next(): Turn | undefined }): Promise<void> => {
    const end = await until;
    await replayAll(() => (time.elapsed() < end ? turns.next() : undefined), await lab);
  };
  const found = replay(cases.found);
  const all = found.then(() => replay(cases.others)).then(async () => void (await (await lab).close()));
  return { ahead: cases.hasFound ? time.orAfter(time.forKnown, found) : Promise.resolve(), all };
}
