/** The guides of a campaign, one a target: what each has kept is on disk a second later, or as soon as the disk takes it. */
import { whyNotWritten } from '../cases/file-error.ts';
import { Guide, type Next } from '../guide/guide.ts';
import type { Shown } from '../guide/features.ts';
import { HELD_PERCENT } from '../guide/holding.ts';
import { Shelf } from '../guide/shelf.ts';
import type { Scenario } from '../scenario/scenario.ts';
import type { CampaignOptions } from './campaign.ts';
import type { CampaignEventBody } from './events.ts';
import type { FoundTarget } from './find-target.ts';
import { workingFolder } from './keep.ts';

/** Features that were shown, and when the last new one came, ms since the campaign began. */
export interface Reached {
  features: number;
  newestMs: number;
}

interface Guided {
  guide: Guide;
  shelf: Shelf;
}

export class Guides {
  readonly #of = new Map<FoundTarget, Guided>();
  readonly #isGuided: boolean;
  readonly #elapsed: () => number;
  readonly #emit: (event: CampaignEventBody) => void;
  #newestMs = 0;
  #isOpen = false;
  /** Those whose latest could not be written. */
  readonly #unwritten = new Set<Shelf>();
  #error: unknown;

  constructor(options: CampaignOptions, elapsed: () => number, emit: (event: CampaignEventBody) => void) {
    const { targets, out, seed, placements = HELD_PERCENT, guided = 0 } = options;
    this.#isGuided = guided > 0;
    this.#elapsed = elapsed;
    this.#emit = emit;
    for (const target of targets)
      this.#of.set(target, { guide: new Guide({ seed, placements, guided }), shelf: new Shelf(workingFolder(out, target.name)) });
  }

  /** Something could not be written so far. */
  get lost(): boolean {
    return this.#unwritten.size > 0;
  }

  /** A fault of ours: `saved` throws it. */
  get failed(): boolean {
    return this.#error !== undefined;
  }

  /** Over all targets; undefined where nothing is guided, and until what earlier campaigns kept is taken up. */
  readonly reached = (): Reached | undefined => {
    if (!this.#isOpen) return undefined;
    return { features: [...this.#of.values()].reduce((sum, { guide }) => sum + guide.corpus.features, 0), newestMs: this.#newestMs };
  };

  /** Takes up what earlier campaigns kept. */
  async open(): Promise<void> {
    if (!this.#isGuided) return;
    for (const { guide, shelf } of this.#of.values()) {
      for (const kept of await shelf.read()) guide.corpus.restore(kept);
      await this.#writing(shelf, shelf.compact(guide.corpus.kept));
    }
    this.#isOpen = true;
  }

  /** The scenario `index` for a target. */
  next(target: FoundTarget, index: number): Next {
    return this.#guided(target).guide.next(index);
  }

  learn(target: FoundTarget, scenario: Scenario, shown: Shown): void {
    if (!this.#isGuided) return;
    const { guide, shelf } = this.#guided(target);
    const kept = guide.learn(scenario, shown);
    if (kept === undefined) return;
    shelf.add(kept);
    this.#newestMs = this.#elapsed();
  }

  #guided(target: FoundTarget): Guided {
    const guided = this.#of.get(target);
    if (guided === undefined) throw new TypeError(`Expected a target of the campaign, got ${target.name}`);
    return guided;
  }

  /** Begins to write what is not on disk. What cannot be written is told once, and tried again the next time. */
  save(): void {
    for (const { shelf } of this.#of.values()) void this.#writing(shelf, shelf.flush());
  }

  /** Resolves when all is on disk that can be. */
  async saved(): Promise<void> {
    await Promise.all([...this.#of.values()].map(({ shelf }) => this.#writing(shelf, shelf.flush())));
    if (this.#error !== undefined) throw this.#error;
  }

  #writing(shelf: Shelf, written: Promise<void>): Promise<void> {
    return written.then(
      () => void this.#unwritten.delete(shelf),
      (error: unknown) => this.#notWritten(shelf, error),
    );
  }

  #notWritten(shelf: Shelf, error: unknown): void {
    try {
      const why = whyNotWritten(error);
      if (!this.lost) this.#emit({ type: 'warning', message: `what guides the campaign is not kept for the next one: ${why}` });
      this.#unwritten.add(shelf);
    } catch (fault) {
      this.#error ??= fault;
    }
  }
}
