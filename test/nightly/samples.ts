/** A finding and a line of the history as a state has them. */
import type { NightFinding } from '../../fuzz/nightly/finding.ts';
import type { HistoryLine } from '../../fuzz/nightly/schema.ts';

export const DIGEST = 'a'.repeat(64);

/** First seen in that night, ten times of ten. */
export function findingOf(night: number, change: Partial<NightFinding> = {}): NightFinding {
  const when = { night, date: '2026-11-30' };
  return {
    id: '0123abcd',
    target: './init',
    property: 'forwards',
    signature: 'forwards/lost:SIGTERM',
    said: 'it is lost',
    case: 'found/init/forwards/0123abcd.yaml',
    caseId: '0123abcd',
    state: 'new',
    first: when,
    last: when,
    since: when,
    checked: when,
    on: { init: DIGEST, contract: DIGEST, tool: DIGEST, kind: 'declared' },
    rate: { shown: 10, runs: 10 },
    seen: [],
    ...change,
  };
}

export const lineOf = (night: number, change: Partial<HistoryLine> = {}): HistoryLine => ({
  v: 1,
  night,
  date: '2026-11-30',
  target: './init',
  init: DIGEST,
  contract: DIGEST,
  tool: DIGEST,
  version: '0.1.0',
  kernel: '6.1.0',
  seed: 7,
  from: 0,
  to: 10,
  scenarios: 10,
  inconclusive: 0,
  verdicts: { forwards: { holds: 10 } },
  states: { new: 1 },
  ms: 1000,
  replays: 3,
  exit: 1,
  ...change,
});
