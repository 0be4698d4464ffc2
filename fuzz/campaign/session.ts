/** One campaign from its first run to its last: known cases beside scenarios of the seed, judged; what is violated goes to `findings.ts`. */
import type { StoredCase } from '../cases/store.ts';
import { faultsOf, judgementsOn, mostTelling } from '../judge/fault.ts';
import type { CampaignOptions } from './campaign.ts';
import type { Care } from './care.ts';
import { check, type CheckingOptions } from './checking.ts';
import type { CampaignEventBody } from './events.ts';
import type { Examined } from './examination.ts';
import { Examiner, type Item } from './examiner.ts';
import type { FoundTarget } from './find-target.ts';
import { Findings } from './findings.ts';
import { HarnessLog } from './harness-log.ts';
import { keepInFlight } from './in-flight.ts';
import { Guides } from './guides.ts';
import { KnownCases } from './known-cases.ts';
import type { KnownFaults } from './known-by.ts';
import { Known } from './known.ts';
import type { Lab } from './lab.ts';
import type { Labs } from './labs.ts';
import { Pace } from './pace.ts';
import { Plan } from './plan.ts';
import { Progress } from './progress.ts';
import { provenance } from './provenance.ts';
import { type Drawn, runDrawn, type Running } from './run-drawn.ts';
import { Tally } from './tally.ts';
import type { TimeLimit } from './time-limit.ts';
import type { Desk } from './triage.ts';
import type { Turn } from './turns.ts';

/** How often `progress` comes, ms: a person sees that it lives, and an hour of them is a small file. */
const PROGRESS_MS = 1000;

export interface SessionOptions {
  options: CampaignOptions & { signal: AbortSignal };
  time: TimeLimit;
  labs: Labs;
  /** Targets of which there is nothing to judge, since they never start the command. */
  idle: readonly FoundTarget[];
  /** For the flow of scenarios. */
  lab: Lab;
  corpus: readonly StoredCase[];
  known: KnownFaults;
  emit(event: CampaignEventBody): void;
}

interface Phase<T> {
  next(): T | undefined;
  limit(): number;
  run(item: T): Promise<void>;
}

export class Session {
  readonly #given: SessionOptions;
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
    const { options, time, lab, labs, known, emit } = given;
    const { out } = options;
    const { elapsed } = time;
    const { side } = labs;
    const harness = new HarnessLog(out, emit, elapsed);
    const desk: Desk = { lab: side, out, provenance: provenance(options.seed), emit, elapsed, signal: time.all, targets: options.targets };
    this.#tallies = new Map(options.targets.map((target) => [target, new Tally(lab.properties.map(({ id }) => id))]));
    this.#examiner = new Examiner({ side, harness, signal: time.runs });
    this.#findings = new Findings({ desk, known, width: 2 * lab.jobs, shrinks: options.shrink ?? true, left: () => time.left });
    const guides = new Guides(options, elapsed, emit);
    this.#guides = guides;
    this.#known = new Known(options.seed);
    const sums = { reached: guides.reached, guidesLost: () => guides.lost, stays: () => labs.stays.length, idle: given.idle };
    this.#progress = new Progress({ options, tallies: this.#tallies, findings: this.#findings, harness, ...sums, elapsed, emit });
    this.#lookUpKnown();
    this.#timer = setInterval(() => {
      this.#lookUpKnown();
      this.#guides.save();
      this.#progress.tell();
    }, PROGRESS_MS);
  }

  /** Replays known cases, and runs scenarios beside them, until the budget is spent. */
  async work(): Promise<void> {
    const { options, corpus, labs, time, emit } = this.#given;
    const cases = await KnownCases.read(options, corpus);
    this.#progress.toReplay = cases.count;
    if (cases.count === 0) return this.#fuzz();
    this.#progress.checking = true;
    const replayAll: CheckingOptions['replayAll'] = (next, lab, over) =>
      this.#run({ next, limit: () => lab.jobs, run: (turn) => this.#replay(turn, lab, over) });
    const { ahead, all } = check(cases, { time, open: labs.known, replayAll });
    const checked = all.then(() => {
      this.#progress.checking = false;
    });
    await Promise.all([checked, ahead.then(() => this.#fuzz())]);
    const why = await cases.leaveTurns();
    if (why !== undefined) emit({ type: 'warning', message: `which known cases are next is not kept for the next run: ${why}` });
  }

  async #replay({ target, from }: Turn, lab: Lab, over: AbortSignal): Promise<void> {
    const examined = await this.#examine({ scenario: from.case.scenario, target, from }, 'careful', lab, over);
    if (examined === undefined && (over.aborted || this.#given.time.runs.aborted)) return;
    this.#progress.replayed++;
    if (examined !== undefined) this.#compareWithRecord(from, target, examined);
  }

  /** Scenarios of the seed, and changes of those that have shown something new, until the budget is spent. */
  async #fuzz(): Promise<void> {
    const { lab, options } = this.#given;
    const { targets, runs, seed, from = 0 } = options;
    const asked = lab.jobs;
    await this.#guides.open();
    const plan = new Plan(targets, runs, ({ name }) => (typeof from === 'number' ? from : (from[name] ?? 0)));
    this.#progress.goesOnAt = (target) => plan.goesOnAt(target);
    const examine: Running['examine'] = (item, care) => this.#examine(item, care, lab);
    const running = { seed, examine, passesOver: this.#known.passesOver, isOver: () => this.#over };
    const run = async (drawn: Drawn): Promise<void> => {
      const ran = await runDrawn(drawn, running);
      // What was cut off is to run again, by whoever goes on.
      if (ran !== undefined || !this.#over) plan.ended(drawn);
      if (ran === undefined) return;
      const { target } = drawn;
      const { scenario, examined, us, lentUs } = ran;
      this.#guides.learn(target, scenario, examined);
      this.#pace.ran(us);
      plan.ran(target, us - lentUs);
      this.#tallies.get(target)?.add(examined.judgements);
    };
    await this.#run({ next: () => this.#draw(plan), limit: () => this.#pace.inFlight(lab.jobs, asked), run });
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

  #run<T>({ next, limit, run }: Phase<T>): Promise<void> {
    return keepInFlight<T>({ next: () => (this.#over ? undefined : next()), limit, run, pause: this.#findings.quiet });
  }

  get #over(): boolean {
    const { time, options } = this.#given;
    return options.signal.aborted || time.left <= 0 || this.#findings.failed || this.#guides.failed;
  }

  async #examine(item: Item, care: Care, lab: Lab, over?: AbortSignal): Promise<Examined | undefined> {
    const examined = await this.#examiner.examine(item, care, lab, over);
    if (examined === undefined) return undefined;
    for (const fault of faultsOf(examined.judgements)) await this.#findings.take({ ...item, ...fault }, examined);
    return examined;
  }

  #compareWithRecord({ path, case: { expect, property, signature } }: StoredCase, target: FoundTarget, { judgements }: Examined): void {
    const recorded = expect[target.name];
    const now = mostTelling(judgementsOn(property, judgements), signature)?.verdict.kind;
    if (property === undefined || recorded !== 'violated' || now === undefined || now === recorded) return;
    this.#given.emit({ type: 'changed', ms: this.#given.time.elapsed(), target: target.name, case: path, property, recorded, now });
  }

  /** Waits for what is looked into and for the end of all that ran, then tells what was judged, and how it ended. */
  async end(): Promise<void> {
    await Promise.all([this.#findings.done(), this.#guides.saved()]);
    await this.#given.labs.close();
    this.#progress.end();
  }

  close(): void {
    clearInterval(this.#timer);
  }
}
