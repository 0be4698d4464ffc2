/** A case with everything in it. */
import type { Case } from '../../fuzz/cases/case.ts';
import { RICH } from '../scenario/samples.ts';

export const FOUND: Case = {
  comment: 'A frozen init takes one SIGCHLD for two deaths.\n\nSeen on a made-up init.',
  property: 'reaps-orphans',
  signature: 'reaps-orphans/zombie-left:SIGCHLD',
  expect: { tini: 'holds', './my init': 'violated', catatonit: 'expected' },
  found: {
    target: './my init',
    seed: 12,
    index: 345,
    generator: 1,
    version: '0.1.0',
    kernel: '6.1.0-28',
    repeats: '10/10',
    date: '2026-01-31',
  },
  report: 'https://example.org/issues/4',
  releases: [{ init: 'my-init', since: '1.0.0', fixed: '1.0.2' }, { init: 'tini' }],
  checked: 'Violated on 1.0.0 and 1.0.1, held on 1.0.2: 10 of 10 each.',
  scenario: RICH,
};
