/** That what was measured did its work: a fast wrong answer is no figure. */
import type { Trace } from '../../../fuzz/trace/trace.ts';

/** Throws unless the init left with `code`, and as many processes started, died and were reaped, and signals were seen. */
export function expectTrace(trace: Trace, expected: { code: number; started: number; signals: number }): void {
  const count = (kind: string): number => trace.events.filter((event) => event.kind === kind).length;
  const code = trace.exit?.how === 'exited' ? trace.exit.code : -1;
  const found = { code, started: count('started'), signals: count('signal') };
  if (JSON.stringify(found) !== JSON.stringify(expected)) {
    throw new Error(`The bench's scenario went otherwise: expected ${JSON.stringify(expected)}, got ${JSON.stringify(found)}`);
  }
}
