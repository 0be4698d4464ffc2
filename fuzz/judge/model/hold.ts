/** Where the init was held, as far as it matters for what a sound one then does: from the trace. */
import type { Program } from '../../compile/program.ts';
import type { Trace } from '../../trace/trace.ts';

export interface Hold {
  /** The main child had made itself ready. */
  ready: boolean;
  /** The signals that the init had blocked or caught, by number: PID 1 gets no others (pid_namespaces(7)). */
  takes: readonly number[];
  /** The init has left before its command has run, with a code that tells of a failure. */
  refused?: true;
}

const NONE: readonly Hold[] = [];
const REFUSED = { refused: true } as const;

/** One for each placement of the program that was reached, in order. */
export function holdsOf(program: Program, trace: Trace): readonly Hold[] {
  if (!program.ops.some(({ op }) => op === 'at')) return NONE;
  const { exit, starts } = trace;
  const refused = starts === 0 && exit?.how === 'exited' && exit.code !== 0 ? REFUSED : undefined;
  let ready = false;
  const holds: Hold[] = [];
  for (const event of trace.events) {
    if (event.kind === 'started' && event.slot === 0) ready = true;
    if (event.kind === 'held') holds.push({ ready, takes: event.takes, ...refused });
  }
  return holds;
}
