/** Verdicts on one run: what went wrong, the worst first. */
import type { Process } from './events.ts';
import type { Run, Unjudged } from './run.ts';

export type Problem =
  /** PID 1 had not ended within its grace, and was killed. `dropped`: the kernel had dropped the signal, so that less was waited. */
  | { kind: 'hangs'; ms: number; dropped: boolean }
  /** Requests in its hands at the first signal that it never answered. */
  | { kind: 'lost'; lost: number; of: number }
  /** It ended though nobody had asked it to. */
  | { kind: 'died'; code: number }
  /** Its exit code says that it failed. */
  | { kind: 'code'; code: number }
  /** A child of its was killed, it ended, and its exit code says that all was well. */
  | { kind: 'hides-failure' }
  /** Processes alive at its end, which the kernel kills. */
  | { kind: 'left'; names: string[] }
  /** Zombies that nobody waits for, while it ran. */
  | { kind: 'zombies'; names: string[]; parents: string[] };

export type ProblemKind = Problem['kind'];

export type Verdict = { kind: 'held' } | { kind: 'violated'; problems: Problem[] } | { kind: 'open'; unjudged: Unjudged };

/** What is asked of a run. */
export interface Promised {
  /** Exit codes that say that all went well; 0 is one. */
  codes: readonly number[];
  mayFail?: boolean;
  starting?: boolean;
}

export function judge(run: Run, promise: Promised): Verdict {
  if (run.unjudged !== undefined) return { kind: 'open', unjudged: run.unjudged };
  const problems = [...ending(run, promise), ...lost(run), ...(promise.starting === true ? [] : left(run)), ...zombies(run)];
  return problems.length === 0 ? { kind: 'held' } : { kind: 'violated', problems };
}

function ending({ overdue, code, early, events }: Run, { codes, mayFail }: Promised): Problem[] {
  if (overdue !== undefined) return [{ kind: 'hangs', ms: overdue.within, dropped: overdue.dropped }];
  if (code === undefined) return [];
  const killed = events.some((event) => event.type === 'child');
  const signalled = events.some((event) => event.type === 'signal');
  if (mayFail === true && killed && !signalled) return code === 0 ? [{ kind: 'hides-failure' }] : [];
  if (early) return [{ kind: 'died', code }];
  return code === 0 || codes.includes(code) ? [] : [{ kind: 'code', code }];
}

const lost = ({ books }: Run): Problem[] =>
  books === undefined || books.lost === 0 ? [] : [{ kind: 'lost', lost: books.lost, of: books.held }];

/** Who is killed with PID 1 is its fault only where it ended by itself. */
function left({ left: alive, overdue, early }: Run): Problem[] {
  return alive.length === 0 || overdue !== undefined || early ? [] : [{ kind: 'left', names: alive.map(({ name }: Process) => name) }];
}

/** Of zombies whose parent slept, those that were there to the end: a supervisor that looks once a second is late, and waits for them. */
function zombies({ events }: Run): Problem[] {
  const last = events.findLast((event) => event.type === 'processes' && (event.why === 'end' || event.why === 'kill'));
  const isThere = (pid: number): boolean =>
    last?.type !== 'processes' || last.list.some((process) => process.pid === pid && process.state === 'Z');
  const found = events.flatMap((event) => (event.type === 'zombie' && isThere(event.pid) ? [event] : []));
  if (found.length === 0) return [];
  return [{ kind: 'zombies', names: found.map(({ name }) => name), parents: [...new Set(found.map(({ parentName }) => parentName))] }];
}
