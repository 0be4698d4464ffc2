/** What an exploration of one target comes to. */
import type { CampaignEventBody } from '../campaign/events.ts';
import { EXIT } from '../campaign/exit-code.ts';

export class ExploreResult {
  /** Some cell has no verdict, or not the same one twice. */
  unreliable = false;
  #failed = false;
  #stays = false;
  /** Signatures of findings of which nothing is on disk. */
  readonly #lost = new Set<string>();

  take(event: CampaignEventBody): void {
    if (event.type === 'failure' && !event.known) this.#failed = true;
    else if (event.type === 'kind') this.unreliable ||= event.kind !== 'init' && event.kind !== 'supervisor';
    else if (event.type === 'stays') this.#stays = true;
    else if (event.type === 'not-kept' && !event.earlier) this.#lost.add(event.signature);
    else if (event.type === 'found') this.#lost.delete(event.signature);
  }

  /** In the order of campaign/exit-code.ts. */
  get exit(): number {
    if (this.#stays) return EXIT.internal;
    if (this.#failed) return EXIT.violated;
    if (this.#lost.size > 0) return EXIT.machine;
    return this.unreliable ? EXIT.inconclusive : EXIT.holds;
  }
}
