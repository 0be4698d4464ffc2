/** What became of all that was looked into, in numbers. */
import type { Settled } from './triage.ts';

export class Counts {
  failures = 0;
  new = 0;
  flaky = 0;
  unconfirmed = 0;
  /** Of the failures, those that are no violation but a forged record. */
  tampered = 0;

  /** `tries`: how often it was looked into before without showing again. */
  add({ kind, violation }: Settled, tries: number): void {
    if (kind === 'unconfirmed') this.unconfirmed++;
    else if (kind === 'flaky') this.flaky += tries === 0 ? 1 : 0;
    else {
      this.failures++;
      if (kind === 'failure') this.new++;
      if (violation.kind === 'tampered') this.tampered++;
      if (tries > 0) this.flaky--;
    }
  }
}
