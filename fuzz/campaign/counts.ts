/** What became of all that was looked into, in numbers. */
import type { Violation } from './keep.ts';
import type { Settled } from './triage.ts';

export class Counts {
  failures = 0;
  new = 0;
  /** Of the failures, those that an earlier campaign with the same folder found. */
  before = 0;
  flaky = 0;
  unconfirmed = 0;
  /** Of the failures, those that are no violation but a forged record. */
  tampered = 0;
  readonly #cut = new Set<string>();
  /** By target and property that is violated: whether each violation is known. */
  readonly #known = new Map<string, Map<string, boolean>>();

  /** A violation was seen; `known`: a case of the corpus, or what somebody accepted, explains it. */
  saw({ target, property }: Pick<Violation, 'target' | 'property'>, known: boolean): void {
    const properties = this.#known.get(target.name) ?? new Map<string, boolean>();
    this.#known.set(target.name, properties.set(property, known && properties.get(property) !== false));
  }

  /** Properties of the target that are violated in known ways alone. */
  knownOf(target: string): string[] {
    return [...(this.#known.get(target) ?? [])].flatMap(([property, known]) => (known ? property : []));
  }

  /** `key`: of a new one; `cut`: it could get smaller, had there been more time. */
  told(key: string, cut: boolean): void {
    if (cut) this.#cut.add(key);
    else this.#cut.delete(key);
  }

  /** New ones that could get smaller. */
  get notSmaller(): number {
    return this.#cut.size;
  }

  /** `tries`: how often it was looked into before without showing again. */
  add({ kind, violation, by }: Settled, tries: number): void {
    if (kind === 'unconfirmed') this.unconfirmed++;
    else if (kind === 'flaky') this.flaky += tries === 0 ? 1 : 0;
    else {
      this.failures++;
      if (kind === 'failure') this.new++;
      if (by?.kind === 'before') this.before++;
      if (violation.kind === 'tampered') this.tampered++;
      if (tries > 0) this.flaky--;
    }
  }
}
