/** Whether one build shows a case's fault: it is run until it does, or often enough. */
import type { StoredCase } from '../cases/store.ts';
import { NotExecutableError } from '../execute/harness-error.ts';
import { judgementsOn, mostTelling, TAMPERED } from '../judge/fault.ts';
import type { Build } from './builds.ts';
import type { Examined } from './examination.ts';
import type { FoundTarget } from './find-target.ts';
import { type Lab, withLab } from './lab.ts';

/** `runs` are those with a verdict. `clean`: it has not shown. `unjudged`: `why` it cannot be told; `interrupted`: it was to stop. */
export type Tried = { build: string; index: number; runs: number; shown: number } & (
  | { outcome: 'shows' | 'clean' | 'interrupted' }
  | { outcome: 'unjudged'; why: string }
);

export interface Trying {
  stored: StoredCase;
  /** The build at a path as a target: with the arguments, contract and deviations of its release. */
  like(binary: string): Promise<FoundTarget>;
  jobs: number | undefined;
  signal: AbortSignal;
}

/** `tampered`: with its record, and that is not what is looked for. */
type Run = { kind: 'shows' | 'clean' | 'closed' } | { kind: 'unjudged'; why: string } | { kind: 'tampered'; why: string };

/**
 * Runs a build up to `tries` times. `all`: it goes on when the fault has shown, for a rate. Runs without a verdict do not count; where they
 * are as many as were to be judged the build is `unjudged`. So is one that has tampered with the record of a run, at once: what its other
 * runs say is no evidence that it is without the fault. Rejects where this machine cannot run it.
 */
export async function tryBuild(trying: Trying, index: number, build: Build, tries: number, all = false): Promise<Tried> {
  const counts = { build: build.name, index, runs: 0, shown: 0 };
  if (trying.signal.aborted) return { ...counts, outcome: 'interrupted' };
  const target = { ...(await trying.like(build.binary)), name: build.name, binary: build.binary };
  return withLab([target], { jobs: trying.jobs }, (lab) => tryIn(lab, trying, target, counts, tries, all));
}

type Counts = Pick<Tried, 'build' | 'index' | 'runs' | 'shown'>;

async function tryIn(lab: Lab, trying: Trying, target: FoundTarget, counts: Counts, tries: number, all: boolean): Promise<Tried> {
  const stop = (): void => void lab.close();
  trying.signal.addEventListener('abort', stop);
  try {
    let failed = 0;
    while (counts.runs < tries && (all || counts.shown === 0)) {
      const batch = Math.min(lab.jobs, tries - counts.runs);
      const runs = await Promise.all(Array.from({ length: batch }, () => once(lab, trying.stored, target)));
      if (trying.signal.aborted) return { ...counts, outcome: 'interrupted' };
      const forged = runs.find((run) => run.kind === 'tampered');
      if (forged !== undefined) return { ...counts, outcome: 'unjudged', why: forged.why };
      const why = runs.flatMap((run) => (run.kind === 'unjudged' ? run.why : []));
      counts.runs += batch - why.length;
      counts.shown += runs.filter(({ kind }) => kind === 'shows').length;
      failed += why.length;
      if (failed >= tries && counts.shown === 0) return { ...counts, outcome: 'unjudged', why: why[0] ?? 'most runs had no verdict' };
    }
    return { ...counts, outcome: counts.shown > 0 ? 'shows' : 'clean' };
  } finally {
    trying.signal.removeEventListener('abort', stop);
  }
}

async function once(lab: Lab, stored: StoredCase, target: FoundTarget): Promise<Run> {
  try {
    const answer = await lab.examine(stored.case.scenario, target, 'careful');
    switch (answer.kind) {
      case 'closed':
        return { kind: 'closed' };
      case 'failed':
        return { kind: 'unjudged', why: answer.error.message };
      case 'examined':
        return runOf(stored, answer);
    }
  } catch (error) {
    // Of many builds that one is tried, and the others are not to be lost for it.
    if (error instanceof NotExecutableError) return { kind: 'unjudged', why: error.message };
    throw error;
  }
}

function runOf({ case: { property, signature } }: StoredCase, { judgements, unexplained }: Examined): Run {
  const judged = mostTelling(judgementsOn(property, judgements), signature);
  if (unexplained.length > 0) return { kind: 'unjudged', why: unexplained[0] ?? '' };
  if (judged === undefined) return { kind: 'unjudged', why: `there is no property ${property}` };
  const { kind } = judged.verdict;
  if (judged.verdict.kind === 'inconclusive') return { kind: 'unjudged', why: judged.verdict.why };
  const same = signature === undefined || judged.signature === signature;
  if (judged.verdict.kind === 'tampered' && !(property === TAMPERED && same))
    return { kind: 'tampered', why: `its record was tampered with: ${judged.verdict.said}` };
  if (kind === 'not-applicable') return { kind: 'unjudged', why: `${property} does not apply to it (--like names its contract)` };
  // What the target declares shows all the same. Another fault of the same property is not the one that is looked for.
  return { kind: kind !== 'holds' && same ? 'shows' : 'clean' };
}
