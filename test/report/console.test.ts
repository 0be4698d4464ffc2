import { expect, test } from 'vitest';
import type { CampaignEvent } from '../../fuzz/campaign/events.ts';
import { ConsoleReport } from '../../fuzz/report/console.ts';
import { begin, end, failure, plain, progress, target } from './plain.ts';

/** What is written for these events, answer and conversation apart. */
function report(events: readonly CampaignEvent[], verbose = false): { out: string; err: string } {
  const written = { out: '', err: '' };
  const stream = (name: 'out' | 'err') => ({
    write: (...lines: string[]): void => {
      written[name] += lines.map((line) => `${line}\n`).join('');
    },
    paint: plain,
  });
  const console = new ConsoleReport({ out: stream('out'), err: stream('err'), verbose });
  for (const event of events) console.take(event);
  return written;
}

test('the seed comes first, and goes to stderr', () => {
  const { out, err } = report([begin]);
  expect(out).toBe('');
  expect(err).toBe(
    'initproof 0.1.0 · seed 7\n  target      tini 0.19.0-1  /cache/tini\n  properties  2\n  budget      2 000 scenarios each, 1 m 0 s in all, 2 cases first\n\n',
  );
});

test('without a terminal there is a plain line each ten seconds', () => {
  const at = (ms: number) => ({ ...progress, ms });
  const { out, err } = report([at(1000), at(9999), at(10_000), at(19_000), at(20_500)]);
  expect(out).toBe('');
  expect(err).toBe('10s 1162/2000 41.2/s failures=1 flaky=0 harness=0\n21s 1162/2000 41.2/s failures=1 flaky=0 harness=0\n');
});

test('what is found is said at once, and the finding is the answer', () => {
  const { ms, target: name, property, signature, said, case: path } = failure;
  const { out, err } = report([begin, { v: 1, type: 'found', ms, target: name, property, signature, said, case: path }, failure]);
  expect(err).toMatch(/✕ my-init: exit-code\/wrong-status:exit main exited .*; saved, looking into it\n$/);
  expect(out).toMatch(/^✕ my-init violates exit-code\n/);
});

test('what is known is one line, and the whole of it when verbose', () => {
  const known = { ...failure, known: true };
  expect(report([known]).out).toBe(
    '· my-init: exit-code/wrong-status:exit is known, 10 of 10 (.initproof/found/my-init/exit-code/686ca06b.yaml)\n',
  );
  expect(report([known], true).out).toMatch('found after');
});

test('of many of a kind a line does', () => {
  const one = (signal: string) => ({ ...failure, signature: `forwards/signal-lost:${signal}` });
  const { out } = report(['SIGHUP', 'SIGINT', 'SIGQUIT', 'SIGTERM'].map(one));
  expect(out.match(/violates/g)).toHaveLength(3);
  expect(out).toMatch(/\n✕ my-init: forwards\/signal-lost:SIGTERM too, 10 of 10 \(.*686ca06b\.yaml\)\n$/);
});

test('each other event has its line', () => {
  const { out, err } = report([
    { v: 1, type: 'warning', message: 'x.yaml:1:1  no' },
    { v: 1, type: 'harness-error', ms: 1, target: 'tini', code: 'died', message: 'gone', file: 'h.yaml' },
    { ...failure, type: 'flaky', case: 'f.yaml', repeats: [0, 10] },
    { v: 1, type: 'changed', ms: 1, target: 'tini', case: 'c.yaml', property: 'exit-code', recorded: 'violated', now: 'holds' },
    target,
  ]);
  expect(err).toBe('initproof: x.yaml:1:1  no\n! harness error on tini (died): gone\n  scenario kept as h.yaml: please report it\n');
  expect(out.split('\n').slice(0, 3)).toEqual([
    '~ my-init: exit-code/wrong-status:exit did not show again in 10 runs, kept as f.yaml',
    '! tini: c.yaml is recorded as violated, now holds',
    '✕ my-init: 1 property violated, 2 held over 2 000 scenarios; 12 declared deviations',
  ]);
});

test('the end says how many of what, and the seed again', () => {
  expect(report([end]).out).toBe('\n1 failure (1 new), 3 inconclusive in 2 000 scenarios and 2 replays of cases, 48.6 s, seed 7\n');
  const interrupted = {
    ...end,
    failures: 0,
    new: 0,
    flaky: 1,
    unconfirmed: 2,
    harnessErrors: 1,
    inconclusive: 0,
    replayed: 0,
    interrupted: true,
  };
  expect(report([interrupted]).out).toBe(
    '\ninterrupted: no failures, 2 not confirmed, 1 flaky, 1 harness error in 2 000 scenarios, 48.6 s, seed 7\n',
  );
});
