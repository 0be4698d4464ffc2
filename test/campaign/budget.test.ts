/** The time of a campaign is a bound, whatever is run: real inits, fast and slow ones, sound and faulty ones. */
import { execFileSync } from 'node:child_process';
import { chmodSync, readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { beforeAll, describe, expect, test } from 'vitest';
import type { CampaignEvent } from '../../fuzz/campaign/events.ts';
import { listCases } from '../../fuzz/cases/store.ts';
import { defineProperty, defineTarget, PROPERTIES, type RunOptions, stream } from '../../fuzz/index.ts';
import { PLAIN } from '../../fuzz/judge/plain-contract.ts';
import { temporary } from '../fixtures/temporary.ts';

const SOUND = 'native/build/sound';
const BUILD = 'targets/faulty/build';
const FAULTY = `${BUILD}/seven-bits`;
/** What may go on after the time, ms: the line of the documentation. */
const AFTER_MS = 5000;

/** It looks every five seconds whether its child has ended, and here its contract allows that. */
const UNHURRIED = defineTarget({
  name: 'unhurried',
  binary: join(process.cwd(), BUILD, 'leaves-within-five-seconds'),
  // All of it is said, so that nobody asks it what it is.
  contract: { ...PLAIN, pollMs: 5000 },
});

beforeAll(() => void execFileSync('make', ['-s', '-C', 'targets/faulty', 'build/seven-bits', 'build/leaves-within-five-seconds']));

/** An entrypoint whose command starts after so many seconds; it is waited for 2 s. */
function entrypoint(seconds: number): string {
  const path = join(temporary(), 'late.sh');
  writeFileSync(path, `#!/bin/sh\nsleep ${seconds}\nexec "$@"\n`);
  chmodSync(path, 0o755);
  return path;
}

type Of<T extends CampaignEvent['type']> = Extract<CampaignEvent, { type: T }>;
const ofType = <T extends CampaignEvent['type']>(all: CampaignEvent[], type: T) =>
  all.filter((event): event is Of<T> => event.type === type);

async function events(options: RunOptions): Promise<{ all: CampaignEvent[]; end: Of<'end'>; out: string }> {
  const out = options.out ?? temporary();
  const all: CampaignEvent[] = [];
  for await (const event of stream({ seed: 1, corpus: [], ...options, out })) all.push(event);
  return { all, end: all.at(-1) as Of<'end'>, out };
}

describe.each([
  ['fast and sound', () => SOUND, 1000],
  ['fast and faulty', () => FAULTY, 1000],
  ['slow to start', () => entrypoint(3), 4000],
  ['slow to leave', () => UNHURRIED, 6000],
])('an init that is %s', (_, target, ms) => {
  test('has its time and no more, with all known cases as well; what was cut off is no fault, and all that was seen is kept', async () => {
    const { all, end, out } = await events({ target: target(), ms, corpus: ['corpus'] });
    expect(end).toMatchObject({ type: 'end', interrupted: false, harnessErrors: 0, stays: 0 });
    expect(end.ms).toBeLessThan(ms + AFTER_MS);
    const { cases } = await listCases(join(out, 'found'));
    const flaky = await listCases(join(out, 'flaky'));
    const seen = new Set(ofType(all, 'seen').map(({ signature }) => signature));
    const kept = new Set([...cases, ...flaky.cases].map(({ case: { signature } }) => signature));
    expect([...seen].filter((signature) => !kept.has(signature))).toEqual([]);
    expect(end.new + end.unconfirmed + end.flaky).toBeGreaterThanOrEqual(seen.size);
  });
});

describe('nothing is nothing', () => {
  test('where no scenario came to its end, which is 4 and no harness error', async () => {
    const { all, end } = await events({ target: entrypoint(3), ms: 1000 });
    expect(ofType(all, 'target')).toMatchObject([{ scenarios: 0, nothing: 'no-time' }]);
    expect(end).toMatchObject({ scenarios: 0, failures: 0, unconfirmed: 0, harnessErrors: 0, exit: 4 });
  });

  test('also beside a target that had scenarios', async () => {
    const { all, end } = await events({ targets: [SOUND, entrypoint(3)], ms: 1500 });
    const [sound, other] = ofType(all, 'target');
    expect(sound?.scenarios).toBeGreaterThan(0);
    expect([sound?.nothing, other?.nothing, other?.scenarios]).toEqual([undefined, 'no-time', 0]);
    expect(end).toMatchObject({ failures: 0, harnessErrors: 0, exit: 4 });
  });
});

describe('known cases', () => {
  const CASES = 24;
  /** So many executors are there for each of the flow: so many begin at once, and take longer than their part of the time. */
  const AT_ONCE = 4;
  const MS = 2000;

  /** Cases that take 450 ms each, and that the sound init no longer violates. */
  function folder(): string {
    const path = temporary();
    for (let n = 0; n < CASES; n++) {
      const lines = ['version: 1', 'property: exit-code', 'expect: {sound: violated}', 'steps:', '  - {wait: 450ms}'];
      writeFileSync(join(path, `${n}.yaml`), [...lines, `  - {exit: {actor: main, code: ${n}}}`, ''].join('\n'));
    }
    return path;
  }

  const options = () => ({
    target: 'sound',
    properties: PROPERTIES.filter(({ id }) => id === 'exit-code'),
    corpus: [folder()],
    out: temporary(),
    jobs: 1,
  });

  test('take a part of the time, beside the scenarios, and each gets its turn in later runs', async () => {
    const common = options();
    const replayed = new Map<string, number>();
    let scenarios = 0;
    for (let run = 0; run < CASES / AT_ONCE; run++) {
      const { all, end } = await events({ ...common, ms: MS, seed: run });
      expect([end.toReplay, end.replayed < CASES / 2, end.exit]).toEqual([CASES, true, end.scenarios > 0 ? 0 : 4]);
      scenarios += end.scenarios;
      for (const { case: path } of ofType(all, 'changed')) replayed.set(path, (replayed.get(path) ?? 0) + 1);
    }
    const turns = JSON.parse(readFileSync(join(common.out, 'turns.json'), 'utf8')) as { sound: Record<string, number> };
    expect(Object.keys(turns.sound)).toHaveLength(CASES);
    // On a machine that is so busy that a replay was cut off, a case has had its turn and gave no verdict.
    expect([...replayed.values()].filter((times) => times > 1)).toEqual([]);
    expect(Math.min(replayed.size, scenarios)).toBeGreaterThan(0);
  });

  test('are all replayed where there is no limit', async () => {
    const { all, end } = await events({ ...options(), runs: 5 });
    expect([end.toReplay, end.replayed, end.scenarios, end.exit]).toEqual([CASES, CASES, 5, 0]);
    expect(new Set(ofType(all, 'changed').map(({ case: path }) => path)).size).toBe(CASES);
  });
});

test('what there is no time to confirm is kept, is no failure, and is replayed the next time', async () => {
  const long = defineProperty({
    id: 'long',
    claim: 'takes four seconds at most',
    names: [],
    judge: ({ trace }) => (trace.us > 4e6 ? { kind: 'violated', what: 'longer', said: 'it took longer' } : { kind: 'holds' }),
  });
  const common: RunOptions = { target: UNHURRIED, properties: [long], shrink: false, out: temporary() };
  const { all, end, out } = await events({ ...common, ms: 7500 });
  expect(end).toMatchObject({ failures: 0, flaky: 0, unconfirmed: 1, harnessErrors: 0, exit: 4 });
  const { cases } = await listCases(join(out, 'found'));
  expect(cases.map(({ path }) => path)).toEqual(ofType(all, 'found').map(({ case: path }) => path));
  const next = await events({ ...common, runs: 1 });
  expect(next.end).toMatchObject({ replayed: 1, toReplay: 1, new: 1, unconfirmed: 0 });
  expect(ofType(next.all, 'failure')).toMatchObject([{ signature: 'long/longer', repeats: [5, 5] }]);
});
