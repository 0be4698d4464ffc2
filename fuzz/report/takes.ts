/** What each value adds to a summary: a table, so that the compiler asks it of a new value. */
import type { Row } from '../campaign/compare.ts';
import type { Nothing } from '../campaign/event-parts.ts';
import type { PropertyTally } from '../campaign/events.ts';
import { AT_FAULT } from '../explore/outcome.ts';
import { takeApp } from './take-app.ts';
import { grouped, percent, plural } from './numbers.ts';
import type { Check, Mark, Status, Summing } from './summary.ts';
import type { ValueOf, ValueType } from './values.ts';

const NOTHING: Readonly<Record<Nothing, string>> = {
  interrupted: 'it was ended before anything was run',
  'no-time': 'the time was over before its first scenario',
  'harness-errors': 'each scenario ended as an internal error in initproof',
  'not-applicable': 'no property applies to any scenario that was run',
  'starts-nothing': 'it never starts the command that it is given',
};

function takeTarget({ target, properties, nothing, scenarios }: ValueOf<'target'>, summing: Summing): void {
  if (nothing !== undefined)
    summing.mark({ target, name: 'can be judged', status: 'error', said: [`Nothing was judged: ${NOTHING[nothing]}`] });
  for (const tally of properties) {
    const violated = tally.violated > 0 && !summing.settled(target, tally.property);
    if (violated)
      summing.mark({ target, name: tally.property, status: 'open', said: ['It was violated, and there was no time to confirm that'] });
    summing.mark({ target, name: tally.property, ...statusOf(tally, scenarios) });
  }
}

/** Of what was not violated. */
function statusOf({ holds, expected, inconclusive }: PropertyTally, scenarios: number): Pick<Check, 'status' | 'said'> {
  const unsure = inconclusive === 0 ? [] : [`${percent(inconclusive, scenarios)} of ${plural(scenarios, 'scenario')} could not be judged`];
  if (expected > 0) return { status: 'expected', said: [`A declared deviation showed in ${plural(expected, 'scenario')}`, ...unsure] };
  if (holds > 0) return { status: 'held', said: [`It held in ${plural(holds, 'scenario')}`, ...unsure] };
  if (inconclusive > 0) return { status: 'open', said: ['It could not be judged in any scenario'] };
  return { status: 'not-applicable', said: ['No scenario had what it is about'] };
}

function takeRow(row: ValueOf<'row'>, summing: Summing): void {
  summing.summary.rows.push(row);
  const { target, properties, tampered, harnessErrors, scenarios } = row;
  if (tampered !== undefined)
    summing.mark({ target, name: 'tampered', status: 'failed', said: ['The record was tampered with: no verdict is evidence'] });
  if (harnessErrors > 0)
    summing.mark({ target, name: 'can be judged', status: 'open', said: [`${plural(harnessErrors, 'internal error')} in initproof`] });
  for (const cell of properties) summing.mark({ target, name: cell.property, ...statusOf(cell, scenarios), ...violatedIn(cell, row) });
}

/** Nothing where it was not. */
function violatedIn({ violated, flaky, first }: Row['properties'][number], { scenarios, cases }: ValueOf<'row'>): Partial<Mark> {
  const by = first === undefined ? '' : `, first by ${cases?.[first] ?? `scenario ${first}`}`;
  if (violated > 0) return { status: 'failed', said: [`It was violated in ${grouped(violated)} of ${plural(scenarios, 'scenario')}${by}`] };
  return flaky > 0 ? { status: 'flaky', said: [`It was violated in ${plural(flaky, 'scenario')}, and not when these were run again`] } : {};
}

function takeReplay(replayed: ValueOf<'replay'>, summing: Summing): void {
  const { target, case: file, fails, always, recorded, said, harnessErrors, verdicts } = replayed;
  const violated = (verdicts.violated ?? 0) + (verdicts.tampered ?? 0);
  const finding =
    violated === 0
      ? undefined
      : { ...replayed, ...namesOf(replayed), known: !fails, repeats: pairOf(violated, replayed.times), said: said ?? '' };
  if (finding !== undefined) summing.finds(finding);
  const now = always ?? 'not always the same';
  const differs = recorded === undefined || replayed.asRecorded === true ? [] : [`It is recorded as ${recorded}, and is ${now} now`];
  const status: Status = fails
    ? 'failed'
    : harnessErrors.length > 0
      ? 'open'
      : violated > 0
        ? 'known'
        : always === undefined
          ? 'open'
          : PLAIN[always];
  const why = said === undefined ? harnessErrors.slice(0, 1) : [said];
  summing.mark({ target, name: file, status, said: [...differs, ...why], findings: finding === undefined ? [] : [finding], file });
}

const pairOf = (shown: number, runs: number): [number, number] => [shown, runs];

const namesOf = ({ signatures: [signature = ''], property = signature.split('/')[0] ?? '' }: ValueOf<'replay'>) => ({
  property,
  signature,
});

/** Of a replay that does not fail. */
const PLAIN = {
  holds: 'held',
  expected: 'expected',
  inconclusive: 'open',
  'not-applicable': 'not-applicable',
  violated: 'known',
  tampered: 'failed',
} as const satisfies Record<NonNullable<ValueOf<'replay'>['always']>, Status>;

function takeCell({ target, base, outcome }: ValueOf<'cell'>, summing: Summing): void {
  const name = `every event at every call: ${base}`;
  // What is at fault has a failure of its own.
  const unsure = outcome === 'failed' || outcome === 'flaky';
  if (!(outcome in AT_FAULT)) summing.mark({ target, name, status: unsure ? 'open' : 'held', said: [] });
}

const flaky = ({ target, property, signature, repeats, case: file }: ValueOf<'flaky'>): Mark => ({
  target,
  name: property,
  status: 'flaky',
  said: [`${signature} showed once, and in none of ${repeats[1]} replays`],
  file,
});

const nothing = (): void => {};

/** What each value adds. A newcomer is asked for by the compiler. */
export const TAKES: { [Type in ValueType]: (value: ValueOf<Type>, summing: Summing) => void } = {
  campaign: (value, { summary }) => {
    summary.begun = value;
  },
  kind: ({ said }, summing) => summing.note(said),
  warning: ({ message }, summing) => summing.note(message),
  progress: nothing,
  seen: nothing,
  found: nothing,
  'not-kept': ({ target, signature, why }, summing) => summing.note(`${target}: ${signature} is not kept: ${why}`),
  failure: (value, summing) => {
    summing.settles(value);
    summing.fails(value);
  },
  flaky: (value, summing) => {
    summing.settles(value);
    summing.mark(flaky(value));
  },
  'harness-error': ({ target, code, message }, summing) => summing.note(`internal error on ${target} (${code}): ${message}`),
  changed: ({ target, case: path, recorded, now }, summing) => summing.note(`${target}: ${path} is recorded as ${recorded}, now ${now}`),
  stays: ({ said }, summing) => summing.note(said),
  target: takeTarget,
  end: (value, { summary }) => {
    summary.ended = value;
  },
  stimuli: nothing,
  cell: takeCell,
  replay: takeReplay,
  row: takeRow,
  build: (value, { summary }) => {
    summary.builds.push(value);
  },
  bisection: (value, { summary }) => {
    summary.bisection = value;
  },
  redundant: ({ case: path, coveredBy }, summing) => summing.note(`${path} shows nothing that ${coveredBy} does not`),
  checked: ({ unreadable }, summing) => {
    const said = [unreadable === 0 ? 'each can be read' : `${plural(unreadable, 'case')} cannot be read`];
    summing.mark({ target: 'corpus', name: 'can be read', status: unreadable === 0 ? 'held' : 'error', said });
  },
  // Of commands that have no other format; what nights have found `report` draws from their state.
  night: nothing,
  control: nothing,
  replayed: nothing,
  finding: nothing,
  'night-end': nothing,
  nights: nothing,
  case: nothing,
  shrunk: nothing,
  property: nothing,
  verdict: nothing,
  listed: nothing,
  package: nothing,
  doctor: nothing,
  difference: nothing,
  verified: nothing,
  scan: nothing,
  why: nothing,
  'why-image': nothing,
  app: takeApp,
  // Of a command without other formats.
  'app-replay': nothing,
};
