/** What a property says of one run. Never a boolean: a run whose conditions were not met is not a pass. */
import type { Tampering } from '../trace/trace.ts';

export type Verdict<What extends string = string> =
  | { kind: 'holds' }
  /**
   * `what` is constant text in kebab-case, part of the signature ('zombie-left', 'signal-lost'); `detail` narrows it where that tells
   * causes apart ('SIGUSR1'); `said` is the sentence for people, with numbers; `event` an index into the trace.
   */
  | { kind: 'violated'; what: What; detail?: string; said: string; event?: number }
  /** The conditions for a judgement were not met in this run. */
  | { kind: 'inconclusive'; why: string }
  | { kind: 'not-applicable' }
  /** Violated, as the target declares. */
  | { kind: 'expected'; reason: string; signature: string }
  /**
   * The run's record disagrees with what only the kernel can have written, so that nothing can be said of any property. `how`: each way, one
   * or more; `said` is the sentence for people. No target can declare it.
   */
  | { kind: 'tampered'; how: readonly Tampering[]; said: string };
