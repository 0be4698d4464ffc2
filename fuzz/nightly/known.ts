/** What is known when a night begins, and what it adds: replayed before the campaign, and again after it where that is not enough. */
import { tells } from '../campaign/causes.ts';
import type { FoundTarget } from '../campaign/find-target.ts';
import type { Lab } from '../campaign/lab.ts';
import { listCases, type StoredCase } from '../cases/store.ts';
import { isSteady, STEADY_RUNS } from './compare.ts';
import type { NightEventBody } from './events.ts';
import type { NightFinding } from './finding.ts';
import { type Item, itemsOf } from './items.ts';
import { plus, replayFinding, replayTimes } from './regress.ts';

/** Of an item: how often it showed, in how many runs; the `done`th of `of`. */
export type Replayed = Omit<Extract<NightEventBody, { type: 'replayed' }>, 'type' | 'ms'>;

export class Known {
  readonly items: Item[];
  readonly #corpus: readonly StoredCase[];
  /** Runs so far. */
  replays = 0;

  constructor(items: Item[], corpus: readonly StoredCase[]) {
    this.items = items;
    this.#corpus = corpus;
  }

  /** From the state, and from folders of cases. */
  static async read(
    state: string,
    targets: readonly FoundTarget[],
    ledger: readonly NightFinding[],
    corpus: readonly string[] = [],
  ): Promise<Known> {
    const listed = await Promise.all(corpus.map(listCases));
    return new Known(
      await itemsOf(state, targets, ledger),
      listed.flatMap(({ cases }) => cases),
    );
  }

  /** Signatures that nights, or a corpus, know of the target. */
  signaturesOn(target: FoundTarget): string[] {
    const corpus = this.#corpus.flatMap(({ case: known }) => (tells(known, target) ? (known.signature ?? []) : []));
    const own = this.items.flatMap((item) => (item.target === target ? (item.before?.signature ?? item.stored?.case.signature ?? []) : []));
    return [...new Set([...corpus, ...own])];
  }

  /** Replays what has a case; those that were not replayed for longest go first. Ends early when the lab is closed. */
  async *replay(lab: Lab): AsyncGenerator<Replayed> {
    const waiting = this.items.filter(({ stored }) => stored !== undefined);
    waiting.sort((a, b) => (a.before?.checked.night ?? 0) - (b.before?.checked.night ?? 0));
    for (const [n, item] of waiting.entries()) {
      const { stored, target, rate } = item;
      const { property = '', signature = '', scenario } = stored?.case ?? {};
      if (scenario === undefined) continue;
      item.replays = await replayFinding(lab, { scenario, target, property, signature, known: this.signaturesOn(target) }, rate);
      const { shown, runs } = item.replays;
      this.replays += runs;
      if (runs === 0) return;
      const id = item.before?.id ?? stored?.id ?? '';
      yield { target: target.name, signature, id, repeats: [shown, runs], done: n + 1, of: waiting.length };
    }
  }

  /** What came up tonight and shows now and then: whether that is often. `left`: ms that there still are. */
  async replayUnsteady(lab: Lab, left: () => number): Promise<void> {
    for (const item of this.items) {
      const { stored, target } = item;
      if (stored === undefined || !isUnsteady(item)) continue;
      const { property = '', signature = '', scenario } = stored.case;
      const asked = { scenario, target, property, signature, known: this.signaturesOn(target) };
      for (let done = 0; done < STEADY_RUNS && left() > 0; done += 10) item.replays = plus(item.replays, await replayTimes(lab, asked, 10));
    }
  }

  /** Cases of which nothing is known any more, with `findings` as they stand now. */
  dropped(findings: readonly NightFinding[]): StoredCase[] {
    return this.items.flatMap(({ stored, before }) =>
      before !== undefined && stored !== undefined && !findings.some(({ id, target }) => id === before.id && target === before.target)
        ? stored
        : [],
    );
  }
}

/** What came up tonight and does not show each time. */
export const isUnsteady = (item: Item): boolean => item.before === undefined && item.stored !== undefined && item.met && !isSteady(item);
