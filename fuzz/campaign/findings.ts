/** All that is violated in a campaign: each signature on each target is looked into once, beside the flow of scenarios. */
import { setTimeout } from 'node:timers/promises';
import type { StoredCase } from '../cases/store.ts';
import { SHRINK_DEFAULTS } from '../shrink/shrink.ts';
import type { Violation } from './keep.ts';
import { Tasks } from './tasks.ts';
import { conclude, type Desk, settle, type Settled, writeDown } from './triage.ts';

/** Time for making findings small after the budget's end, ms: a typical one takes a second. */
const GRACE_MS = 10_000;
/** A finding has the machine for itself so long, ms: a usual one is replayed and made small in less, an init that hangs takes longer. */
const QUIET_MS = 1000;
/** Of the same property and kind on one target, findings with different details (such as one for each signal) that are made small: the rest tells no more. */
const SMALL_OF_A_KIND = 4;
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
  readonly #ofAKind = new Map<string, number>();
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

  /** What it does just now, in words. */
  get doing(): string | undefined {
    const [first, ...rest] = this.#underWay;
    const more = rest.length + this.#tasks.waiting;
    return first === undefined ? undefined : `looking into ${first.signature}${more === 0 ? '' : ` and ${more} more`}`;
  }

  /** For how long nothing else is to begin, if that is so. */
  readonly quiet = (): Promise<void> | undefined => (this.#quiet.size === 0 ? undefined : Promise.all(this.#quiet).then(() => {}));

  /** Takes a violation; one that is new is safe on disk when this resolves. */
  async take(violation: Violation): Promise<void> {
    const key = `${violation.target.name} ${violation.signature}`;
    const tries = this.#seen.get(key) ?? 0;
    if (tries >= FLAKY_TRIES || this.#options.desk.signal.aborted) return;
    this.#seen.set(key, FLAKY_TRIES);
    const known = this.#knownCase(violation);
    const stored = known ?? (await writeDown(violation, this.#options.desk));
    const task = (): Promise<void> => this.#settle(violation, stored, known !== undefined, key, tries);
    // What is known is nothing to wait for.
    this.#tasks.add(known === undefined ? () => this.#doing(violation, task) : task, { urgent: known === undefined });
  }

  /** Resolves when all that was taken is concluded. */
  done(): Promise<void> {
    return this.#tasks.done();
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

  async #settle(violation: Violation, stored: StoredCase, known: boolean, key: string, tries: number): Promise<void> {
    const settled = await settle(violation, stored, known, this.#options.desk);
    if (settled.kind === 'flaky') this.#seen.set(key, tries + 1);
    this.#count(settled, tries);
    if (settled.kind === 'failure') this.#tasks.add(() => this.#doing(violation, () => this.#conclude(settled)));
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

  #conclude(settled: Settled): Promise<void> {
    return conclude(settled, this.#shrinkMs(settled.violation), this.#options.desk);
  }

  /** An equal share of the time that is left for those that wait: an init that hangs makes each try slow, and there is more to find. */
  #shrinkMs({ signature, target }: Violation): number {
    const kind = `${target.name} ${signature.split(':')[0] ?? signature}`;
    const before = this.#ofAKind.get(kind) ?? 0;
    this.#ofAKind.set(kind, before + 1);
    if (!this.#options.shrinks || before >= SMALL_OF_A_KIND) return 0;
    const rounds = Math.ceil((this.#tasks.waiting + 1) / this.#options.width);
    return Math.min(SHRINK_DEFAULTS.ms, (this.#options.left() + GRACE_MS) / rounds);
  }

  /** A forged record is known of nobody. */
  #knownCase({ kind, signature, target }: Violation): StoredCase | undefined {
    if (kind === 'tampered') return undefined;
    return this.#options.corpus.find(({ case: { signature: recorded, expect, found } }) => {
      if (recorded !== signature) return false;
      return (expect[target.name] ?? (found?.target === target.name ? 'violated' : undefined)) === 'violated';
    });
  }
}
