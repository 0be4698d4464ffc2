/** The state of one campaign, from its first scenario to its exit code. */
import { release } from 'node:os';
import { join } from 'node:path';
import { listCases, type StoredCase } from '../cases/store.ts';
import { HarnessError } from '../execute/harness-error.ts';
import { GENERATOR_VERSION, scenarioAt } from '../generate/seeds.ts';
import type { Scenario } from '../scenario/scenario.ts';
import { unsupported } from '../scenario/unsupported.ts';
import { SHRINK_DEFAULTS } from '../shrink/shrink.ts';
import type { CampaignOptions } from './campaign.ts';
import type { CampaignEventBody } from './events.ts';
import { exitCode } from './exit-code.ts';
import type { FoundTarget } from './find-target.ts';
import { HarnessLog } from './harness-log.ts';
import { keepInFlight, type Running } from './in-flight.ts';
import type { Examined, Lab } from './lab.ts';
import { Pace, plan } from './plan.ts';
import { Tally } from './tally.ts';
import { folderName, triage, type TriageOptions, type Violation } from './triage.ts';
import { VERSION } from './version.ts';

/** How often `progress` comes, ms: a person sees that it lives, and an hour of them is a small file. */
const PROGRESS_MS = 1000;
/** Time for making findings small after the budget's end, ms: a typical one takes a second. */
const GRACE_MS = 10_000;
/** Of the time that is left, what one finding may take at most: an init that hangs makes each try slow, and there is more to find. */
const SHARE = 1 / 4;
/** Of the same property and kind on one target, findings with different details (such as one for each signal) that are made small: the rest tells no more. */
const SMALL_OF_A_KIND = 4;
/** How often a violation that did not show again is looked into when it comes up once more. */
const FLAKY_TRIES = 3;

/** Where a scenario comes from: the seed, or a case. */
interface Item {
  scenario: Scenario;
  target: FoundTarget;
  index?: number;
  from?: StoredCase;
}

export class Session {
  readonly emit: (event: CampaignEventBody) => void;
  readonly #options: CampaignOptions & { signal: AbortSignal };
  readonly #lab: Lab;
  readonly #corpus: readonly StoredCase[];
  readonly #began = performance.now();
  readonly #tallies = new Map<FoundTarget, Tally>();
  readonly #pace = new Pace();
  readonly #harness: HarnessLog;
  readonly #progress: NodeJS.Timeout;
  /** By target and signature: how often it was looked into without showing again, or that it was settled. */
  readonly #seen = new Map<string, number>();
  readonly #ofAKind = new Map<string, number>();
  readonly #counts = { replayed: 0, failures: 0, new: 0, flaky: 0 };
  /** Findings are looked into one after the other, while nothing else begins: on a quiet machine. */
  #serial: Promise<void> = Promise.resolve();
  #held = 0;
  #doing: string | undefined;
  #flow: Running | undefined;

  constructor(
    options: CampaignOptions & { signal: AbortSignal },
    lab: Lab,
    corpus: readonly StoredCase[],
    emit: (event: CampaignEventBody) => void,
  ) {
    this.emit = emit;
    this.#options = options;
    this.#lab = lab;
    this.#corpus = corpus;
    for (const target of options.targets) this.#tallies.set(target, new Tally(lab.properties.map(({ id }) => id)));
    this.#harness = new HarnessLog(options.out, emit, this.#elapsed);
    this.#progress = setInterval(() => this.#emitProgress(), PROGRESS_MS);
  }

  readonly #elapsed = (): number => Math.round(performance.now() - this.#began);

  get #over(): boolean {
    return this.#options.signal.aborted || (this.#options.ms !== undefined && this.#elapsed() >= this.#options.ms);
  }

  /** The corpus, and what earlier campaigns found, on each target. */
  async replay(): Promise<void> {
    const items: Item[] = [];
    for (const target of this.#options.targets) {
      const found = await listCases(join(this.#options.out, 'found', folderName(target.name)));
      for (const from of [...this.#corpus, ...found.cases]) {
        if (unsupported(from.case.scenario).length === 0) items.push({ scenario: from.case.scenario, target, from });
      }
    }
    await this.#run(items.values(), async (item) => {
      const examined = await this.#examine(item, true);
      this.#counts.replayed++;
      if (examined !== undefined && item.from !== undefined) this.#compareWithRecord(item.from, item.target, examined);
    });
  }

  /** Scenarios of the seed, until the budget is spent. */
  async fuzz(): Promise<void> {
    const { targets, runs, seed } = this.#options;
    await this.#run(plan(targets, runs), async ({ target, index }) => {
      const examined = await this.#examine({ scenario: scenarioAt(seed, index), target, index }, false);
      if (examined === undefined) return;
      this.#tallies.get(target)?.add(examined.judgements);
    });
  }

  async #run<T>(source: Iterator<T>, run: (item: T) => Promise<void>): Promise<void> {
    const flow = keepInFlight<T>({
      next: () => (this.#over ? undefined : source.next().value),
      limit: () => (this.#held > 0 ? 0 : this.#pace.perExecutor * this.#lab.jobs),
      run,
    });
    this.#flow = flow;
    await flow.done;
    await this.#serial;
  }

  /** One at a time, with nothing else going on. */
  #alone<T>(work: () => Promise<T>, doing?: string): Promise<T> {
    this.#held++;
    const result = this.#serial.then(() => {
      this.#doing = doing;
      return work();
    });
    this.#serial = result.then(
      () => {},
      () => {},
    );
    return result.finally(() => {
      this.#held--;
      this.#doing = undefined;
      this.#flow?.resume();
    });
  }

  /** Runs and judges; looks into what is violated. `undefined` where the harness failed. */
  async #examine(item: Item, careful: boolean): Promise<Examined | undefined> {
    const { scenario, target } = item;
    try {
      const examined = await this.#lab.examine(scenario, target, careful);
      this.#pace.ran(examined.trace.us);
      this.#harness.success();
      if (examined.unexplained.length > 0) await this.#alone(() => this.#unexplained(item, examined.unexplained));
      await this.#lookInto(item, examined);
      return examined;
    } catch (error) {
      if (!(error instanceof HarnessError)) throw error;
      return this.#alone(() => this.#retry(item, error));
    }
  }

  /** An executor that ends takes with it what others had under way: alone, only the one that is to blame fails again. */
  async #retry(item: Item, error: HarnessError): Promise<undefined> {
    if (error.code === 'closed') throw error;
    const again = await this.#lab.examine(item.scenario, item.target, true).then(
      () => undefined,
      (second: HarnessError) => second,
    );
    if (again === undefined && error.code !== 'program') return;
    if (again !== undefined && !(again instanceof HarnessError)) throw again;
    await this.#harness.add(again ?? error, item.scenario, item.target.name, again !== undefined);
  }

  async #unexplained({ scenario, target }: Item, lines: readonly string[]): Promise<void> {
    const again = await this.#lab.examine(scenario, target, true).catch(() => undefined);
    const shows = again !== undefined && again.unexplained.length > 0;
    const message = `${lines.slice(0, 3).join('; ')}${shows ? '' : ' (not when it was run again)'}`;
    await this.#harness.add(new HarnessError('unexplained', message), scenario, target.name, shows);
  }

  async #lookInto(item: Item, { judgements }: Examined): Promise<void> {
    for (const { property, verdict, signature } of judgements) {
      if (verdict.kind !== 'violated' || signature === undefined) continue;
      const key = `${item.target.name} ${signature}`;
      const tries = this.#seen.get(key) ?? 0;
      if (tries >= FLAKY_TRIES || this.#options.signal.aborted) continue;
      this.#seen.set(key, FLAKY_TRIES);
      const violation: Violation = { ...item, property, signature, verdict };
      const outcome = await this.#alone(() => triage(violation, this.#triageOptions), `looking into ${signature}`);
      if (outcome === 'flaky') this.#seen.set(key, tries + 1);
      if (outcome === 'flaky' && tries === 0) this.#counts.flaky++;
      if (outcome !== 'flaky') this.#counts.failures++;
      if (outcome !== 'flaky' && tries > 0) this.#counts.flaky--;
      if (outcome === 'failure') this.#counts.new++;
    }
  }

  get #triageOptions(): TriageOptions {
    const { seed, out, signal } = this.#options;
    return {
      lab: this.#lab,
      out,
      known: (violation) => this.#knownCase(violation),
      provenance: { seed, generator: GENERATOR_VERSION, version: VERSION, kernel: release(), date: new Date().toISOString().slice(0, 10) },
      shrinkMs: (violation) => this.#shrinkMs(violation),
      emit: this.emit,
      elapsed: this.#elapsed,
      signal,
    };
  }

  #knownCase({ signature, target }: Violation): StoredCase | undefined {
    return this.#corpus.find(({ case: { signature: recorded, expect, found } }) => {
      if (recorded !== signature) return false;
      return (expect[target.name] ?? (found?.target === target.name ? 'violated' : undefined)) === 'violated';
    });
  }

  #shrinkMs({ signature, target }: Violation): number {
    const kind = `${target.name} ${signature.split(':')[0] ?? signature}`;
    const before = this.#ofAKind.get(kind) ?? 0;
    this.#ofAKind.set(kind, before + 1);
    if (this.#options.shrink === false || before >= SMALL_OF_A_KIND || this.#options.signal.aborted) return 0;
    const left = (this.#options.ms ?? Number.POSITIVE_INFINITY) - this.#elapsed();
    return Math.min(SHRINK_DEFAULTS.ms, Math.max(left * SHARE, Math.min(GRACE_MS, GRACE_MS + left)));
  }

  #compareWithRecord({ path, case: { expect, property } }: StoredCase, target: FoundTarget, { judgements }: Examined): void {
    const recorded = expect[target.name];
    const now = judgements.find((judgement) => judgement.property === property)?.verdict.kind;
    if (property === undefined || recorded !== 'violated' || now === undefined || now === recorded) return;
    this.emit({ type: 'changed', ms: this.#elapsed(), target: target.name, case: path, property, recorded, now });
  }

  #sum(of: (tally: Tally) => number): number {
    return [...this.#tallies.values()].reduce((sum, tally) => sum + of(tally), 0);
  }

  get #totals() {
    const { replayed, failures, flaky } = this.#counts;
    return { replayed, failures, flaky, harnessErrors: this.#harness.count, inconclusive: this.#sum((tally) => tally.inconclusive) };
  }

  #emitProgress(): void {
    const { runs, targets } = this.#options;
    const ms = this.#elapsed();
    const done = this.#sum((tally) => tally.scenarios);
    const perSecond = Math.round((done / ms) * 1e4) / 10;
    const of = runs === undefined ? {} : { of: runs * targets.length };
    this.emit({
      type: 'progress',
      ms,
      done,
      ...of,
      perSecond,
      ...this.#totals,
      ...(this.#doing === undefined ? {} : { doing: this.#doing }),
    });
  }

  /** Tells what was judged, and how it ended. */
  end(): void {
    const ms = this.#elapsed();
    for (const [{ name }, { scenarios, properties }] of this.#tallies)
      this.emit({ type: 'target', target: name, scenarios, ms, properties });
    const scenarios = this.#sum((tally) => tally.scenarios);
    const interrupted = this.#options.signal.aborted;
    const result = { ...this.#totals, new: this.#counts.new, interrupted, unreliable: this.#harness.tooMany(scenarios) };
    const { unreliable: _, ...told } = result;
    this.emit({ type: 'end', ms, seed: this.#options.seed, scenarios, ...told, exit: exitCode(result, this.#options.failOn ?? 'new') });
  }

  close(): void {
    clearInterval(this.#progress);
  }
}
