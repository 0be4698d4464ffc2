/**
 * All that is violated in a campaign: each signature on each target is looked into once, beside the flow of scenarios; where cases know it,
 * once more for what they do not explain.
 */
import type { StoredCase } from '../cases/store.ts';
import { needsOf } from '../cause/plainness.ts';
import type { Scenario } from '../scenario/scenario.ts';
import type { FoundTarget } from './find-target.ts';
import { Causes, tells } from './causes.ts';
import { type Repeats, shows } from './confirm.ts';
import { Counts } from './counts.ts';
import type { Examined } from './examination.ts';
import type { Keeping, Violation } from './keep.ts';
import { Kept } from './kept.ts';
import type { KnownFaults } from './known-by.ts';
import { Plainer } from './plainer.ts';
import { Quiet } from './quiet.ts';
import { ShrinkTime } from './shrink-time.ts';
import { Tasks } from './tasks.ts';
import { conclude, type Desk, settle, settlePlain, type Settled } from './triage.ts';
import { keepAtLast, writeDown } from './write-down.ts';

/** How often a violation that did not show again is looked into when it comes up once more. */
const FLAKY_TRIES = 3;

export interface FindingsOptions {
  desk: Desk;
  /** Cases that say which target shows what. */
  known: KnownFaults;
  /** Findings that are looked into at the same time: two for each executor. */
  width: number;
  shrinks: boolean;
  /** Time that is left of the budget, ms; below 0 when it is over. */
  left(): number;
}

export class Findings {
  readonly counts = new Counts();
  readonly #options: FindingsOptions;
  readonly #tasks: Tasks;
  /** By target, signature and whether cases explain it: how often it was looked into without showing again, or that it is settled. */
  readonly #seen = new Map<string, number>();
  readonly #causes: Causes;
  readonly #time = new ShrinkTime();
  readonly #kept = new Kept();
  readonly #plainer = new Plainer();
  readonly #underWay = new Set<{ signature: string }>();
  readonly #quiet = new Quiet();

  constructor(options: FindingsOptions) {
    this.#options = options;
    this.#tasks = new Tasks(options.width);
    this.#causes = new Causes(options.known.cases);
  }

  /** Whether looking into one has failed: `done` throws why. */
  get failed(): boolean {
    return this.#tasks.failed;
  }

  /** Findings that could not be kept: nothing of them is on disk. */
  get notKept(): number {
    return this.#kept.lost;
  }

  /** What it does just now, in words. */
  get doing(): string | undefined {
    const [first, ...rest] = this.#underWay;
    const more = rest.length + this.#tasks.waiting;
    return first === undefined ? undefined : `looking into ${first.signature}${more === 0 ? '' : ` and ${more} more`}`;
  }

  /** For how long nothing else is to begin, if that is so. */
  readonly quiet = (): Promise<void> | undefined => this.#quiet.over;

  /** What is known of the target: the scenarios of cases of the corpus, and of what was found so far, as small as it is by now. */
  knownOf(target: FoundTarget): Scenario[] {
    const recorded = this.#options.known.cases.filter(({ case: known }) => tells(known, target));
    return [...recorded, ...this.#kept.casesOf(target)].map(({ case: { scenario } }) => scenario);
  }

  /** Takes a violation of a run, `examined`; one that is new is told when this resolves, and safe on disk if it can be. */
  async take(violation: Violation, examined?: Examined): Promise<void> {
    const known = this.#causes.knownCases(violation);
    if (known.length === 0) return this.#take(violation, keyOf(violation));
    const explaining = this.#causes.explaining(known, violation) ?? (await this.#withOtherValue(violation, known));
    if (explaining === undefined) return this.#takeBehind(violation, known);
    this.#takeKnown(violation, explaining, examined);
    if (this.#isOpen(behindKey(violation)) && this.#causes.isDue(violation, explaining, this.#executorMs))
      this.#tasks.add(() => this.#lookBehind(violation, known, explaining));
  }

  /** One that the cases which know its signature do not explain. */
  #takeBehind(violation: Violation, known: readonly StoredCase[]): Promise<void> {
    return this.#take({ ...violation, behind: this.#causes.behind(known) }, behindKey(violation));
  }

  async #lookBehind(violation: Violation, known: readonly StoredCase[], explaining: StoredCase): Promise<void> {
    if (this.#isOver) return;
    const { target, signature } = violation;
    const lab = await this.#options.desk.lab();
    const shown = await this.#causes.lookBehind(known, violation, explaining, (variant) => shows(lab, variant, target, signature));
    if (shown !== undefined) await this.#takeBehind({ ...violation, scenario: shown }, known);
  }

  /** Not of one whose like is being looked into, or was. */
  async #withOtherValue(violation: Violation, known: readonly StoredCase[]): Promise<StoredCase | undefined> {
    if (!this.#isOpen(behindKey(violation))) return undefined;
    const lab = await this.#options.desk.lab();
    return this.#causes.withOtherValue(known, violation, (variant) => shows(lab, variant, violation.target, violation.signature));
  }

  get #executorMs(): number {
    return (this.#options.desk.elapsed() * this.#options.width) / 2;
  }

  /** Whether the time is over: what is new is confirmed and made smaller then, and nothing is done about what is known. */
  get #isOver(): boolean {
    return this.#options.left() <= 0 || this.#options.desk.signal.aborted;
  }

  /** Whether it is still worth to be looked into. */
  #isOpen(key: string): boolean {
    return (this.#seen.get(key) ?? 0) < FLAKY_TRIES;
  }

  /** It is written down whatever time is left. */
  async #take(violation: Violation, key: string): Promise<void> {
    this.counts.saw(violation, false);
    if (!this.#isOpen(key)) return this.#offerPlainer(violation, key);
    const tries = this.#seen.get(key) ?? 0;
    this.#seen.set(key, FLAKY_TRIES);
    const keeping = this.#kept.set(key, violation, await writeDown(violation, this.#options.desk));
    this.#tasks.add(() => this.#doing(violation, () => this.#settle(violation, keeping, key, tries)), { urgent: true });
  }

  /** One that a case explains: nothing to wait for. A replay of the case itself that has shown it need not be repeated. */
  #takeKnown(violation: Violation, explaining: StoredCase, examined: Examined | undefined): void {
    this.counts.saw(violation, this.#options.known.by(explaining).kind !== 'before');
    const key = keyOf(violation);
    if (!this.#isOpen(key)) return;
    const tries = this.#seen.get(key) ?? 0;
    this.#seen.set(key, FLAKY_TRIES);
    const itself = examined !== undefined && violation.from?.id === explaining.id;
    const shown = itself ? { shown: 1, runs: 1, fault: violation, examined } : undefined;
    this.#tasks.add(() => this.#settleKnown(violation, explaining, tries, shown));
  }

  async #settleKnown(violation: Violation, explaining: StoredCase, tries: number, shown: Repeats | undefined): Promise<void> {
    const { desk, known } = this.#options;
    if (shown === undefined && this.#isOver) return;
    const settled = { ...(await settle(violation, { kind: 'kept', stored: explaining }, true, desk, shown)), by: known.by(explaining) };
    // What is known need not be confirmed.
    if (settled.kind === 'unconfirmed') return;
    if (settled.kind === 'flaky') this.#seen.set(keyOf(violation), tries + 1);
    this.counts.add(settled, tries);
    if (settled.kind === 'known') await conclude(settled, undefined, desk);
  }

  /** Resolves when all that was taken is concluded, and on disk if it can be. */
  async done(): Promise<void> {
    await this.#tasks.done();
    await this.#kept.again((violation, keeping) => keepAtLast(violation, keeping, this.#options.desk));
  }

  async #doing({ signature }: Violation, task: () => Promise<void>): Promise<void> {
    const entry = { signature };
    this.#underWay.add(entry);
    const done = task();
    this.#quiet.keep(done);
    await done;
    this.#underWay.delete(entry);
  }

  async #settle(violation: Violation, keeping: Keeping, key: string, tries: number): Promise<void> {
    const { desk, shrinks } = this.#options;
    const isOdd = shrinks && needsOf(violation.scenario).length > 0;
    const settled = (isOdd ? await settlePlain(violation, keeping, desk) : undefined) ?? (await settle(violation, keeping, false, desk));
    this.#kept.set(key, violation, settled.keeping);
    if (settled.kind === 'flaky') this.#seen.set(key, tries + 1);
    this.counts.add(settled, tries);
    if (settled.kind === 'failure') this.#tasks.add(() => this.#doing(violation, () => this.#conclude(settled, key)));
  }

  async #conclude(settled: Settled, key: string): Promise<void> {
    const { violation } = settled;
    const { keeping, cut } = await conclude(settled, this.#shrinkMs(violation), this.#options.desk);
    this.#kept.set(key, violation, keeping);
    this.counts.told(key, cut);
    this.#plainer.told(key, keeping.stored.case.scenario);
    this.#tryPlainer(key);
  }

  /** One more of a signature that is settled, or will be. */
  #offerPlainer(violation: Violation, key: string): void {
    if (!this.#options.shrinks) return;
    this.#plainer.offer(key, violation);
    this.#tryPlainer(key);
  }

  #tryPlainer(key: string): void {
    const next = this.#isOver ? undefined : this.#plainer.next(key, this.#executorMs);
    if (next !== undefined) this.#tasks.add(() => this.#lookPlainer(next, key));
  }

  /** If it shows without anything unusual, that is the finding's case from now on. */
  async #lookPlainer(violation: Violation, key: string): Promise<void> {
    const before = this.#kept.get(key);
    if (before === undefined || this.#isOver) return;
    const settled = await this.#plainer.timed(() => settlePlain(violation, before, this.#options.desk));
    if (settled !== undefined) return this.#conclude({ ...settled, insteadOf: before.stored.id }, key);
    this.#plainer.told(key);
    this.#tryPlainer(key);
  }

  /** Undefined where it is to stay as it is. */
  #shrinkMs(violation: Violation): number | undefined {
    const { shrinks, width, left } = this.#options;
    return shrinks ? this.#time.next(violation, left(), Math.ceil((this.#tasks.waiting + 1) / width)) : undefined;
  }
}

const keyOf = ({ target, signature }: Violation): string => `${target.name} ${signature}`;

/** Of what no case explains, though one knows the signature. */
const behindKey = (violation: Violation): string => `${keyOf(violation)} behind`;
