/** The working corpus: scenarios that have shown what none before had, and how often each feature has been seen. */
import type { Random } from 'fast-check';
import type { Scenario } from '../scenario/scenario.ts';

export interface Kept {
  scenario: Scenario;
  features: readonly string[];
  /** µs that its run took, at least 1. */
  us: number;
}

/** Kept at most, the rarest: beyond, choosing among them takes longer than it saves. */
const MOST = 2000;
/** Weights are made anew after so many choices, or when something was added: rarity changes slowly. */
const STALE = 256;

export class WorkingCorpus {
  /** How many runs have shown each. */
  readonly #seen = new Map<string, number>();
  #kept: Kept[] = [];
  /** Sums of the weights up to each of them. */
  #upTo: number[] = [];
  #chosen = 0;

  /** Features that have been shown. */
  get features(): number {
    return this.#seen.size;
  }

  get kept(): readonly Kept[] {
    return this.#kept;
  }

  /** Notes what a run of `us` µs has shown; keeps its scenario where something is new. Returns what it keeps. */
  learn(scenario: Scenario, features: ReadonlySet<string>, us: number): Kept | undefined {
    let isNew = false;
    for (const feature of features) {
      const times = this.#seen.get(feature) ?? 0;
      this.#seen.set(feature, times + 1);
      isNew ||= times === 0;
    }
    if (!isNew) return undefined;
    const kept = { scenario, features: [...features], us: Math.max(1, us) };
    this.#keep(kept);
    return kept;
  }

  /** Takes up one that an earlier campaign kept, unless those before it show all that it does. Features count as seen once. */
  restore(kept: Kept): void {
    const fresh = kept.features.filter((feature) => !this.#seen.has(feature));
    for (const feature of fresh) this.#seen.set(feature, 1);
    if (fresh.length > 0) this.#keep(kept);
  }

  #keep(kept: Kept): void {
    this.#kept.push(kept);
    this.#chosen = STALE;
    if (this.#kept.length <= MOST) return;
    const common = this.#kept.reduce(
      (least, one, index) => (this.#rarity(one) < this.#rarity(this.#kept[least] as Kept) ? index : least),
      0,
    );
    this.#kept.splice(common, 1);
  }

  /**
   * Energy: what shows something that few runs show is chosen often (Böhme et al., "Coverage-based Greybox Fuzzing as Markov Chain", 2016),
   * and what is quick more often than what is slow (AFL's calculate_score): a change of it takes about as long.
   */
  #energy(kept: Kept): number {
    return this.#rarity(kept) / kept.us;
  }

  #rarity({ features }: Kept): number {
    let rarest = Number.POSITIVE_INFINITY;
    for (const feature of features) rarest = Math.min(rarest, this.#seen.get(feature) ?? 1);
    return 1 / rarest;
  }

  /** One of them, by its energy; undefined while there is none. */
  choose(random: Random): Scenario | undefined {
    if (this.#kept.length === 0) return undefined;
    if (this.#chosen++ >= STALE) this.#weigh();
    const total = this.#upTo.at(-1) ?? 0;
    const drawn = (random.nextInt(0, 1_000_000) / 1_000_000) * total;
    const index = this.#upTo.findIndex((sum) => sum >= drawn);
    return (this.#kept[index] ?? this.#kept[0])?.scenario;
  }

  #weigh(): void {
    this.#chosen = 0;
    let sum = 0;
    this.#upTo = this.#kept.map((one) => {
      sum += this.#energy(one);
      return sum;
    });
  }
}
