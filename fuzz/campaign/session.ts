/** One campaign from its first scenario to its last: cases, then scenarios of the seed, judged; what is violated goes to `findings.ts`. */
import { listCases, type StoredCase } from '../cases/store.ts';
import { faultsOf, judgementsOn, mostTelling } from '../judge/fault.ts';
import type { CampaignOptions } from './campaign.ts';
import type { Care } from './care.ts';
import type { CampaignEventBody } from './events.ts';
import type { Examined } from './examination.ts';
import { Examiner, type Item } from './examiner.ts';
import type { FoundTarget } from './find-target.ts';
import { Findings } from './findings.ts';
import { HarnessLog } from './harness-log.ts';
import { keepInFlight } from './in-flight.ts';
import { foundFolder } from './keep.ts';
import { Guides } from './guides.ts';
import { Known } from './known.ts';
import type { Lab } from './lab.ts';
import { Pace } from './pace.ts';
import { Plan } from './plan.ts';
import { Progress } from './progress.ts';
import { provenance } from './provenance.ts';
import { type Drawn, runDrawn } from './run-drawn.ts';
import { Tally } from './tally.ts';
import type { Desk } from './triage.ts';

/** How often `progress` comes, ms: a person sees that it lives, and an hour of them is a small file. */
const PROGRESS_MS = 1000;

export interface SessionOptions {
  options: CampaignOptions & { signal: AbortSignal };
  /** For the flow of scenarios. */
  lab: Lab;
  /** For replays beside it; opened when it is first needed. */
  side(): Promise<Lab>;
  corpus: readonly StoredCase[];
  emit(event: CampaignEventBody): void;
  /** Ends the executors; `stays`: how many of their processes did not end by then. */
  close(): Promise<void>;
  stays(): number;
}

interface Phase<T> {
  source: { next(): { value: T | undefined } };
  limit(): number;
  run(item: T): Promise<void>;
}

export class Session {
  readonly #given: SessionOptions;
  readonly #began = performance.now();
  readonly #tallies: Map<FoundTarget, Tally>;
  readonly #pace = new Pace();
  readonly #examiner: Examiner;
  readonly #findings: Findings;
  readonly #progress: Progress;
  readonly #guides: Guides;
  readonly #known: Known;
  readonly #timer: NodeJS.Timeout;

  constructor(given: SessionOptions) {
    this.#given = given;
    const { options, lab, side, corpus, emit } = given;
    const { signal, out } = options;
    const elapsed = this.#elapsed;
    const harness = new HarnessLog(out, emit, elapsed);
    const desk: Desk = { lab: side, out, provenance: provenance(options.seed), emit, elapsed, signal };
    this.#tallies = new Map(options.targets.map((target) => [target, new Tally(lab.properties.map(({ id }) => id))]));
    this.#examiner = new Examiner({ lab, side, harness, signal });
    this.#findings = new Findings({ desk, corpus, width: 2 * lab.jobs, shrinks: options.shrink ?? true, left: () => this.#left });
    const guides = new Guides(options, elapsed, emit);
    this.#guides = guides;
    this.#known = new Known(options.seed);
    const sums = { reached: guides.reached, guidesLost: () => guides.lost, stays: given.stays };
    this.#progress = new Progress({ options, tallies: this.#tallies, findings: this.#findings, harness, ...sums, elapsed, emit });
    this.#lookUpKnown();
    this.#timer = setInterval(() => {
      this.#lookUpKnown();
      this.#guides.save();
      this.#progress.tell();
    }, PROGRESS_MS);
  }

  readonly #elapsed = (): number => Math.round(performance.now() - this.#began);

  get #left(): number {
    return (this.#given.options.ms ?? Number.POSITIVE_INFINITY) - this.#elapsed();
  }

  /** The corpus, and what earlier campaigns found, on each target. */
  async replay(): Promise<void> {
    const { options, corpus } = this.#given;
    const items: Item[] = [];
    for (const target of options.targets) {
      const { cases } = await listCases(foundFolder(options.out, target.name));
      const known = new Set(corpus.map(({ id }) => id));
      for (const from of [...corpus, ...cases.filter(({ id }) => !known.has(id))]) {
        items.push({ scenario: from.case.scenario, target, from });
      }
    }
    if (items.length === 0) return;
    const { jobs } = await this.#given.side();
    const run = async (item: Item): Promise<void> => {
      const examined = await this.#examine(item, 'careful');
      this.#progress.replayed++;
      if (examined !== undefined && item.from !== undefined) this.#compareWithRecord(item.from, item.target, examined);
    };
    await this.#run({ source: items.values(), limit: () => 2 * jobs, run });
  }

  /** Scenarios of the seed, and changes of those that have shown something new, until the budget is spent. */
  async fuzz(): Promise<void> {
    const { lab, options } = this.#given;
    const { targets, runs, seed } = options;
    const asked = lab.jobs;
    await this.#guides.open();
    const plan = new Plan(targets, runs);
    const running = { seed, examine: this.#examine, passesOver: this.#known.passesOver, isOver: () => this.#over };
    const run = async (drawn: Drawn): Promise<void> => {
      const ran = await runDrawn(drawn, running);
      if (ran === undefined) return;
      const { target } = drawn;
      const { scenario, examined, us, lentUs } = ran;
      this.#guides.learn(target, scenario, examined);
      this.#pace.ran(us);
      plan.ran(target, us - lentUs);
      this.#tallies.get(target)?.add(examined.judgements);
    };
    const source = { next: () => ({ value: this.#draw(plan) }) };
    await this.#run({ source, limit: () => this.#pace.inFlight(lab.jobs, asked), run });
  }

  /** The next that is not passed over. */
  #draw(plan: Plan): Drawn | undefined {
    for (let planned = plan.next(); planned !== undefined; planned = plan.next()) {
      const drawn = { ...planned, ...this.#guides.next(planned.target, planned.index) };
      if (drawn.guided === true || !this.#known.passesOver(drawn)) return drawn;
      plan.passOver();
    }
    return undefined;
  }

  #lookUpKnown(): void {
    this.#known.lookUp(this.#given.options.targets, (target) => this.#findings.knownOf(target));
  }

  #run<T>({ source, limit, run }: Phase<T>): Promise<void> {
    return keepInFlight<T>({ next: () => (this.#over ? undefined : source.next().value), limit, run, pause: this.#findings.quiet });
  }

  get #over(): boolean {
    return this.#given.options.signal.aborted || this.#left <= 0 || this.#findings.failed || this.#guides.failed;
  }

  readonly #examine = async (item: Item, care: Care): Promise<Examined | undefined> => {
    const examined = await this.#examiner.examine(item, care);
    if (examined === undefined) return undefined;
    for (const fault of faultsOf(examined.judgements)) await this.#findings.take({ ...item, ...fault });
    return examined;
  };

  #compareWithRecord({ path, case: { expect, property, signature } }: StoredCase, target: FoundTarget, { judgements }: Examined): void {
    const recorded = expect[target.name];
    const now = mostTelling(judgementsOn(property, judgements), signature)?.verdict.kind;
    if (property === undefined || recorded !== 'violated' || now === undefined || now === recorded) return;
    this.#given.emit({ type: 'changed', ms: this.#elapsed(), target: target.name, case: path, property, recorded, now });
  }

  /** Waits for what is looked into and for the end of all that ran, then tells what was judged, and how it ended. */
  async end(): Promise<void> {
    await Promise.all([this.#findings.done(), this.#guides.saved()]);
    await this.#given.close();
    this.#progress.end();
  }

  close(): void {
    clearInterval(this.#timer);
  }
}
