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

test('what is seen is said at once, where it is kept when verbose, and the finding is the answer', () => {
  const { ms, target: name, property, signature, said, case: path } = failure;
  const about = { v: 1, ms, target: name, property, signature, said } as const;
  const events = [begin, { ...about, type: 'seen' }, { ...about, type: 'found', case: path }, failure] as const;
  const { out, err } = report(events);
  expect(err).toMatch(/✕ my-init: exit-code\/wrong-status:exit main exited .*; looking into it\n$/);
  expect(out).toMatch(/^✕ my-init violates exit-code\n/);
  expect(report(events, true).err).toMatch(/\n {2}my-init: exit-code\/wrong-status:exit saved as .*686ca06b\.yaml\n$/);
});

test('what could not be kept is said, and the answer has what its file would be', () => {
  const { ms, target: name, property, signature, said, case: path } = failure;
  const notKept = { why: 'o: no space left on the disk (mkdir)', yaml: '# comment\nversion: 1\n', earlier: false };
  const event = { v: 1, type: 'not-kept', ms, target: name, property, signature, said, case: path, ...notKept } as const;
  const { out, err } = report([event, { ...failure, notKept }]);
  expect(err).toBe('! my-init: exit-code/wrong-status:exit is not kept: o: no space left on the disk (mkdir)\n');
  expect(out).toMatch(/\n {2}not kept {3}o: no space left.*\n\n {2}To keep it, put these lines into a file:\n\n# comment\nversion: 1\n\n/);
  expect(out).not.toMatch('Replay');
  const earlier = { ...notKept, earlier: true };
  expect(report([{ ...event, ...earlier }]).err).toMatch(/; \.initproof\/.*686ca06b\.yaml has a larger form of it\n$/);
  expect(report([{ ...failure, notKept: earlier }]).out).toMatch(/686ca06b\.yaml, a larger form of it\n\n {2}Replay {5}npx/);
  expect(report([{ ...end, failures: 3, new: 3, notKept: 2 }]).out).toMatch('3 failures (3 new), 2 not kept, ');
});

test('a process that does not end is said with what to do, and counted', () => {
  const event: CampaignEvent = { v: 1, type: 'stays', ms: 1, pid: 7, said: 'process 7 does not end', fix: ['kill 8', 'kill -KILL 7'] };
  expect(report([event]).err).toBe('! process 7 does not end\n    → kill 8\n    → kill -KILL 7\n');
  expect(report([{ ...end, stays: 1 }]).out).toMatch('1 process of ours does not end');
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
