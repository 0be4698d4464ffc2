/** How many features runs on a target have shown, after how many of them. */
import { careAt } from '../../../fuzz/campaign/care.ts';
import type { Examination, Examined } from '../../../fuzz/campaign/examination.ts';
import type { FoundTarget } from '../../../fuzz/campaign/find-target.ts';
import type { Lab } from '../../../fuzz/campaign/lab.ts';
import { Guide } from '../../../fuzz/guide/guide.ts';

/** Scenarios under way at once: those that are next are drawn from what was learnt by then. */
const BATCH = 32;

export interface Reach {
  seed: number;
  /** In percent, as of `initproof run --guided`. */
  guided: number;
  /** Ascending. */
  marks: readonly number[];
}

/** Features after each of `marks` scenarios. Those of which the harness can say nothing show none. */
export async function featuresOverTime(lab: Lab, target: FoundTarget, { seed, guided, marks }: Reach): Promise<number[]> {
  const guide = new Guide({ seed, placements: 0, guided });
  const reached: number[] = [];
  for (let index = 0; reached.length < marks.length; ) {
    const mark = marks[reached.length] ?? index;
    const batch = Array.from({ length: Math.min(BATCH, mark - index) }, (_, n) => guide.next(index + n).scenario);
    const first = index;
    const runs = await Promise.all(batch.map((scenario, n) => lab.examine(scenario, target, careAt(first + n))));
    for (const [n, answer] of runs.entries()) {
      const scenario = batch[n];
      const examined = examinedIn(answer);
      if (examined !== undefined && scenario !== undefined) guide.learn(scenario, examined);
    }
    index += batch.length;
    if (index >= mark) reached.push(guide.corpus.features);
  }
  return reached;
}

function examinedIn(answer: Examination): Examined | undefined {
  switch (answer.kind) {
    case 'examined':
      return answer;
    case 'failed':
      process.stderr.write(`${answer.error.message}\n`);
      return undefined;
    case 'closed':
      return undefined;
  }
}
