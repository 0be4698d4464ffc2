/** Summaries as commands come to them, with texts of a stranger in every place that has one. */
import type { Replayed } from '../../../fuzz/campaign/replay.ts';
import { type Summary, Summing } from '../../../fuzz/report/summary.ts';
import type { Body, ValueType } from '../../../fuzz/report/values.ts';
import { nightSummary } from '../../../fuzz/report/night-summary.ts';
import { begin, end, failure, target } from '../plain.ts';
import { hostileNights, NIGHTS } from './nights.ts';

export function summaryOf(values: readonly Body[], broken?: string): Summary {
  const summing = new Summing();
  for (const value of values) summing.take<ValueType>(value);
  return summing.done(broken);
}

/** What breaks out of XML, HTML, Markdown, a workflow command or a terminal. */
export const HOSTILE = `]]></failure><script>alert('x')</script>"&amp;%0A::error ::x\n::stop-commands::x\r|\`\`\`\`\x1b[2J\u202e\ud800`;

const tally = { holds: 0, violated: 0, inconclusive: 0, 'not-applicable': 0, expected: 0, tampered: 0 };

/** One that is new, one that is known, a flaky one, one that nobody had time to confirm, a deviation, one that is open, and what held. */
export const CAMPAIGN: Body[] = [
  begin,
  { type: 'warning', message: 'a file cannot be read' },
  failure,
  { ...failure, property: 'forwards', signature: 'forwards/signal-lost:SIGTERM', known: true, id: '11111111' },
  {
    type: 'flaky',
    ms: 1,
    target: 'my-init',
    property: 'stays-idle',
    signature: 'stays-idle/wakes',
    said: 'it wakes',
    case: 'flaky.yaml',
    repeats: [0, 40],
  },
  {
    ...target,
    properties: [
      { ...tally, property: 'exit-code', holds: 1000, violated: 7, inconclusive: 2 },
      { ...tally, property: 'forwards', holds: 1990, violated: 3 },
      { ...tally, property: 'stays-idle', holds: 10, violated: 1 },
      { ...tally, property: 'survives', holds: 10, violated: 1 },
      { ...tally, property: 'keeps-terminal', expected: 12 },
      { ...tally, property: 'stays-small', inconclusive: 3 },
      { ...tally, property: 'reaps-orphans', holds: 100, inconclusive: 20 },
      { ...tally, property: 'reports-failed-exec' },
    ],
  },
  end,
];

/** Everything that a stranger names or writes says `HOSTILE`. */
export const HOSTILE_CAMPAIGN: Body[] = [
  begin,
  { type: 'warning', message: HOSTILE },
  {
    ...failure,
    target: HOSTILE,
    said: HOSTILE,
    case: HOSTILE,
    consequence: HOSTILE,
    cause: HOSTILE,
    due: HOSTILE,
    stderr: HOSTILE.split('\n'),
    scenario: [HOSTILE],
    yaml: HOSTILE,
    signature: `exit-code/${HOSTILE}`,
    story: [{ ms: 1, who: HOSTILE, what: HOSTILE, fault: true }],
    elsewhere: [{ target: HOSTILE, now: 'same' }],
    timeline: {
      ms: 2,
      lives: [{ who: HOSTILE, pid: 1, spans: [{ is: 'running', from: 0, to: 2 }], end: HOSTILE }],
      moments: [{ ms: 1, kind: 'done', who: HOSTILE, from: HOSTILE, what: HOSTILE }],
    },
  },
  { ...target, target: HOSTILE },
  { ...end, interrupted: true, exit: 130 },
];

export const SOUND: Body[] = [
  begin,
  { ...target, target: 'sound', properties: [{ ...tally, property: 'exit-code', holds: 1000 }] },
  { ...end, failures: 0, new: 0, exit: 0 },
];

export const replayed = (more: Partial<Replayed>): Replayed => ({
  target: 'tini',
  case: 'corpus/reported/a.yaml',
  id: '7f3a91c2',
  property: 'exit-code',
  signatures: [],
  times: 10,
  verdicts: {},
  harnessErrors: [],
  scenario: failure.scenario,
  yaml: failure.yaml,
  reasons: [],
  story: failure.story,
  stderr: [],
  ...more,
});

const violated = {
  verdicts: { violated: 10 },
  always: 'violated',
  signatures: ['exit-code/wrong-status:exit'],
  said: failure.said,
} as const;

/** As recorded and known; changed; violated and new; not judged. */
export const REPLAYS: Body[] = [
  {
    type: 'replay',
    fails: false,
    ...replayed({ ...violated, signatures: [...violated.signatures], recorded: 'violated', asRecorded: true }),
  },
  {
    type: 'replay',
    fails: true,
    ...replayed({
      case: 'b.yaml',
      recorded: 'violated',
      asRecorded: false,
      always: 'holds',
      verdicts: { holds: 10 },
      said: 'it exits as main does',
    }),
  },
  { type: 'replay', fails: true, ...replayed({ ...violated, signatures: [...violated.signatures], case: 'c.yaml', target: 'my-init' }) },
  { type: 'replay', fails: false, ...replayed({ case: 'd.yaml', harnessErrors: ['the executor died'] }) },
  { type: 'checked', cases: 4, notAsRecorded: 2, unreadable: 0 },
];

/** All of them, by name. */
export const SUMMARIES: Record<string, Summary> = {
  campaign: summaryOf(CAMPAIGN),
  hostile: summaryOf(HOSTILE_CAMPAIGN),
  sound: summaryOf(SOUND),
  replays: summaryOf(REPLAYS),
  nights: nightSummary(NIGHTS),
  'hostile nights': nightSummary(hostileNights(HOSTILE)),
  nothing: summaryOf([]),
  broken: summaryOf([begin], `it broke down: ${HOSTILE}`),
};
export const EACH: [string, Summary][] = Object.entries(SUMMARIES);
export const summary = (name: keyof typeof SUMMARIES): Summary => SUMMARIES[name] as Summary;
