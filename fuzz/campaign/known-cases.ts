/** The corpus, and what earlier campaigns found, on each target: replayed beside the scenarios, as many as a part of the time has room for. */
import { listCases, type StoredCase } from '../cases/store.ts';
import { whyNotWritten } from '../cases/file-error.ts';
import type { CampaignOptions } from './campaign.ts';
import { tells } from './causes.ts';
import { foundFolder } from './keep.ts';
import { type Turn, Turns } from './turns.ts';

export class KnownCases {
  readonly #turns: Turns;
  readonly #all: readonly Turn[];
  readonly #waiting: Turn[];

  private constructor(turns: Turns, all: readonly Turn[], seed: number) {
    this.#turns = turns;
    this.#all = all;
    this.#waiting = turns.inOrder(all, seed);
  }

  static async read(
    { out, seed, targets, accepted = [], replays = true }: CampaignOptions,
    corpus: readonly StoredCase[],
  ): Promise<KnownCases> {
    const inCorpus = new Set(corpus.map(({ id }) => id));
    const all: Turn[] = [];
    for (const target of replays ? targets : []) {
      const { cases } = await listCases(foundFolder(out, target.name));
      // What is accepted of this target, whether that still shows; found as well, it runs once.
      const own = accepted.flatMap(({ stored }) => (tells(stored.case, target) && !inCorpus.has(stored.id) ? stored : []));
      const found = cases.filter(({ id }) => !inCorpus.has(id) && !own.some((stored) => stored.id === id));
      all.push(...own.map((from) => ({ target, from, found: false })));
      all.push(...corpus.map((from) => ({ target, from, found: false })), ...found.map((from) => ({ target, from, found: true })));
    }
    return new KnownCases(await Turns.read(out), all, seed);
  }

  /** Replays in all, one for each case and target. */
  get count(): number {
    return this.#all.length;
  }

  /** Whether there is one that was found and had no turn yet. */
  get hasFound(): boolean {
    return this.#isNew(this.#waiting[0]);
  }

  /** What was found and had no turn yet: the first ones. Each that is handed out has its turn with that. */
  readonly found = { next: (): Turn | undefined => (this.hasFound ? this.#next() : undefined) };

  /** All, in their order; after `found` the others. */
  readonly others = { next: (): Turn | undefined => this.#next() };

  #isNew(turn: Turn | undefined): boolean {
    return turn?.found === true && !this.#turns.had(turn);
  }

  #next(): Turn | undefined {
    const turn = this.#waiting.shift();
    if (turn !== undefined) this.#turns.take(turn);
    return turn;
  }

  /** Sees to it that those without a turn have theirs in the next campaign. Returns why it cannot, where that is so. */
  async leaveTurns(): Promise<string | undefined> {
    if (this.#waiting.length === 0) return undefined;
    try {
      await this.#turns.save(this.#all);
      return undefined;
    } catch (error) {
      return whyNotWritten(error);
    }
  }
}
