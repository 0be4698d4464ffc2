/** Nights on a real init that is built anew between them: what each says of its one fault. */
import { readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { beforeAll, describe, expect, test } from 'vitest';
import { acceptedIn } from '../../fuzz/campaign/known-by.ts';
import type { FoundTarget } from '../../fuzz/campaign/find-target.ts';
import { triggerOf } from '../../fuzz/cause/trigger.ts';
import { writeBaseline } from '../../fuzz/cases/baseline.ts';
import { readCase } from '../../fuzz/cases/case-file.ts';
import { readCaseFile, saveCase } from '../../fuzz/cases/store.ts';
import { controls } from '../../fuzz/nightly/control.ts';
import type { NightEvent } from '../../fuzz/nightly/events.ts';
import type { NightFinding } from '../../fuzz/nightly/finding.ts';
import { markReported, night } from '../../fuzz/nightly/night.ts';
import type { NightOptions } from '../../fuzz/nightly/options.ts';
import { readCursor, readHistory, readLedger, writeLedger } from '../../fuzz/nightly/state.ts';
import { temporary } from '../fixtures/temporary.ts';
import { type Build, install, makeInits, targetAt } from './inits.ts';

beforeAll(makeInits);

const DAY_MS = 24 * 3600 * 1000;
const NAME = 'my-init';
const SIGNATURE = 'exit-code/wrong-status:exit';

/** ms for a test: a quiet machine takes a few seconds a night. */
const TIMEOUT = 600_000;

class Nights {
  readonly folder = temporary();
  readonly state = join(this.folder, 'state');
  readonly init = join(this.folder, 'init');
  readonly baseline = join(this.folder, 'baseline.yaml');
  #count = 0;

  /** `accepts`: with the baseline. Returns the last event, and how the first finding of the signature stands. */
  async next(
    build: Build,
    { accepts = false, reports = true, ...options }: { accepts?: boolean; reports?: boolean } & Partial<NightOptions> = {},
  ) {
    install(this.init, build);
    const date = new Date(Date.UTC(2026, 10, 1) + this.#count++ * DAY_MS);
    const accepted = accepts ? await acceptedIn(this.baseline, date.toISOString().slice(0, 10)) : [];
    const usual = {
      state: this.state,
      targets: [await targetAt(this.init, NAME)],
      seed: 1,
      newSeed: 1,
      ms: 60_000,
      runs: 30,
      placements: 0,
    };
    const events: NightEvent[] = [];
    for await (const event of night({ ...usual, accepted, date, ...options })) events.push(event);
    if (reports) await markReported(this.state);
    const end = events.at(-1);
    if (end?.type !== 'night-end') throw new Error('the night has no end');
    return { events, end, finding: await this.finding(), exit: end.exit };
  }

  async finding(): Promise<NightFinding | undefined> {
    return (await readLedger(this.state)).findings.find(({ signature }) => signature === SIGNATURE);
  }

  async accept(finding: NightFinding | undefined, until: string): Promise<void> {
    const { case: saved } = await readCaseFile(join(this.state, finding?.case ?? ''));
    const { property = '', signature = '' } = saved;
    const entry = { target: NAME, property, signature, reason: 'see #12', since: '2026-11-01', until, scenario: triggerOf(saved) };
    await writeBaseline(this.baseline, [entry]);
  }
}

test(
  'ten nights: a fault comes, stays, goes, comes back; a build breaks; it is accepted for some nights',
  async () => {
    const nights = new Nights();
    expect(await nights.next('sound')).toMatchObject({ finding: undefined, exit: 0 });
    expect(await nights.next('faulty')).toMatchObject({ finding: { state: 'new' }, exit: 1 });
    const third = await nights.next('faulty');
    expect(third.finding).toMatchObject({ state: 'still', first: { night: 2, date: '2026-11-02' }, last: { night: 3 } });
    expect(await nights.next('sound')).toMatchObject({ finding: { state: 'fixed', last: { night: 3 } }, exit: 0 });
    expect(await nights.next('faulty')).toMatchObject({ finding: { state: 'back', why: 'it was fixed' }, exit: 1 });

    // The command runs, exits, and its code arrives: the case of the finding does not show its fault. But no init is there.
    const broken = await nights.next('broken');
    expect(broken.finding).toMatchObject({ state: 'still', why: expect.stringMatching(/^not judged: /), last: { night: 5 } });
    expect(
      broken.events.flatMap((event) => (event.type === 'replayed' && event.signature === SIGNATURE ? [event.repeats[0]] : [])),
    ).toContain(0);
    expect(broken.end.void).toMatchObject({ [NAME]: expect.any(String) });

    const seventh = await nights.next('faulty');
    expect(seventh.finding).toMatchObject({ state: 'still' });
    await nights.accept(seventh.finding, '2026-11-09');
    expect(await nights.next('faulty', { accepts: true })).toMatchObject({ finding: { state: 'accepted', why: 'until 2026-11-09' } });
    expect(await nights.next('faulty', { accepts: true })).toMatchObject({ finding: { state: 'accepted' } });
    expect(await nights.next('faulty', { accepts: true })).toMatchObject({
      finding: { state: 'back', why: 'its acceptance has ended' },
      exit: 1,
    });

    const { lines, odd } = await readHistory(nights.state);
    expect([lines.map((line) => line.night), odd]).toEqual([Array.from({ length: 10 }, (_, n) => n + 1), []]);
    // Never the same scenario twice, and none left out.
    expect(lines.map(({ from }) => from)).toEqual([0, ...lines.slice(0, -1).map(({ to }) => to)]);
    expect(lines.filter(({ from, to, scenarios }) => scenarios === 0 || to - from < scenarios)).toEqual([]);
    expect((await readCursor(nights.state)).targets).toMatchObject({ [NAME]: { seed: 1, next: lines.at(-1)?.to } });
  },
  TIMEOUT,
);

describe('a fault that shows now and then', () => {
  const CASE = `version: 1
property: exit-code
signature: ${SIGNATURE}
expect: {${NAME}: violated}
found: {target: ${NAME}, seed: 1, index: 3, generator: 1, version: 0.1.0, kernel: 6.1.0, repeats: "1/50", date: 2026-10-31}
steps:
  - {exit: {actor: main, code: 200}}
`;

  test(
    'is flaky in its first night, which it does not fail; from the second on it is there',
    async () => {
      const nights = new Nights();
      // As a night leaves it that was killed before it could tell of it.
      await saveCase(join(nights.state, 'found', NAME), readCase(CASE, 'test'));
      expect(await nights.next('now-and-then', { runs: 1 })).toMatchObject({ finding: { state: 'flaky', first: { night: 1 } }, exit: 0 });
      // It may be silent for a night.
      let finding = await nights.finding();
      for (let n = 0; n < 5 && finding?.state === 'flaky'; n++) finding = (await nights.next('now-and-then', { runs: 1 })).finding;
      expect(finding).toMatchObject({ state: 'still', why: 'flaky, seen in several nights' });
      // With the rate that it has it takes dozens of runs to say that it is gone.
      const mended = (await nights.next('sound', { runs: 1 })).finding;
      expect(mended?.seen.at(-1)?.runs ?? 0).toBeGreaterThan(50);
      expect([mended?.state, mended?.why]).toEqual([expect.stringMatching(/fixed|still/), expect.stringMatching(/^0 of \d+/)]);
    },
    TIMEOUT,
  );
});

test(
  'what does not show though nothing has changed is gone, and not fixed; it may show again',
  async () => {
    const nights = new Nights();
    await nights.next('faulty');
    await nights.next('sound', { dryRun: true, reports: false });
    install(nights.init, 'sound');
    // As if it had been seen on this very build.
    const { builds } = await digests(nights);
    const ledger = await readLedger(nights.state);
    await writeLedger(nights.state, {
      ...ledger,
      findings: ledger.findings.map((finding) => ({ ...finding, on: { ...finding.on, init: builds } })),
    });
    expect(await nights.next('sound')).toMatchObject({ finding: { state: 'gone' }, exit: 0 });
    expect(await nights.next('faulty')).toMatchObject({ finding: { state: 'still' }, exit: 0 });
  },
  TIMEOUT,
);

async function digests(nights: Nights): Promise<{ builds: string }> {
  const { digestOf } = await import('../../fuzz/cases/digest.ts');
  return { builds: await digestOf(nights.init) };
}

test(
  'what nobody was told of is new once more',
  async () => {
    const nights = new Nights();
    expect((await nights.next('faulty', { reports: false })).finding).toMatchObject({ state: 'new' });
    expect(await nights.next('faulty', { reports: false })).toMatchObject({ finding: { state: 'new' }, exit: 1 });
    expect(await nights.next('faulty')).toMatchObject({ finding: { state: 'new' }, exit: 1 });
    expect((await nights.next('faulty')).finding).toMatchObject({ state: 'still' });
  },
  TIMEOUT,
);

describe('a night that cannot be relied upon is void: nothing is looked for, and nothing is called fixed', () => {
  const swapped = async (): Promise<[string, { sound: FoundTarget; faulty: FoundTarget }][]> => {
    const { sound, faulty } = await controls();
    return [
      ['a sound init that is said to be at fault', { sound: { ...faulty, name: 'sound' }, faulty }],
      ['a faulty one that is not caught', { sound, faulty: sound }],
    ];
  };

  test(
    'each way',
    async () => {
      const nights = new Nights();
      await nights.next('faulty');
      for (const [said, inits] of await swapped()) {
        const { events, end, finding, exit } = await nights.next('sound', { controls: inits });
        expect([said, finding?.state, exit]).toEqual([said, 'still', 70]);
        expect([said, Object.keys(end.void)]).toEqual([said, [NAME]]);
        expect(events.filter(({ type }) => type === 'campaign' || type === 'replayed')).toEqual([]);
      }
      expect((await nights.next('sound')).finding).toMatchObject({ state: 'fixed' });
    },
    TIMEOUT,
  );
});

test(
  'a dry run writes nothing',
  async () => {
    const nights = new Nights();
    await nights.next('faulty');
    const files = (): string[] =>
      ['ledger.json', 'history.ndjson', 'cursor.json'].map((name) => readFileSync(join(nights.state, name), 'utf8'));
    const before = files();
    const { end } = await nights.next('sound', { dryRun: true, reports: false });
    expect([files(), end.states.fixed ?? 0]).toEqual([before, expect.any(Number)]);
    expect(end.states.fixed).toBeGreaterThan(0);
    writeFileSync(join(nights.state, 'cursor.json'), before[2] ?? '');
  },
  TIMEOUT,
);
