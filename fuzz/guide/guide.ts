/** Guidance: what runs next on a target, from what its runs have shown so far. */
import type { Random } from 'fast-check';
import { chance } from '../generate/draw.ts';
import { caseRandom, scenarioAt } from '../generate/seeds.ts';
import type { Scenario } from '../scenario/scenario.ts';
import { featuresOf, type Shown } from './features.ts';
import { mutate } from './mutate.ts';
import { isHeldAt } from './holding.ts';
import { type Kept, WorkingCorpus } from './pool.ts';
import { Share } from './share.ts';

/** Seeds of the draws of the guide: those of scenarios have indices from 0, those of placements below. */
const OFFSET = 2 ** 40;

export interface GuideOptions {
  seed: number;
  /** Percentage of the scenarios in which the init is held at a system call. */
  placements: number;
  /** So many percent at most are changes of scenarios that were kept; the rest are those of the seed, as without guidance. */
  guided: number;
}

/** `guided`: it is a change of one that was kept. `held`: the init is to be held in it, at a call that it makes there (placing.ts). */
export interface Next {
  scenario: Scenario;
  guided?: true;
  held?: true;
}

export class Guide {
  readonly corpus = new WorkingCorpus();
  readonly #options: GuideOptions;
  readonly #share: Share;
  /** Those that are under way, or have been. */
  readonly #changes = new WeakSet<Scenario>();

  constructor(options: GuideOptions) {
    this.#options = options;
    this.#share = new Share(options.guided);
  }

  /** The scenario `index` of the campaign. What was learnt by now counts: only those of the seed come again. */
  next(index: number): Next {
    const { seed, guided } = this.#options;
    if (guided === 0) return this.#ofSeed(index);
    const random = caseRandom(seed, OFFSET + index);
    const from = chance(random, this.#share.percent) ? this.corpus.choose(random) : undefined;
    if (from === undefined) return this.#ofSeed(index);
    const scenario = mutate(random, from, () => this.#other(random, index));
    this.#changes.add(scenario);
    return { scenario, guided: true };
  }

  #ofSeed(index: number): Next {
    const { seed, placements } = this.#options;
    const scenario = scenarioAt(seed, index);
    return isHeldAt(seed, index, placements, scenario) ? { scenario, held: true } : { scenario };
  }

  /** What is spliced in: another one that was kept, or one of the seed. */
  #other(random: Random, index: number): Scenario {
    const kept = chance(random, 50) ? this.corpus.choose(random) : undefined;
    return kept ?? scenarioAt(this.#options.seed, index);
  }

  /**
   * Learns from a run; returns what is to be kept, if it has shown something new. From one of which nothing can be said it learns but that
   * it took its time: it has waited in vain for seconds, and so would the changes of it. Likewise from one whose record was tampered with:
   * an init must not say what runs next.
   */
  learn(scenario: Scenario, shown: Shown): Kept | undefined {
    const { us } = shown.trace;
    const before = this.corpus.features;
    const isConclusive = shown.judgements.every(({ verdict }) => verdict.kind !== 'inconclusive' && verdict.kind !== 'tampered');
    const kept = isConclusive ? this.corpus.learn(scenario, featuresOf(shown), us) : undefined;
    this.#share.note(this.#changes.has(scenario), this.corpus.features - before, us);
    return kept;
  }
}
