/** What a property says of one run. Never a boolean: a run whose conditions were not met is not a pass. */
import type { Tampering } from '../trace/trace.ts';

/**
 * One difference that is a violation of its own. `what` is constant text in kebab-case, part of the signature ('zombie-left', 'signal-
 * lost'); `detail` narrows it where that tells causes apart ('SIGUSR1'); `said` is the sentence for people, with numbers; `event` an index
 * into the trace, where the number of its events stands for the init's end. `usual`: why it is none after all, since programs of that kind
 * do so: it is told as expected.
 */
export interface Violated<What extends string = string> {
  kind: 'violated';
  what: What;
  detail?: string;
  said: string;
  event?: number;
  usual?: string;
}

/** What a property answers: one verdict, or each of its differences. */
export type Judged<What extends string = string> = Verdict<What> | readonly [Violated<What>, ...Violated<What>[]];

export type Verdict<What extends string = string> =
  | { kind: 'holds' }
  | Violated<What>
  /** The conditions for a judgement were not met in this run. */
  | { kind: 'inconclusive'; why: string }
  /** `why`: where that is more than that the run has nothing of it. */
  | { kind: 'not-applicable'; why?: string }
  /** Violated, as the target declares, or as programs of its kind do. */
  | { kind: 'expected'; reason: string; signature: string }
  /**
   * The run's record disagrees with what only the kernel can have written, so that nothing can be said of any property. `how`: each way,
   * one or more; `said` is the sentence for people. No target can declare it.
   */
  | { kind: 'tampered'; how: readonly Tampering[]; said: string };
