/** What a run comes to, in one line: what is new first, and what nothing can be said of. */
import { EXIT } from '../../campaign/exit-code.ts';
import type { NightsValue } from '../../nightly/value.ts';
import { sumsOf as nightSums } from '../night-lines.ts';
import { grouped, plural } from '../numbers.ts';
import type { Status, Summary } from '../summary.ts';

export interface Sums {
  failed: number;
  known: number;
  /** Of these nothing is certain. */
  open: number;
  errors: number;
  held: number;
}

export function sumsOf({ checks, fresh, known, broken }: Summary): Sums {
  const of = (...wanted: Status[]): number => checks.filter(({ status }) => wanted.includes(status)).length;
  const withoutCase = checks.filter(({ status, findings }) => status === 'failed' && findings.length === 0).length;
  return {
    failed: fresh.length + withoutCase,
    known: known.length,
    open: of('open', 'flaky'),
    errors: of('error') + (broken === undefined ? 0 : 1),
    held: of('held'),
  };
}

/** Worst first: `broken`, `failing`, `open` where nothing is certain, `sound`. */
export function stateOf(summary: Summary): 'broken' | 'failing' | 'open' | 'sound' {
  const { failed, errors, open, held, known } = sumsOf(summary);
  const { ended, nights } = summary;
  const exit = ended?.exit ?? nights?.tonight[0]?.exit;
  if (errors > 0) return 'broken';
  if (failed > 0) return 'failing';
  // A campaign has weighed that itself: a property that few scenarios are about may be open in any run.
  const unsure = exit === undefined ? open > 0 : exit === EXIT.interrupted || exit === EXIT.inconclusive;
  return unsure || held + known === 0 ? 'open' : 'sound';
}

export function headline(summary: Summary): string {
  if (summary.nights !== undefined) return nightHeadline(summary.nights);
  const { failed, known, open, errors, held } = sumsOf(summary);
  const { ended, broken } = summary;
  const parts = [
    ...(broken === undefined ? [] : ['it broke down']),
    failed === 0 ? 'no new failures' : plural(failed, 'new failure'),
    ...(errors === 0 ? [] : [`${plural(errors, 'error')}`]),
    ...(known === 0 ? [] : [`${known} known`]),
    ...(open === 0 ? [] : [`${open} inconclusive`]),
    `${held} held`,
  ];
  const of = ended === undefined ? '' : ` in ${grouped(ended.scenarios)} scenarios`;
  return `${ended?.interrupted === true ? 'interrupted: ' : ''}${parts.join(', ')}${of}`;
}

function nightHeadline({ night, tonight, findings }: NightsValue): string {
  const [first] = tonight;
  const scenarios = tonight.reduce((sum, line) => sum + line.scenarios, 0);
  const date = first === undefined ? '' : `, ${first.date}`;
  return `night ${night}${date}: ${nightSums(findings)}; ${plural(scenarios, 'scenario')}`;
}
