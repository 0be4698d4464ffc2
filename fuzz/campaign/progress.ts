/** How far a campaign is, in numbers: `progress` once a second, and the sums at its end. */
import type { CampaignOptions } from './campaign.ts';
import type { Nothing } from './event-parts.ts';
import type { CampaignEventBody } from './events.ts';
import { exitCode, type Result } from './exit-code.ts';
import type { FoundTarget } from './find-target.ts';
import type { Findings } from './findings.ts';
import type { Reached } from './guides.ts';
import type { HarnessLog } from './harness-log.ts';
import type { Tally } from './tally.ts';

export interface ProgressOptions {
  options: CampaignOptions & { signal: AbortSignal };
  tallies: ReadonlyMap<FoundTarget, Tally>;
  /** Targets of which there is nothing to judge. */
  idle: readonly FoundTarget[];
  findings: Findings;
  harness: HarnessLog;
  /** What guidance has reached, where there is some. */
  reached(): Reached | undefined;
  /** Whether scenarios of guidance could not be written. */
  guidesLost(): boolean;
  /** Processes of ours that did not end. */
  stays(): number;
  elapsed(): number;
  emit(event: CampaignEventBody): void;
}

type Told = Pick<Result, 'failures' | 'new' | 'flaky' | 'unconfirmed' | 'tampered' | 'interrupted' | 'nothing'> & {
  notKept: number;
  stays: number;
};

export class Progress {
  /** Of `toReplay` known cases, one for each target, those that were replayed. */
  replayed = 0;
  toReplay = 0;
  /** Whether known cases are being replayed. */
  checking = false;
  /** Index at which a later campaign goes on with a target. */
  goesOnAt: ((target: FoundTarget) => number) | undefined;
  readonly #given: ProgressOptions;

  constructor(given: ProgressOptions) {
    this.#given = given;
  }

  #sum(of: (tally: Tally) => number): number {
    return [...this.#given.tallies.values()].reduce((sum, tally) => sum + of(tally), 0);
  }

  get #totals() {
    const { failures, new: news, before, flaky } = this.#given.findings.counts;
    const inconclusive = this.#sum((tally) => tally.inconclusive);
    const { replayed, toReplay } = this;
    return {
      replayed,
      toReplay,
      failures,
      new: news,
      ...(before === 0 ? {} : { before }),
      flaky,
      harnessErrors: this.#given.harness.count,
      inconclusive,
    };
  }

  /** Says how far it is. */
  tell(): void {
    const { options, findings, reached, elapsed, emit } = this.#given;
    const ms = elapsed();
    const done = this.#sum((tally) => tally.scenarios);
    const perSecond = Math.round((done / Math.max(1, ms)) * 1e4) / 10;
    const of = options.runs === undefined ? {} : { of: options.runs * options.targets.length };
    const { doing } = findings;
    const now = { ...(this.checking ? { checking: true as const } : {}), ...(doing === undefined ? {} : { doing }) };
    emit({ type: 'progress', ms, done, ...of, perSecond, ...this.#totals, ...this.#next, ...reached(), ...now });
  }

  get #next(): { next?: Record<string, number> } {
    const { goesOnAt } = this;
    if (goesOnAt === undefined) return {};
    return { next: Object.fromEntries([...this.#given.tallies.keys()].map((target) => [target.name, goesOnAt(target)])) };
  }

  /** Says what was judged, and how it ended. */
  end(): void {
    const { options, findings, reached, elapsed, emit } = this.#given;
    const ms = elapsed();
    const nothing = this.#targets(ms);
    const scenarios = this.#sum((tally) => tally.scenarios);
    const { unconfirmed, notSmaller, tampered } = findings.counts;
    const last = { notKept: findings.notKept, stays: this.#given.stays(), interrupted: options.signal.aborted };
    const told = { ...this.#totals, unconfirmed, notSmaller, tampered, ...last };
    const exit = this.#exit({ ...told, nothing }, scenarios);
    emit({ type: 'end', ms, seed: options.seed, scenarios, ...told, ...this.#next, ...reached(), exit });
  }

  /** A line for each target. Returns whether there is one without any verdict. */
  #targets(ms: number): boolean {
    const { tallies, idle, findings, emit } = this.#given;
    for (const { name } of idle)
      emit({ type: 'target', target: name, scenarios: 0, inconclusive: 0, doubts: [], ms, properties: [], nothing: 'starts-nothing' });
    const empty = [...tallies].map(([{ name }, tally]) => {
      const { scenarios, inconclusive, doubts, properties } = tally;
      const nothing = this.#nothing(tally);
      const known = findings.counts.knownOf(name);
      const notes = { ...(known.length === 0 ? {} : { known }), ...(nothing === undefined ? {} : { nothing }) };
      emit({ type: 'target', target: name, scenarios, inconclusive, doubts, ms, properties, ...notes });
      return nothing !== undefined;
    });
    return empty.includes(true) || idle.length > 0;
  }

  #nothing(tally: Tally): Nothing | undefined {
    if (tally.scenarios > 0) return tally.judged ? undefined : 'not-applicable';
    if (this.#given.options.signal.aborted) return 'interrupted';
    return this.#given.harness.count > 0 ? 'harness-errors' : 'no-time';
  }

  #exit(told: Told, scenarios: number): number {
    const { options, tallies, findings, harness, guidesLost } = this.#given;
    const unreliable = harness.tooMany(scenarios) || [...tallies.values()].some((tally) => tally.unsure);
    const lost = told.notKept > 0 || guidesLost();
    return exitCode({ ...told, before: findings.counts.before, stays: told.stays > 0, lost, unreliable }, options.failOn ?? 'new');
  }
}
