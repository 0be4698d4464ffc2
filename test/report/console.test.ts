import { stripVTControlCharacters } from 'node:util';
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
    'initproof 0.1.0 · seed 7\n  target      tini 0.19.0-1  /cache/tini\n  properties  2\n  budget      2 000 scenarios each, 1 m 0 s in all, 2 known cases replayed beside\n\n',
  );
});

test('without a terminal there is a plain line each ten seconds', () => {
  const at = (ms: number) => ({ ...progress, ms });
  const { out, err } = report([at(1000), at(9999), at(10_000), at(19_000), at(20_500)]);
  expect(out).toBe('');
  const counts = '1162/2000 41.2/s new=1 known=0 flaky=0 unsure=0.3% internal=0';
  expect(err).toBe(`10s ${counts}\n21s ${counts}\n`);
  const checking = report([{ ...at(12_000), checking: true, replayed: 412, toReplay: 680, failures: 4 }]);
  expect(checking.err).toBe('12s 1162/2000 41.2/s new=1 known=3 flaky=0 unsure=0.3% internal=0 replays=412/680\n');
});

test('on a terminal the block is drawn in its place, as wide as that is', () => {
  const lines: string[] = [];
  const terminal = { columns: 80, write: (text: string) => lines.push(...text.split('\n')) } as unknown as NodeJS.WriteStream;
  const nowhere = { write: () => {}, paint: plain };
  const console = new ConsoleReport({ out: nowhere, err: nowhere, terminal, verbose: false });
  for (const event of [begin, { ...failure, known: true }, { ...failure, known: true, target: 'tini' }]) console.take(event);
  lines.length = 0;
  console.take(progress);
  expect(lines.slice(0, -1).map(stripVTControlCharacters)).toEqual([
    '  1 of 2  checked known    2 / 2 replays',
    '  2 of 2  looking for new  1 162 / 2 000 scenarios, 41 /s, about 0:20 left',
    '  new 1 · known 1 fault seen again · unsure 0.3 % · internal errors 0',
  ]);
});

test('many targets are one line, those of a binary beside each other', () => {
  const one = (name: string, binary: string) => ({ name, title: name, binary, args: [], version: '0.1' });
  const targets = [one('tini', '/t'), one('a', '/a'), one('tini-g', '/t'), { name: 'sound', title: 'x', binary: '/s', args: [] }];
  expect(report([{ ...begin, targets }]).err).toMatch(/\n {2}targets {5}tini, tini-g \(0\.1\); a \(0\.1\); sound\n {2}properties/);
  expect(report([{ ...begin, targets }], true).err).toMatch(/\n {2}target {6}tini 0\.1 {2}\/t\n/);
});

test('what is seen is said at once, where it is kept when verbose, and the finding is the answer', () => {
  const { ms, target: name, property, signature, said, case: path } = failure;
  const about = { v: 1, ms, target: name, property, signature, said } as const;
  const events = [begin, { ...about, type: 'seen' }, { ...about, type: 'found', case: path }, failure, end] as const;
  const { out, err } = report(events);
  expect(err).toMatch(/✕ my-init: exit-code\/wrong-status:exit: the init exited [^\n]*\n {2}.*looking into it\n/);
  expect(out).toMatch(/^✕ my-init violates exit-code\n/);
  expect(report(events, true).err).toMatch(/\n {2}my-init: exit-code\/wrong-status:exit saved as .*686ca06b\.yaml\n/);
});

test('what could not be kept is said, and the answer has what its file would be', () => {
  const { ms, target: name, property, signature, said, case: path } = failure;
  const notKept = { why: 'o: no space left on the disk (mkdir)', yaml: '# comment\nversion: 1\n', earlier: false };
  const event = { v: 1, type: 'not-kept', ms, target: name, property, signature, said, case: path, ...notKept } as const;
  const { out, err } = report([event, { ...failure, notKept }, end]);
  expect(err).toMatch(/^! my-init: exit-code\/wrong-status:exit is not kept: o: no space left on the disk \(mkdir\)\n/);
  expect(out).toMatch(/\n {2}not kept {3}o: no space left.*\n\n {2}To keep it, put these lines into a file:\n\n# comment\nversion: 1\n\n/);
  expect(out).not.toMatch('Replay');
  const earlier = { ...notKept, earlier: true };
  expect(report([{ ...event, ...earlier }]).err).toMatch(/; \.initproof\/.*686ca06b\.yaml has a larger form of it\n$/);
  expect(report([{ ...failure, notKept: earlier }, end]).out).toMatch(/686ca06b\.yaml, a larger form of it\n\n {2}Replay {5}npx/);
  expect(report([{ ...end, failures: 3, new: 3, notKept: 2 }]).out).toMatch('3 new failures, 2 not kept, ');
});

test('a process that does not end is said with what to do, and counted', () => {
  const event: CampaignEvent = { v: 1, type: 'stays', ms: 1, pid: 7, said: 'process 7 does not end', fix: ['kill 8', 'kill -KILL 7'] };
  expect(report([event]).err).toBe('! process 7 does not end\n    → kill 8\n    → kill -KILL 7\n');
  expect(report([{ ...end, stays: 1 }]).out).toMatch('1 process of initproof does not end');
});

test('what is known is told at the end, and the whole of it when verbose', () => {
  const known = { ...failure, known: true };
  expect(report([begin, known]).out).toBe('');
  const { out, err } = report([begin, { ...known, target: 'tini' }, { ...end, new: 0 }]);
  expect(out).toMatch(
    /^\n {2}1 known fault seen again, the most harmful first\n {2}CI takes a failure for a success \(exit\), case 686ca06b\n\nno new failures, 1 known, /,
  );
  expect(err).toMatch(
    /\n {2}See one happen {2}npx initproof replay 686ca06b\n {2}Why it matters {2}npx initproof explain exit-code\/wrong-status:exit\n {2}Your own init/,
  );
  expect(report([known], true).out).toMatch('found after');
});

test('what was interrupted says no next command', () => {
  expect(report([begin, { ...end, interrupted: true }]).err).not.toMatch('npx');
});

test('findings are told at the end, before what was judged; one that is told again stands once', () => {
  const unusual = { ...failure, id: 'a', plain: undefined, needs: ['a race'] };
  const again = { ...failure, id: 'b', insteadOf: 'a' };
  expect(report([begin, unusual, again]).out).toBe('');
  const { out } = report([begin, unusual, again, target, end]);
  expect(out.match(/violates/g)).toHaveLength(1);
  expect(out).toMatch(/a plain `docker run` has it\n(.*\n)+✕ my-init: 1 property violated/);
  expect(out).not.toMatch('a race');
});

test('a campaign that breaks down tells what it had found', () => {
  const written: string[] = [];
  const console = new ConsoleReport({
    out: { write: (...lines) => void written.push(...lines), paint: plain },
    err: { write: () => {}, paint: plain },
    verbose: false,
  });
  console.take(failure);
  console.findings();
  expect(written[0]).toBe('✕ my-init violates exit-code');
});

test('each other event has its line', () => {
  const { out, err } = report([
    { v: 1, type: 'warning', message: 'x.yaml:1:1  no' },
    { v: 1, type: 'harness-error', ms: 1, target: 'tini', code: 'died', message: 'gone', file: 'h.yaml' },
    { ...failure, type: 'flaky', case: 'f.yaml', repeats: [0, 10] },
    { v: 1, type: 'changed', ms: 1, target: 'tini', case: 'c.yaml', property: 'exit-code', recorded: 'violated', now: 'holds' },
    target,
    { ...end, interrupted: true },
  ]);
  expect(err).toBe('initproof: x.yaml:1:1  no\n! internal error on tini (died): gone\n  scenario kept as h.yaml: please report it\n');
  expect(out.split('\n').slice(0, 4)).toEqual([
    '~ my-init: exit-code/wrong-status:exit did not show again in 10 runs, kept as f.yaml',
    '! tini: c.yaml is recorded as violated, now holds',
    '✕ my-init: 1 property violated, 2 held, stays-idle not judged over 2 000 scenarios; 12 declared',
    '  deviations',
  ]);
});

test('the end says how many of what, and the seed again', () => {
  expect(report([end]).out).toBe(
    '\n1 new failure, 3 inconclusive in 2 000 scenarios and 2 replays of cases, 48.6 s, seed 7\n' +
      '  0.2 % could not be judged to the end: npx initproof explain inconclusive\n',
  );
  expect(report([target, { ...end, inconclusive: 0 }]).out).toMatch(
    /seed 7\n {2}12 declared deviations, meant so: npx initproof explain expected\n$/,
  );
  const interrupted = {
    ...end,
    failures: 0,
    new: 0,
    flaky: 1,
    unconfirmed: 2,
    harnessErrors: 1,
    inconclusive: 0,
    replayed: 0,
    toReplay: 0,
    interrupted: true,
  };
  expect(report([interrupted]).out).toBe(
    '\ninterrupted: no failures, 1 flaky, 1 internal error in 2 000 scenarios, 48.6 s, seed 7\n' +
      '  no time to confirm 2 findings: kept, and the next run replays what is kept\n',
  );
  const { target: name, property, signature, said, case: path } = failure;
  const found = { v: 1, type: 'found', ms: 1, target: name, property, signature, said, case: path } as const;
  const other = { ...found, signature: 'forwards/signal-lost', case: 'b.yaml' };
  expect(report([found, other, failure, { ...interrupted, unconfirmed: 1 }]).out).toMatch(
    /\n {2}no time to confirm 1 finding: .*\n {4}b\.yaml\n$/,
  );
  const known = { ...end, failures: 4, new: 1, inconclusive: 0, toReplay: 680, replayed: 412, notSmaller: 1 };
  expect(report([known]).out).toBe(
    '\n1 new failure, 3 known in 2 000 scenarios and 412 replays of cases, 48.6 s, seed 7\n' +
      '  no time for 268 of 680 replays of known cases: the next run begins with them\n' +
      '  no time to make 1 failure as small as may be: npx initproof shrink CASE goes on\n',
  );
  expect(report([{ ...end, new: 0, inconclusive: 0 }]).out).toMatch(/^\nno new failures, 1 known in/);
});
