/** Replays of a case, for people. */
import type { Replayed } from '../campaign/replay.ts';
import type { StoredCase } from '../cases/store.ts';
import { explain } from '../scenario/explain.ts';
import { scenarioLines, storyLines } from './failure.ts';
import type { Paint } from './paint.ts';
import { table } from './table.ts';

const MARKS = { violated: '✕', holds: '✓', expected: '✓', inconclusive: '?', 'not-applicable': '–' } as const;
const STYLES = { violated: 'red', holds: 'green', expected: 'green', inconclusive: 'yellow', 'not-applicable': 'dim' } as const;

/** A line for the case, a line for each target; what happened where it is violated, or with `verbose`. */
export function replayLines(stored: StoredCase, results: readonly Replayed[], paint: Paint, verbose: boolean): string[] {
  const { property, comment } = stored.case;
  const head = ['case', stored.id, ...(property === undefined ? [] : ['·', property])].join(' ');
  const rows = results.map((result) => row(result));
  const lines = table(rows).map((line, n) => {
    const kind = results[n]?.always ?? (results[n]?.verdicts.violated ? 'violated' : 'inconclusive');
    return line.replace(MARKS[kind], paint(STYLES[kind], MARKS[kind]));
  });
  const stories = results.filter((result) => verbose || (result.verdicts.violated ?? 0) > 0).flatMap(story);
  return [
    `  ${paint('bold', head)}`,
    ...(comment === '' ? [] : comment.split('\n').map((line) => `  ${line}`)),
    '',
    ...scenarioLines(explain(stored.case.scenario)),
    '',
    ...lines,
    ...results.flatMap(({ target, moved }) => (moved === undefined ? [] : [paint('yellow', `  ${target}: ${moved}`)])),
    ...stories,
    '',
  ];
}

function row(result: Replayed): string[] {
  const { target, always, verdicts, times, harnessErrors } = result;
  const kind = always ?? (verdicts.violated ? 'violated' : 'inconclusive');
  const counts = Object.entries(verdicts).map(([name, count]) => (always === undefined ? `${name} ${count}` : `${count}`));
  const errors = harnessErrors.length === 0 ? [] : [`harness errors ${harnessErrors.length}`];
  return [target, `${MARKS[kind]} ${always ?? 'differs'}`, `${[...counts, ...errors].join(', ')} of ${times}`, remark(result)];
}

function remark({ recorded, asRecorded, always, harnessErrors, signatures }: Replayed): string {
  if (harnessErrors[0] !== undefined) return harnessErrors[0];
  const named = signatures.join(', ');
  if (recorded === undefined) return named;
  if (asRecorded === true) return `${named === '' ? '' : `${named}, `}as recorded`;
  if (recorded === 'violated' && always === 'holds') return 'no longer violated: initproof corpus add records it so';
  return `${named === '' ? '' : `${named}, `}recorded as ${recorded}`;
}

function story({ target, said, story: lines }: Replayed): string[] {
  return ['', `  ${target}: ${said ?? 'what happened'}`, '', ...storyLines(lines)];
}
