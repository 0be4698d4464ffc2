/** What is known of each target, as of the last look: scenarios that would show that again are passed over (guide/steering.ts). */
import { passesOver } from '../guide/steering.ts';
import type { Scenario } from '../scenario/scenario.ts';
import type { FoundTarget } from './find-target.ts';
import type { Drawn } from './run-drawn.ts';

export class Known {
  readonly #scenarios = new Map<FoundTarget, readonly Scenario[]>();
  readonly #seed: number;

  constructor(seed: number) {
    this.#seed = seed;
  }

  /** `knownOf`: the smallest scenarios that show what is known of a target. */
  lookUp(targets: readonly FoundTarget[], knownOf: (target: FoundTarget) => Scenario[]): void {
    for (const target of targets) this.#scenarios.set(target, knownOf(target));
  }

  readonly passesOver = ({ target, index, scenario }: Drawn): boolean =>
    passesOver(this.#scenarios.get(target) ?? [], this.#seed, index, scenario);
}
