/**
 * What cases know of a campaign's violations: which of them explains one, and when it is worth a look whether another cause is behind it.
 */
import { isDeepStrictEqual } from 'node:util';
import type { Case } from '../cases/case.ts';
import type { StoredCase } from '../cases/store.ts';
import { rangesBetween, withCode } from '../cause/codes.ts';
import { contains } from '../cause/contains.ts';
import { withRealTime } from '../cause/real-time.ts';
import { triggerOf } from '../cause/trigger.ts';
import { variantsWithout } from '../cause/without.ts';
import type { Scenario } from '../scenario/scenario.ts';
import type { FoundTarget } from './find-target.ts';
import type { Violation } from './keep.ts';

/** A violation that the known cases of its signature do not explain: what it must lack while it is made smaller. */
export interface Behind {
  /** Id of a case that it looks like. */
  id: string;
  triggers: readonly Scenario[];
}

/**
 * Share of the executors' time that looks take at most. A look is a run for each part of a trigger, some five; a campaign that meets what
 * is known in each third scenario would spend more time on looks than on scenarios.
 */
const SHARE = 0.05;
/**
 * The n-th violation that a case explains is looked behind where RATE times the square root of n passes a whole number: each of the first
 * 16, some 250 of 1000.
 */
const RATE = 8;

/** Whether the case says that the target is at fault. */
export const tells = (told: Case, { name, as = name }: Pick<FoundTarget, 'name' | 'as'>): boolean =>
  (toldOf(told, name) ?? toldOf(told, as)) === 'violated';

const toldOf = ({ expect, found }: Case, name: string): string | undefined =>
  expect[name] ?? (found?.target === name ? 'violated' : undefined);

export class Causes {
  readonly #corpus: readonly StoredCase[];
  readonly #known = new Map<string, readonly StoredCase[]>();
  /** By target and case: violations that it explains. */
  readonly #explained = new Map<string, number>();
  /** What is due and not looked behind yet, by the same: one at a time, so that what looks take is known. */
  readonly #looking = new Set<string>();
  /** Cases that show with a range of exit codes; with real-time signals as well. */
  readonly #anyCode = new Set<string>();
  readonly #anySignal = new Set<string>();
  /** Whether they do, as far as it was tried. */
  readonly #tried = new Map<string, Promise<boolean>>();
  #spentMs = 0;
  #picks = 0;

  constructor(corpus: readonly StoredCase[]) {
    this.#corpus = corpus;
  }

  /** Cases that say that the target shows this signature. A forged record is known of nobody. */
  knownCases({ kind, signature, target }: Violation): readonly StoredCase[] {
    if (kind === 'tampered') return [];
    const key = `${target.name} ${signature}`;
    const known = this.#known.get(key) ?? this.#corpus.filter(({ case: known }) => known.signature === signature && tells(known, target));
    this.#known.set(key, known);
    return known;
  }

  /** The one that explains the violation: its trigger is in the scenario. */
  explaining(known: readonly StoredCase[], { scenario }: Violation): StoredCase | undefined {
    return known.find((stored) => this.#triggersOf(stored).some((trigger) => contains(scenario, trigger)));
  }

  /**
   * The case that explains the violation but for a value: an exit code of the same range, where the case `shows` with codes between the two
   * as well; a real-time signal, where it shows with one. Known of the case from then on.
   */
  async withOtherValue(
    known: readonly StoredCase[],
    { scenario }: Violation,
    shows: (variant: Scenario) => Promise<boolean>,
  ): Promise<StoredCase | undefined> {
    for (const stored of known) {
      await this.#tryRealTime(stored, shows);
      if (this.#triggersOf(stored).some((trigger) => contains(scenario, trigger))) return stored;
      for (const codes of rangesBetween(scenario, this.#triggerOf(stored))) {
        const shown = await Promise.all(codes.map((code) => shows(withCode(stored.case.scenario, code))));
        if (shown.includes(false)) continue;
        this.#anyCode.add(stored.id);
        return stored;
      }
    }
    return undefined;
  }

  /** Whether the case shows with real-time signals too, tried once: what is made smaller later on must not come to that. */
  #tryRealTime({ id, case: { scenario } }: StoredCase, shows: (variant: Scenario) => Promise<boolean>): Promise<void> {
    const variant = withRealTime(scenario);
    const tried = this.#tried.get(id) ?? (isDeepStrictEqual(variant, scenario) ? Promise.resolve(false) : shows(variant));
    this.#tried.set(id, tried);
    return tried.then((shown) => void (shown && this.#anySignal.add(id)));
  }

  /** What it takes to look into a violation that these cases do not explain. */
  behind(known: readonly StoredCase[]): Behind {
    return { id: known[0]?.id ?? '', triggers: known.flatMap((stored) => this.#triggersOf(stored)) };
  }

  #triggersOf(stored: StoredCase): Scenario[] {
    const trigger = this.#triggerOf(stored);
    return this.#anySignal.has(stored.id) ? [trigger, withRealTime(trigger)] : [trigger];
  }

  #triggerOf(stored: StoredCase): Scenario {
    const trigger = triggerOf(stored.case);
    return this.#anyCode.has(stored.id) ? withCode(trigger, 0) : trigger;
  }

  /**
   * Whether to look behind a violation that the case explains: the first always, the others at a falling rate and within the share of
   * `executorMs`, the time of executors so far. Cases of a corpus are as small as they get: nothing is behind them.
   */
  isDue({ target, from }: Violation, { id }: StoredCase, executorMs: number): boolean {
    if (from !== undefined) return false;
    const key = lookKey(target.name, id);
    const before = this.#explained.get(key) ?? 0;
    this.#explained.set(key, before + 1);
    if (this.#looking.has(key)) return false;
    const due = before === 0 || (passes(before + 1) && this.#spentMs < SHARE * executorMs);
    if (due) this.#looking.add(key);
    return due;
  }

  /**
   * Of a violation that the case `id` explains and that is due: a variant of its scenario in which no trigger of the known cases is left
   * and which `shows` it all the same: it has another cause. Undefined where there is none.
   */
  async lookBehind(
    known: readonly StoredCase[],
    { scenario, target }: Violation,
    { id }: StoredCase,
    shows: (variant: Scenario) => Promise<boolean>,
  ): Promise<Scenario | undefined> {
    const began = performance.now();
    try {
      for (const stored of known) await this.#tryRealTime(stored, shows);
      const { triggers } = this.behind(known);
      for (const variant of variantsWithout(scenario, triggers, (count) => this.#picks++ % count)) if (await shows(variant)) return variant;
      return undefined;
    } finally {
      this.#spentMs += performance.now() - began;
      this.#looking.delete(lookKey(target.name, id));
    }
  }
}

const lookKey = (target: string, id: string): string => `${target} ${id}`;

const passes = (n: number): boolean => Math.floor(RATE * Math.sqrt(n)) > Math.floor(RATE * Math.sqrt(n - 1));
