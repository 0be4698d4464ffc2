/** What tests of reports share: a paint that shows where colour is, and events. */
import type { CampaignEvent } from '../../fuzz/campaign/events.ts';
import type { Paint } from '../../fuzz/report/paint.ts';

export const marked: Paint = (style, text) => `<${String(style)}>${text}</>`;
export const plain: Paint = (_, text) => text;

type Of<Type extends CampaignEvent['type']> = Extract<CampaignEvent, { type: Type }>;

export const begin: Of<'campaign'> = {
  v: 1,
  type: 'campaign',
  version: '0.1.0',
  seed: 7,
  generator: 1,
  kernel: '6.1.0',
  targets: [{ name: 'tini', title: 'tini', binary: '/cache/tini', args: ['--'], version: '0.19.0-1' }],
  properties: ['exit-code', 'forwards'],
  corpus: 2,
  runs: 2000,
  budgetMs: 60_000,
};

export const failure: Of<'failure'> = {
  v: 1,
  type: 'failure',
  ms: 12_000,
  target: 'my-init',
  property: 'exit-code',
  signature: 'exit-code/wrong-status:exit',
  said: 'the init exited with 1, but should exit with 129, since main is to exit with 129',
  case: '.initproof/found/my-init/exit-code/686ca06b.yaml',
  id: '686ca06b',
  known: false,
  plain: true,
  repeats: [10, 10],
  index: 412,
  found: { steps: 40, processes: 11 },
  smallest: { steps: 1, processes: 1 },
  tries: 31,
  scenario: ['The init starts the actor main.', '1. main exits 129.'],
  yaml: '# what it shows\nversion: 1\nproperty: exit-code\nsteps:\n  - {exit: {actor: main, code: 129}}\n',
  story: [
    { ms: 6.58, who: 'main', what: 'runs as pid 2, child of 1' },
    { ms: 10.592, who: 'init', what: 'exits with 1', fault: true },
  ],
  stderr: [],
  due: 'exit with 129, since main is to exit with 129',
  consequence: 'CI takes a failure for a success.',
};

export const progress: Of<'progress'> = {
  v: 1,
  type: 'progress',
  ms: 28_000,
  done: 1162,
  of: 2000,
  perSecond: 41.2,
  replayed: 2,
  toReplay: 2,
  failures: 1,
  new: 1,
  flaky: 0,
  harnessErrors: 0,
  inconclusive: 3,
};

const none = { holds: 0, violated: 0, inconclusive: 0, 'not-applicable': 0, expected: 0, tampered: 0 };

export const target: Of<'target'> = {
  v: 1,
  type: 'target',
  target: 'my-init',
  scenarios: 2000,
  inconclusive: 2,
  doubts: [{ why: 'a stop and a SIGCONT were sent at the same time', scenarios: 2 }],
  ms: 48_600,
  properties: [
    { ...none, property: 'exit-code', holds: 1000, violated: 7, inconclusive: 2 },
    { ...none, property: 'forwards', holds: 1990 },
    { ...none, property: 'hands-down', expected: 12 },
    { ...none, property: 'stays-idle' },
  ],
};

export const end: Of<'end'> = {
  v: 1,
  type: 'end',
  ms: 48_600,
  seed: 7,
  scenarios: 2000,
  replayed: 2,
  toReplay: 2,
  failures: 1,
  new: 1,
  flaky: 0,
  unconfirmed: 0,
  notSmaller: 0,
  tampered: 0,
  notKept: 0,
  stays: 0,
  inconclusive: 3,
  harnessErrors: 0,
  interrupted: false,
  exit: 1,
};
