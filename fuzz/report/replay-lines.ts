/** Replays of a case, for people. */
import type { Replayed } from '../campaign/replay.ts';
import type { StoredCase } from '../cases/store.ts';
import type { Verdict } from '../judge/verdict.ts';
import { explain } from '../scenario/explain.ts';
import { accountLines, scenarioLines } from './failure.ts';
import type { Paint, Style } from './paint.ts';
import { table } from './table.ts';

type Kind = Verdict['kind'];

const MARKS: Record<Kind, string> = { tampered: '!', violated: '✕', holds: '✓', expected: '✓', inconclusive: '?', 'not-applicable': '–' };
const STYLES: Record<Kind, Style> = {
  tampered: 'red',
  violated: 'red',
  holds: 'green',
  expected: 'green',
  inconclusive: 'yellow',
  'not-applicable': 'dim',
};

/** What stands for replays whose verdicts differ: the worst. */
const kindOf = ({ always, verdicts }: Replayed): Kind =>
  always ?? (['tampered', 'violated'] as const).find((kind) => (verdicts[kind] ?? 0) > 0) ?? 'inconclusive';

const isFault = ({ verdicts }: Replayed): boolean => (verdicts.violated ?? 0) + (verdicts.tampered ?? 0) > 0;

/** A line for the case, a line for each target; what happened where it is at fault, or with `verbose`. */
export function replayLines(stored: StoredCase, results: readonly Replayed[], paint: Paint, verbose: boolean): string[] {
  const { property, comment } = stored.case;
  const head = ['case', stored.id, ...(property === undefined ? [] : ['·', property])].join(' ');
  const rows = results.map((result) => row(result));
  const lines = table(rows).map((line, n) => {
    const result = results[n];
    if (result === undefined) return line;
    const kind = kindOf(result);
    return line.replace(MARKS[kind], paint(STYLES[kind], MARKS[kind]));
  });
  const stories = results.filter((result) => verbose || isFault(result)).flatMap(story);
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
  const kind = kindOf(result);
  const counts = Object.entries(verdicts).map(([name, count]) => (always === undefined ? `${name} ${count}` : `${count}`));
  const errors = harnessErrors.length === 0 ? [] : [`harness errors ${harnessErrors.length}`];
  return [target, `${MARKS[kind]} ${always ?? 'differs'}`, `${[...counts, ...errors].join(', ')} of ${times}`, remark(result)];
}

function remark({ recorded, asRecorded, always, verdicts, harnessErrors, signatures }: Replayed): string {
  if (harnessErrors[0] !== undefined) return harnessErrors[0];
  const named = signatures.join(', ');
  if ((verdicts.tampered ?? 0) > 0) return `${named}: no verdict is evidence`;
  if (recorded === undefined) return named;
  if (asRecorded === true) return `${named === '' ? '' : `${named}, `}as recorded`;
  if (recorded === 'violated' && always === 'holds') return 'no longer violated: initproof corpus add records it so';
  return `${named === '' ? '' : `${named}, `}recorded as ${recorded}`;
}

function story(result: Replayed): string[] {
  const { target, said, reasons } = result;
  const each = reasons.length > 1 ? [...table(reasons.map(({ property, verdict, reason }) => [property, verdict, reason])), ''] : [];
  return ['', `  ${target}: ${said ?? 'no run was judged'}`, '', ...each, ...accountLines(result)].slice(0, -1);
}
