/** What needs no application: words, rates, cases, what is smaller. */
import { describe, expect, test } from 'vitest';
import type { Init } from '../../fuzz/app/application.ts';
import { causeOf } from '../../fuzz/app/cause.ts';
import type { HostEvent, Process } from '../../fuzz/app/events.ts';
import { judge } from '../../fuzz/app/judge.ts';
import { applicationOf, readAppCase, writeAppCase } from '../../fuzz/app/case.ts';
import { interval } from '../../fuzz/app/rate.ts';
import { candidates, shrinkSchedule } from '../../fuzz/app/shrink.ts';
import type { Run } from '../../fuzz/app/run.ts';
import { localAddress, readiness } from '../../fuzz/app/words.ts';

describe('words', () => {
  test.each([
    ['tcp:8080', 'tcp:8080'],
    ['line:ready to serve', 'line:ready to serve'],
    ['file:/run/ready', 'file:/run/ready'],
    ['http://127.0.0.1:8080/health?x=1', 'http:8080/health?x=1'],
    ['500ms', 'rest:500'],
    ['http://example.com/', undefined],
    ['tcp:http', undefined],
    ['soon', undefined],
  ])('readiness %s', (text, expected) => expect(readiness(text)).toBe(expected));

  test('an address without a port', () => expect(localAddress('http://localhost/')).toBe('80/'));
});

// By the formula, with z = 1.96: none of ten is up to 28 %.
test.each([
  [0, 10, 0, 0.278],
  [5, 10, 0.237, 0.763],
  [3, 3, 0.438, 1],
])('%i of %i', (shown, runs, low, high) => {
  const found = interval({ shown, runs });
  expect(found.low).toBeCloseTo(low, 2);
  expect(found.high).toBeCloseTo(high, 2);
});

const CASE = `# It is lost.
version: 1
app:
  command: [node, server.js]
  init: tini
  ready: http://127.0.0.1:8080/health
  load: http://127.0.0.1:8080/
steps:
  - {ready: true}
  - {load: 500ms}
  - {signal: SIGTERM}
  - {within: 10s}
expect: {codes: [0, 143]}
`;

describe('a case', () => {
  const read = readAppCase(CASE, 'case.yaml');
  const app = applicationOf(read, {}, '/srv/app');

  test('is an application', () => {
    expect(app).toMatchObject({
      command: ['node', 'server.js'],
      directory: '/srv/app',
      ready: 'http:8080/health',
      load: '8080/',
      stop: 'SIGTERM',
    });
  });

  test('is written as it is read', () => {
    const saved = { init: 'tini', schedule: { steps: read.steps }, codes: [143], mayFail: false };
    expect(readAppCase(writeAppCase(app, saved, ['It is lost.'], '/srv/app'), 'case.yaml')).toEqual(read);
  });

  test.each([
    ['{signal: SIGTERM}', '{signal: TERM}', /SIGTERM/],
    ['{load: 500ms}', '{load: 500}', /load|step/],
    ['{ready: true}', '{sleep: 1s}', /step/],
    ['ready: http', 'redy: http', /redy/],
  ])('with %s as %s is refused', (from, to, said) => expect(() => readAppCase(CASE.replace(from, to), 'case.yaml')).toThrow(said));
});

describe('shrinking', () => {
  const schedule = {
    steps: [
      { ready: true as const },
      { wait: '37ms' },
      { signal: 'SIGTERM' as const },
      { wait: '5ms' },
      { signal: 'SIGTERM' as const },
      { within: '10s' },
    ],
  };

  test('keeps a stop, and what must end', () => {
    for (const { steps } of candidates(schedule)) {
      expect(steps.some((step) => 'signal' in step)).toBe(true);
      expect(steps.at(-1)).toEqual({ within: '10s' });
    }
  });

  test('goes to the shortest that still fails', async () => {
    const run = {} as Run;
    const found = await shrinkSchedule(schedule, async ({ steps }) =>
      steps.filter((step) => 'signal' in step).length === 2 ? run : undefined,
    );
    expect(found?.schedule.steps).toEqual([{ ready: true }, { signal: 'SIGTERM' }, { signal: 'SIGTERM' }, { within: '10s' }]);
  });

  test('finds nothing smaller where nothing smaller fails', async () => {
    expect(await shrinkSchedule(schedule, async () => undefined)).toBeUndefined();
  });
});

describe('what a run tells', () => {
  const SIGTERM_BIT = 1n << 14n;
  const process = (pid: number, more: Partial<Process> = {}): Process => ({
    pid,
    parent: pid - 1,
    state: 'S',
    caught: 0n,
    ignored: 0n,
    blocked: 0n,
    pending: 0n,
    name: `p${pid}`,
    ...more,
  });
  const run = (...events: HostEvent[]): Run =>
    ({ events, schedule: { kind: 'stop-when-ready', steps: [] }, init: 'tini', early: false, left: [], code: 0 }) as unknown as Run;
  const looked = (us: number, why: string, ...list: Process[]): HostEvent => ({ us, type: 'processes', why, list });
  const zombie: HostEvent = { us: 1, type: 'zombie', pid: 3, name: 'worker', parent: 2, parentName: 'p2' };

  test('a zombie that its parent waits for at last is none', () => {
    const kinds = (last: HostEvent) => judge(run(zombie, last), { codes: [0] }).kind;
    expect(kinds(looked(2, 'end', process(1), process(2)))).toBe('held');
    expect(kinds(looked(2, 'end', process(1), process(2), process(3, { state: 'Z' })))).toBe('violated');
  });

  test('a signal that came before the command was ready was forgotten only if nobody had a handler for it', () => {
    const init: Init = { name: 'tini', argv: ['tini', '--'] } as unknown as Init;
    const causeWith = (caught: bigint) =>
      causeOf(
        { ...run(looked(5, 'signal 15', process(1, { blocked: SIGTERM_BIT }), process(2, { caught }))), readyUs: 9000, lastSignalUs: 5 },
        { kind: 'hangs', ms: 10_000, dropped: false },
        init,
      );
    expect(causeWith(SIGTERM_BIT)).toEqual({
      id: 'taken-early',
      said: 'SIGTERM came 9 ms before it was ready: p2 had a handler, and went on to start',
    });
    expect(causeWith(0n)).toMatchObject({
      id: 'late-handler',
      said: 'SIGTERM came before the command (p2) had its handler, 9 ms before it was ready, and is forgotten',
    });
  });
});
