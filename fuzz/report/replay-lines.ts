/** Replays of a case, for people. */
import type { Replayed } from '../campaign/replay.ts';
import type { StoredCase } from '../cases/store.ts';
import type { Verdict } from '../judge/verdict.ts';
import { explain } from '../scenario/explain.ts';
import { accountLines, scenarioLines } from './failure.ts';
import { plural } from './numbers.ts';
import type { Paint, Style } from './paint.ts';
import { table, USUAL_WIDTH, wrap } from './table.ts';

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
export function replayLines(
  stored: StoredCase,
  results: readonly Replayed[],
  paint: Paint,
  verbose: boolean,
  width = USUAL_WIDTH,
): string[] {
  const { property, comment } = stored.case;
  const head = ['case', stored.id, ...(property === undefined ? [] : ['·', property])].join(' ');
  const rows = results.map((result) => row(result));
  const lines = table(rows).map((line, n) => {
    const result = results[n];
    if (result === undefined) return line;
    const kind = kindOf(result);
    return line.replace(MARKS[kind], paint(STYLES[kind], MARKS[kind]));
  });
  const told = results.filter((result) => verbose || isFault(result));
  return [
    `  ${paint('bold', head)}`,
    ...(comment === ''
      ? []
      : comment
          .split('\n')
          .flatMap((line) => wrap(line, width - 2))
          .map((line) => `  ${line}`)),
    '',
    ...scenarioLines(explain(stored.case.scenario), width),
    '',
    ...lines,
    ...results.flatMap(({ target, moved }) => (moved === undefined ? [] : [paint('yellow', `  ${target}: ${moved}`)])),
    ...alike(told).flatMap((results) => storyLines(results, width)),
    '',
  ];
}

function row(result: Replayed): string[] {
  const { target, always, verdicts, times, harnessErrors } = result;
  const kind = kindOf(result);
  const counts = Object.entries(verdicts).map(([name, count]) => (always === undefined ? `${name} ${count}` : `${count}`));
  const errors = harnessErrors.length === 0 ? [] : [`internal errors ${harnessErrors.length}`];
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

/** Results whose stories are the same, but for times and pids: one is told for all of them. In the order in which they are given. */
function alike(results: readonly Replayed[]): Replayed[][] {
  const groups = new Map<string, Replayed[]>();
  for (const result of results) {
    const key = JSON.stringify([
      result.said,
      result.story.map(({ who, what, fault, skipped }) => [who, what, fault, skipped]),
      result.stderr,
      result.cause,
    ]);
    groups.set(key, [...(groups.get(key) ?? []), result]);
  }
  return [...groups.values()];
}

function storyLines([first, ...others]: readonly Replayed[], width: number): string[] {
  if (first === undefined) return [];
  const { target, said, reasons } = first;
  const also = others.length === 0 ? [] : ['', ...wrap(`the same on ${others.map((other) => other.target).join(', ')}`, width - 2)];
  const rows = reasons.map(({ property, verdict, reason }) => [property, verdict, reason]);
  return [
    '',
    ...wrap(`${target}: ${said ?? 'no run was judged'}`, width - 2).map((line) => `  ${line}`),
    '',
    ...(rows.length > 1 ? [...table(rows), ''] : []),
    ...accountLines(first, width).slice(0, -1),
    ...also.map((line) => (line === '' ? '' : `  ${line}`)),
  ];
}

/** What several cases come to, each counted on each of its targets; of `all`, where it was interrupted. */
export function replayedLine(results: readonly Replayed[], all: number, interrupted: boolean): string {
  const count = (test: (result: Replayed) => boolean): number => results.filter(test).length;
  const parts = [
    [count(({ asRecorded }) => asRecorded === true), 'as recorded'],
    [count(({ asRecorded }) => asRecorded === false), 'not as recorded'],
    [count(({ recorded }) => recorded === undefined), 'with nothing recorded'],
  ] as const;
  const said = parts.flatMap(([number, what]) => (number === 0 ? [] : `${number} ${what}`)).join(', ');
  const many = interrupted ? `interrupted: ${results.length} of ${plural(all, 'replay')}` : plural(results.length, 'replay');
  return `  ${many}${said === '' ? '' : `: ${said}`}`;
}
