/** How far a campaign is, in numbers: `progress` once a second, and the sums at its end. */
import type { CampaignOptions } from './campaign.ts';
import type { CampaignEventBody } from './events.ts';
import { exitCode } from './exit-code.ts';
import type { FoundTarget } from './find-target.ts';
import type { Findings } from './findings.ts';
import type { Reached } from './guides.ts';
import type { HarnessLog } from './harness-log.ts';
import type { Tally } from './tally.ts';

export interface ProgressOptions {
  options: CampaignOptions & { signal: AbortSignal };
  tallies: ReadonlyMap<FoundTarget, Tally>;
  findings: Findings;
  harness: HarnessLog;
  /** What guidance has reached, where there is some. */
  reached(): Reached | undefined;
  elapsed(): number;
  emit(event: CampaignEventBody): void;
}

export class Progress {
  /** Cases that were replayed. */
  replayed = 0;
  readonly #given: ProgressOptions;

  constructor(given: ProgressOptions) {
    this.#given = given;
  }

  #sum(of: (tally: Tally) => number): number {
    return [...this.#given.tallies.values()].reduce((sum, tally) => sum + of(tally), 0);
  }

  get #totals() {
    const { failures, flaky } = this.#given.findings.counts;
    const inconclusive = this.#sum((tally) => tally.inconclusive);
    return { replayed: this.replayed, failures, flaky, harnessErrors: this.#given.harness.count, inconclusive };
  }

  /** Says how far it is. */
  tell(): void {
    const { options, findings, reached, elapsed, emit } = this.#given;
    const ms = elapsed();
    const done = this.#sum((tally) => tally.scenarios);
    const perSecond = Math.round((done / Math.max(1, ms)) * 1e4) / 10;
    const of = options.runs === undefined ? {} : { of: options.runs * options.targets.length };
    const { doing } = findings;
    emit({ type: 'progress', ms, done, ...of, perSecond, ...this.#totals, ...reached(), ...(doing === undefined ? {} : { doing }) });
  }

  /** Says what was judged, and how it ended. */
  end(): void {
    const { options, tallies, findings, harness, reached, elapsed, emit } = this.#given;
    const ms = elapsed();
    for (const [{ name }, { scenarios, inconclusive, properties }] of tallies)
      emit({ type: 'target', target: name, scenarios, inconclusive, ms, properties });
    const scenarios = this.#sum((tally) => tally.scenarios);
    const interrupted = options.signal.aborted;
    const { unconfirmed, tampered } = findings.counts;
    const told = { ...this.#totals, new: findings.counts.new, unconfirmed, tampered, interrupted };
    const unreliable = harness.tooMany(scenarios) || [...tallies.values()].some((tally) => tally.unsure);
    const exit = exitCode({ ...told, unreliable }, options.failOn ?? 'new');
    emit({ type: 'end', ms, seed: options.seed, scenarios, ...told, ...reached(), exit });
  }
}
