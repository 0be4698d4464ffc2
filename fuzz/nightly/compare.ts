/** Tonight beside the nights before: how each finding stands now. Pure. */
import { TAMPERED } from '../judge/fault.ts';
import { type Ran, type NightFinding, isNews, type When, MOST_SEEN, type State } from './finding.ts';
import { type Item, pathIn } from './items.ts';
import { isChanged } from './build.ts';
import { neededFor } from './regress.ts';
import { standing } from './standing.ts';

/** Runs in which what shows now and then has to show that often to be more than chance, at its first night. */
export const STEADY_RUNS = 50;
const STEADY_RATE = 0.2;

export interface Tonight {
  state: string;
  now: When;
  /** By name of the target. */
  builds: ReadonlyMap<string, Ran>;
  /** By name of the target: why nothing of it is called fixed. */
  voids: ReadonlyMap<string, string>;
  /** Whether somebody was told of the night before. */
  reported: boolean;
  /** Until when a baseline has the finding. */
  acceptedUntil(item: Item): string | undefined;
}

/** The finding as it stands, or undefined where nothing is known of it any more. */
export function compared(item: Item, tonight: Tonight): NightFinding | undefined {
  const { before, stored, replays, met, target } = item;
  const build = tonight.builds.get(target.name);
  if (build === undefined) return before;
  const shown = met || replays.shown > 0;
  const on = before === undefined || shown ? build : before.on;
  // On another build it may show more rarely: what was counted before would say that too few runs are enough.
  const counted = before !== undefined && isChanged(before.on, build) ? { shown: 0, runs: 0 } : item.rate;
  const rate = replays.shown > 0 ? { shown: counted.shown + replays.shown, runs: counted.runs + replays.runs } : item.rate;
  const evidence = { shown, held: replays.held, needed: neededFor(item.rate), steady: isSteady(item) };
  const stands = standing(before?.state, evidence, {
    changed: isChanged(on, build),
    void: tonight.voids.get(target.name) ?? otherKind(on, build),
    acceptedUntil: tonight.acceptedUntil(item),
    reported: tonight.reported,
    silent: tonight.now.night - (before?.last.night ?? tonight.now.night),
  });
  if (stands.state === 'dropped') return undefined;
  const { now } = tonight;
  const { why: _, ...rest } = before ?? begun(item, now);
  return {
    ...rest,
    ...(stored === undefined ? {} : { case: pathIn(tonight.state, stored), caseId: stored.id }),
    said: item.said,
    state: stands.state,
    ...(stands.why === undefined ? {} : { why: stands.why }),
    last: shown ? now : rest.last,
    since: before !== undefined && before.state === stands.state ? before.since : now,
    checked: replays.runs > 0 || met ? now : rest.checked,
    on,
    rate,
    seen: replays.runs > 0 ? [...rest.seen, { night: now.night, shown: replays.shown, runs: replays.runs }].slice(-MOST_SEEN) : rest.seen,
  };
}

/** It always shows, or often over many runs; and a forged record is certain whenever it is seen. */
export function isSteady({ rate, replays, stored }: Item): boolean {
  if (stored?.case.property === TAMPERED) return true;
  const { shown, runs } = replays.runs > 0 ? { shown: rate.shown + replays.shown, runs: rate.runs + replays.runs } : rate;
  return shown === runs || (runs >= STEADY_RUNS && shown / runs >= STEADY_RATE);
}

/** What is another kind of program than before may not do what the finding is about at all. */
const otherKind = (then: Ran, now: Ran): string | undefined =>
  then.kind === now.kind ? undefined : `it was ${then.kind} when this was seen, and is ${now.kind}`;

type Begun = Omit<NightFinding, 'state' | 'since' | 'on' | 'rate'>;

function begun({ target, stored, said }: Item, now: When): Begun {
  const { property = '', signature = '' } = stored?.case ?? {};
  const id = stored?.id ?? '';
  return {
    id,
    target: target.name,
    property,
    signature,
    said,
    case: '',
    caseId: id,
    first: now,
    last: now,
    checked: now,
    seen: [],
  };
}

/** Findings by their states. */
export function countStates(findings: readonly NightFinding[]): Partial<Record<State, number>> {
  const counts: Partial<Record<State, number>> = {};
  for (const { state } of findings) counts[state] = (counts[state] ?? 0) + 1;
  return counts;
}

/** What came up tonight, or came back. */
export const newsOf = (findings: readonly NightFinding[]): NightFinding[] => findings.filter(({ state }) => isNews(state));
