import { expect, test } from 'vitest';
import type { Replayed } from '../../fuzz/campaign/replay.ts';
import type { StoredCase } from '../../fuzz/cases/store.ts';
import { replayedLine, replayLines } from '../../fuzz/report/replay-lines.ts';
import { plain } from './plain.ts';

const STORED: StoredCase = {
  path: 'x.yaml',
  id: '7f3a91c2',
  case: {
    comment: 'what it shows',
    property: 'exit-code',
    expect: {},
    scenario: { version: 1, launch: {}, actors: { main: {} }, steps: [{ exit: { actor: 'main', code: 129 } }] },
  },
};

const replayed = (more: Partial<Replayed>): Replayed => ({
  target: 'tini',
  case: 'x.yaml',
  id: '7f3a91c2',
  signatures: [],
  times: 10,
  verdicts: {},
  harnessErrors: [],
  scenario: [],
  yaml: '',
  reasons: [],
  story: [],
  stderr: [],
  ...more,
});

const lines = (...results: Replayed[]): string[] => replayLines(STORED, results, plain, false);

test('what it is, then a line for each target', () => {
  const signatures = ['exit-code/wrong-status:exit'];
  const all = lines(
    replayed({ verdicts: { holds: 10 }, always: 'holds' }),
    replayed({
      target: 'my-init',
      verdicts: { violated: 10 },
      always: 'violated',
      recorded: 'violated',
      asRecorded: true,
      signatures,
      said: 'it says',
    }),
  );
  expect(all.slice(0, 8)).toEqual([
    '  case 7f3a91c2 · exit-code',
    '  what it shows',
    '',
    '  The init starts the actor main.',
    '  1. main exits 129.',
    '',
    '  tini     ✓ holds     10 of 10',
    '  my-init  ✕ violated  10 of 10  exit-code/wrong-status:exit, as recorded',
  ]);
  expect(all).toContain('  my-init: it says');
});

test('what differs from run to run, and what differs from the record', () => {
  const text = lines(
    replayed({ verdicts: { holds: 7, violated: 3 } }),
    replayed({ verdicts: { holds: 10 }, always: 'holds', recorded: 'violated', asRecorded: false }),
    replayed({ verdicts: { inconclusive: 9 }, harnessErrors: ['the executor died'] }),
  );
  expect(text.slice(6, 9).map((line) => line.trim().split(/ {2,}/))).toEqual([
    ['tini', '✕ differs', 'holds 7, violated 3 of 10'],
    ['tini', '✓ holds', '10 of 10', 'no longer violated: initproof corpus add records it so'],
    ['tini', '? differs', 'inconclusive 9, internal errors 1 of 10', 'the executor died'],
  ]);
});

test('of several targets with the same story it is told once, whatever the times', () => {
  const one = (target: string, ms: number, what = 'exits with 1'): Replayed =>
    replayed({
      target,
      verdicts: { violated: 10 },
      always: 'violated',
      said: 'it says',
      story: [{ ms, who: 'init', what, fault: true }],
    });
  const text = lines(one('tini', 1), one('dumb-init', 1, 'exits with 2'), one('tini-g', 2), one('tini-s', 3)).join('\n');
  expect(text.match(/✕ +\d\.00 {2}init {5}exits with 1/g)).toHaveLength(1);
  expect(text).toMatch('tini: it says');
  expect(text).toMatch(/exits with 1\n\n {2}the same on tini-g, tini-s\n\n {2}dumb-init: it says/);
});

test('lines are as wide as the terminal', () => {
  const wide = replayed({
    verdicts: { violated: 1 },
    always: 'violated',
    said: 'word '.repeat(60).trim(),
    consequence: 'word '.repeat(60).trim(),
    stderr: ['word '.repeat(60).trim()],
    story: [{ ms: 1, who: 'init', what: 'word '.repeat(60).trim() }],
  });
  for (const width of [60, 80, 100]) {
    const all = replayLines(STORED, [wide], plain, false, width);
    expect(Math.max(...all.map((line) => line.length))).toBeLessThanOrEqual(width);
    expect(Math.max(...all.map((line) => line.length))).toBeGreaterThan(width - 6);
  }
});

test('several cases come to sums', () => {
  const recorded = replayed({ recorded: 'holds', asRecorded: true });
  const changed = replayed({ recorded: 'holds', asRecorded: false });
  expect(replayedLine([recorded, changed, recorded, replayed({})], 4, false)).toBe(
    '  4 replays: 2 as recorded, 1 not as recorded, 1 with nothing recorded',
  );
  expect(replayedLine([recorded], 4, true)).toBe('  interrupted: 1 of 4 replays: 1 as recorded');
  expect(replayedLine([], 1, true)).toBe('  interrupted: 0 of 1 replay');
});
