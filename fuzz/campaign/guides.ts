/** The guides of a campaign, one a target: what each has kept is on disk a second later. */
import { Guide, type Next } from '../guide/guide.ts';
import type { Shown } from '../guide/features.ts';
import { Shelf } from '../guide/shelf.ts';
import type { Scenario } from '../scenario/scenario.ts';
import type { CampaignOptions } from './campaign.ts';
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
  #newestMs = 0;
  #isOpen = false;
  #error: unknown;

  constructor({ targets, out, seed, placements = 0, guided = 0 }: CampaignOptions, elapsed: () => number) {
    this.#isGuided = guided > 0;
    this.#elapsed = elapsed;
    for (const target of targets)
      this.#of.set(target, { guide: new Guide({ seed, placements, guided }), shelf: new Shelf(workingFolder(out, target.name)) });
  }

  /** Something could not be written. */
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
      await shelf.compact(guide.corpus.kept);
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

  /** Begins to write what is not on disk; an error ends the campaign. */
  save(): void {
    for (const { shelf } of this.#of.values())
      shelf.flush().catch((error: unknown) => {
        this.#error ??= error;
      });
  }

  /** Resolves when all is on disk. */
  async saved(): Promise<void> {
    await Promise.all([...this.#of.values()].map(({ shelf }) => shelf.flush()));
    if (this.#error !== undefined) throw this.#error;
  }
}
