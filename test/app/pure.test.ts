/** What needs no application: words, rates, cases, what is smaller. */
import { describe, expect, test } from 'vitest';
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
