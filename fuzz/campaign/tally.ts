/** Counts of verdicts, by target and property. */
import { mostTelling } from '../judge/fault.ts';
import type { Judgement } from '../judge/judge.ts';
import type { Doubt } from './event-parts.ts';
import type { PropertyTally } from './events.ts';

/** Of a scenario in which a property applies, or may: nobody knows that of a forged record. */
const COUNTING = ['holds', 'violated', 'expected', 'inconclusive', 'tampered'] as const;

export class Tally {
  scenarios = 0;
  /** Scenarios in which some property could not be judged. */
  inconclusive = 0;
  /** Why scenarios could not be judged: in how many, by reason. The reasons are sentences of ours, some fifty. */
  readonly #doubts = new Map<string, number>();
  readonly #counts: Map<string, PropertyTally>;

  constructor(properties: readonly string[]) {
    this.#counts = new Map(
      properties.map((id) => [id, { property: id, holds: 0, violated: 0, inconclusive: 0, 'not-applicable': 0, expected: 0, tampered: 0 }]),
    );
  }

  /** Counts one scenario: each property once, however many of its differences were seen. */
  add(judgements: readonly Judgement[]): void {
    this.scenarios++;
    const doubts = new Set<string>();
    for (const [property, counts] of this.#counts) {
      const verdict = mostTelling(judgements.filter((judgement) => judgement.property === property))?.verdict;
      if (verdict !== undefined) counts[verdict.kind]++;
      if (verdict?.kind === 'inconclusive') doubts.add(verdict.why);
    }
    if (doubts.size > 0) this.inconclusive++;
    for (const why of doubts) this.#doubts.set(why, (this.#doubts.get(why) ?? 0) + 1);
  }

  /** Whether it is no wonder that nothing is violated: most of the scenarios could not be judged. */
  get unsure(): boolean {
    return this.inconclusive * 2 > this.scenarios;
  }

  /** Whether some property could be judged, or could not though it applies, or may. */
  get judged(): boolean {
    return this.properties.some((tally) => COUNTING.some((kind) => tally[kind] > 0));
  }

  /** Why scenarios could not be judged, the commonest first. */
  get doubts(): Doubt[] {
    return [...this.#doubts].map(([why, scenarios]) => ({ why, scenarios })).sort((a, b) => b.scenarios - a.scenarios);
  }

  get properties(): PropertyTally[] {
    return [...this.#counts.values()];
  }
}
