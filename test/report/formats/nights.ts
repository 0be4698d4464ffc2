/** States of nights for reports: findings in every state with their cases and pictures, and a history of some months. */
import { readCase } from '../../../fuzz/cases/case-file.ts';
import { type NightFinding, STATES, type State } from '../../../fuzz/nightly/finding.ts';
import type { HistoryLine } from '../../../fuzz/nightly/schema.ts';
import type { FindingValue, NightsValue } from '../../../fuzz/nightly/value.ts';
import { findingOf, lineOf } from '../../nightly/samples.ts';
import { TIMELINE } from './timelines.ts';

const CASE = readCase(
  'version: 1\nproperty: forwards\nsignature: forwards/signal-lost:SIGTERM\nexpect: {tini: violated}\nsteps:\n  - {signal: {signal: SIGTERM, to: init}}\n',
  'test',
);

const day = (night: number): string => new Date(Date.UTC(2026, 7, 1 + night)).toISOString().slice(0, 10);
const when = (night: number) => ({ night, date: day(night) });

/** `n`: a number of its own. */
export function nightFinding(n: number, state: State, last: number, change: Partial<NightFinding> = {}): FindingValue {
  const id = n.toString(16).padStart(8, '0');
  const target = n % 3 === 0 ? 'my-init' : 'tini';
  const path = `found/${target}/forwards/${id}.yaml`;
  return {
    ...findingOf(last, {
      id,
      caseId: id,
      target,
      signature: 'forwards/signal-lost:SIGTERM',
      said: 'SIGTERM to the init does not reach main, but should be passed on to main',
      case: path,
      state,
      first: when(state === 'new' ? last : 3),
      last: when(state === 'gone' || state === 'fixed' ? last - 2 : last),
      since: when(state === 'new' || state === 'back' ? last : last - 1),
      checked: when(last),
      rate: { shown: state === 'flaky' ? 1 : 10, runs: 10 },
      ...(state === 'accepted' ? { why: 'until 2027-01-31' } : {}),
      ...change,
    }),
    stored: { id, path: `.initproof-state/${path}`, case: CASE },
    told: {
      target,
      caseId: id,
      due: 'be passed on to main',
      cause: 'the init installs its handler after it has started main',
      stderr: ['[WARN  tini (1)] Reaped zombie process with pid=3'],
      story: TIMELINE.moments.slice(0, 10).map(({ ms, who, what }, i) => ({ ms, who, what, ...(i === 7 ? { fault: true as const } : {}) })),
      timeline: TIMELINE,
      elsewhere: [
        { target: 'dumb-init', now: 'holds' },
        { target: 'catatonit', now: 'same' },
      ],
    },
  };
}

/** `nights` of two inits; the rate falls, findings come and go, and one night of the second was void. */
export function historyOf(nights: number): HistoryLine[] {
  return Array.from({ length: nights }, (_, n) => n + 1).flatMap((night) =>
    ['my-init', 'tini'].map((target, t) =>
      lineOf(night, {
        date: day(night),
        target,
        seed: 886_930_289,
        from: night * 9000,
        to: (night + 1) * 9000,
        ms: 1_800_000,
        replays: 40 + night,
        scenarios: t === 1 && night % 17 === 0 ? 0 : Math.round(600_000 - 900 * night + 30_000 * Math.sin(night * (t + 1))),
        inconclusive: Math.round(9000 + 4000 * Math.cos(night / (t + 2))),
        states: { new: night % 7 === t ? 1 : 0, still: 3 + t + Math.floor(night / 11) },
        verdicts: {
          forwards: { holds: 5000, violated: 12, 'not-applicable': 3000 },
          'exit-code': { holds: 8000, inconclusive: 20 },
          'stays-small': { inconclusive: 10 },
        },
        exit: night % 7 < 2 ? 1 : 0,
        ...(t === 1 && night % 17 === 0 ? { void: 'a command that ends by itself is not run' } : {}),
      }),
    ),
  );
}

export function nightsOf(nights: number, findings: readonly FindingValue[], history = historyOf(nights)): NightsValue {
  const tonight = history.filter(({ night }) => night === nights);
  return { folder: '.initproof-state', night: nights, findings: [...findings], tonight, history, warnings: [] };
}

/** One in each state. */
export const NIGHTS = nightsOf(
  40,
  STATES.map((state, n) => nightFinding(n, state, 40)),
);

/** Everything that a stranger names or writes says `text`. */
export function hostileNights(text: string): NightsValue {
  const finding = nightFinding(1, 'new', 3, { target: text, said: text, signature: `forwards/${text}`, why: text });
  const history = historyOf(3).map((line) => ({ ...line, target: text, void: text, release: text, verdicts: { [text]: { holds: 1 } } }));
  const lines = history.filter((_, n) => n % 2 === 0);
  return { ...nightsOf(3, [finding], lines), folder: text, warnings: [text] };
}
