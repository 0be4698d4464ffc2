/** All that is violated in a campaign: each signature on each target is looked into once, beside the flow of scenarios. */
import { setTimeout } from 'node:timers/promises';
import type { Case } from '../cases/case.ts';
import type { StoredCase } from '../cases/store.ts';
import type { Scenario } from '../scenario/scenario.ts';
import type { FoundTarget } from './find-target.ts';
import { type Keeping, onDisk, type Violation } from './keep.ts';
import { ShrinkTime } from './shrink-time.ts';
import { Tasks } from './tasks.ts';
import { conclude, type Desk, settle, type Settled } from './triage.ts';
import { keepAtLast, writeDown } from './write-down.ts';

/** A finding has the machine for itself so long, ms: a usual one is replayed and made small in less, an init that hangs takes longer. */
const QUIET_MS = 1000;
/** How often a violation that did not show again is looked into when it comes up once more. */
const FLAKY_TRIES = 3;

export interface FindingsOptions {
  desk: Desk;
  /** Cases that say which target shows what. */
  corpus: readonly StoredCase[];
  /** Findings that are looked into at the same time. */
  width: number;
  shrinks: boolean;
  /** Time that is left of the budget, ms; below 0 when it is over. */
  left(): number;
}

export class Findings {
  /** `tampered`: of the failures, those that are no violation but a forged record. */
  readonly counts = { failures: 0, new: 0, flaky: 0, unconfirmed: 0, tampered: 0 };
  readonly #options: FindingsOptions;
  readonly #tasks: Tasks;
  /** By target and signature: how often it was looked into without showing again, or that it is settled. */
  readonly #seen = new Map<string, number>();
  readonly #time = new ShrinkTime();
  /** By target and signature: what became of those that no case of the corpus says, on disk. */
  readonly #kept = new Map<string, { violation: Violation; keeping: Keeping }>();
  readonly #underWay = new Set<{ signature: string }>();
  readonly #quiet = new Set<Promise<void>>();

  constructor(options: FindingsOptions) {
    this.#options = options;
    this.#tasks = new Tasks(options.width);
  }

  /** Whether looking into one has failed: `done` throws why. */
  get failed(): boolean {
    return this.#tasks.failed;
  }

  /** Findings that could not be kept: nothing of them is on disk. */
  get notKept(): number {
    return [...this.#kept.values()].filter(({ keeping }) => onDisk(keeping) === undefined).length;
  }

  /** What it does just now, in words. */
  get doing(): string | undefined {
    const [first, ...rest] = this.#underWay;
    const more = rest.length + this.#tasks.waiting;
    return first === undefined ? undefined : `looking into ${first.signature}${more === 0 ? '' : ` and ${more} more`}`;
  }

  /** For how long nothing else is to begin, if that is so. */
  readonly quiet = (): Promise<void> | undefined => (this.#quiet.size === 0 ? undefined : Promise.all(this.#quiet).then(() => {}));

  /** What is known of the target: the scenarios of cases of the corpus, and of what was found so far, as small as it is by now. */
  knownOf(target: FoundTarget): Scenario[] {
    const recorded = this.#options.corpus.filter(({ case: known }) => tells(known, target));
    const kept = [...this.#kept.values()].flatMap(({ violation, keeping }) => (violation.target === target ? keeping.stored : []));
    return [...recorded, ...kept].map(({ case: { scenario } }) => scenario);
  }

  /** Takes a violation; one that is new is told when this resolves, and safe on disk if it can be. */
  async take(violation: Violation): Promise<void> {
    const key = `${violation.target.name} ${violation.signature}`;
    const tries = this.#seen.get(key) ?? 0;
    if (tries >= FLAKY_TRIES || this.#options.desk.signal.aborted) return;
    this.#seen.set(key, FLAKY_TRIES);
    const known = this.#knownCase(violation);
    const keeping: Keeping =
      known === undefined ? this.#keeps(key, violation, await writeDown(violation, this.#options.desk)) : { kind: 'kept', stored: known };
    const task = (): Promise<void> => this.#settle(violation, keeping, known !== undefined, key, tries);
    // What is known is nothing to wait for.
    this.#tasks.add(known === undefined ? () => this.#doing(violation, task) : task, { urgent: known === undefined });
  }

  /** Resolves when all that was taken is concluded, and on disk if it can be. */
  async done(): Promise<void> {
    await this.#tasks.done();
    for (const [key, { violation, keeping }] of this.#kept)
      this.#keeps(key, violation, await keepAtLast(violation, keeping, this.#options.desk));
  }

  async #doing({ signature }: Violation, task: () => Promise<void>): Promise<void> {
    const entry = { signature };
    this.#underWay.add(entry);
    const done = task();
    this.#hush(done);
    await done;
    this.#underWay.delete(entry);
  }

  #hush(done: Promise<void>): void {
    const over = new AbortController();
    const settled = done.then(
      () => over.abort(),
      () => over.abort(),
    );
    const timeOut = setTimeout(QUIET_MS, undefined, { signal: over.signal }).catch(() => {});
    const quiet = Promise.race([settled, timeOut]).then(() => void this.#quiet.delete(quiet));
    this.#quiet.add(quiet);
  }

  #keeps(key: string, violation: Violation, keeping: Keeping): Keeping {
    this.#kept.set(key, { violation, keeping });
    return keeping;
  }

  async #settle(violation: Violation, keeping: Keeping, known: boolean, key: string, tries: number): Promise<void> {
    const settled = await settle(violation, keeping, known, this.#options.desk);
    if (!known) this.#keeps(key, violation, settled.keeping);
    if (settled.kind === 'flaky') this.#seen.set(key, tries + 1);
    this.#count(settled, tries);
    if (settled.kind === 'failure') this.#tasks.add(() => this.#doing(violation, () => this.#conclude(settled, key)));
    if (settled.kind === 'known') await conclude(settled, 0, this.#options.desk);
  }

  #count({ kind, violation }: Settled, tries: number): void {
    const { counts } = this;
    if (kind === 'unconfirmed') counts.unconfirmed++;
    else if (kind === 'flaky') counts.flaky += tries === 0 ? 1 : 0;
    else {
      counts.failures++;
      if (kind === 'failure') counts.new++;
      if (violation.kind === 'tampered') counts.tampered++;
      if (tries > 0) counts.flaky--;
    }
  }

  async #conclude(settled: Settled, key: string): Promise<void> {
    const { violation } = settled;
    this.#keeps(key, violation, await conclude(settled, this.#shrinkMs(violation), this.#options.desk));
  }

  #shrinkMs(violation: Violation): number {
    const { shrinks, width, left } = this.#options;
    return shrinks ? this.#time.next(violation, left(), Math.ceil((this.#tasks.waiting + 1) / width)) : 0;
  }

  /** A forged record is known of nobody. */
  #knownCase({ kind, signature, target }: Violation): StoredCase | undefined {
    if (kind === 'tampered') return undefined;
    return this.#options.corpus.find(({ case: known }) => known.signature === signature && tells(known, target));
  }
}

/** Whether the case says that the target is at fault. */
const tells = ({ expect, found }: Case, { name }: FoundTarget): boolean =>
  (expect[name] ?? (found?.target === name ? 'violated' : undefined)) === 'violated';
