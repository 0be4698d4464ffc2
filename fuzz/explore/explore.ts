/** An exploration of one target: base by base. What differs from the model is confirmed and kept. */
import { checkOut } from '../campaign/check-out.ts';
import { kindIfAny, kindInfo } from '../campaign/kinds.ts';
import { canBeHeld } from '../kind/kind.ts';
import { Findings } from '../campaign/findings.ts';
import { KnownFaults } from '../campaign/known-by.ts';
import type { FoundTarget } from '../campaign/find-target.ts';
import { openLab } from '../campaign/lab.ts';
import type { Leftover } from '../execute/leftover.ts';
import type { Desk } from '../campaign/triage.ts';
import type { StoredCase } from '../cases/store.ts';
import type { Base } from './bases.ts';
import { BaseExploration, type Explored } from './explore-base.ts';
import type { Schedules } from './schedules.ts';

export interface Exploration {
  target: FoundTarget;
  bases: readonly Base[];
  corpus: readonly StoredCase[];
  jobs: number | undefined;
  out: string;
  shrink: boolean;
  /** One thing at one call; two at two; or drawn schedules of several. */
  cells: 'single' | 'pairs' | Schedules;
  desk: Omit<Desk, 'lab' | 'signal' | 'elapsed' | 'targets'>;
  signal: AbortSignal;
  /** Called now and then. */
  progress(base: Base, done: number, of: number, doing: string | undefined): void;
}

/**
 * Explores one base after the other; each is handed out when it is done. Ends early when the signal is aborted. Throws an OutError where
 * `out` takes nothing, before anything runs.
 */
export async function* explore(given: Exploration): AsyncGenerator<Explored> {
  await checkOut(given.out);
  const { target, jobs, signal, desk } = given;
  const began = performance.now();
  const elapsed = (): number => Math.round(performance.now() - began);
  const stays = ({ pid, said, fix }: Leftover): void => desk.emit({ type: 'stays', ms: elapsed(), pid, said, fix });
  const lab = await openLab([target], { jobs, stays });
  const close = (): void => void lab.close();
  signal.addEventListener('abort', close);
  const findings = new Findings({
    desk: { ...desk, lab: async () => lab, signal, elapsed, targets: [target] },
    known: new KnownFaults(given.corpus),
    width: lab.jobs,
    shrinks: given.shrink,
    left: () => Number.POSITIVE_INFINITY,
  });
  try {
    // Of what declares nothing; it is told before all else.
    const kind = await kindIfAny(lab, target);
    if (kind !== undefined) desk.emit({ type: 'kind', ms: elapsed(), ...kindInfo(target.name, kind) });
    if (kind !== undefined && !canBeHeld(kind)) return;
    for (const base of given.bases) {
      const explored = await new BaseExploration(given, base, lab, findings).all();
      if (explored === undefined) return;
      yield explored;
    }
  } finally {
    try {
      await findings.done();
    } finally {
      signal.removeEventListener('abort', close);
      await lab.close();
    }
  }
}
