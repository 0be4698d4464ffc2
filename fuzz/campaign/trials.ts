/** How many runs tell that a build does not have a fault which shows by chance. */

/** It has shown `shown` times in `runs`. */
export interface Rate {
  shown: number;
  runs: number;
}

/**
 * How likely a fault of that rate does not show in `tries` further runs, 0 to 1. The rate itself is known from `runs` only, so that each run
 * without it makes a low one likelier: the beta-binomial distribution with a uniform prior, of which Laplace's rule of succession is the
 * case of one try. 10 of 10 is hence no certainty: 3 % are left after 2 tries, 0.1 % after 4.
 */
export function missed(rate: Rate, tries: number): number {
  let chance = 1;
  for (let done = 0; done < tries; done++) chance *= missedNext(rate, done);
  return chance;
}

/** That the next run does not show it, where so many further ones have not. */
const missedNext = ({ shown, runs }: Rate, done: number): number => (runs - shown + 1 + done) / (runs + 2 + done);

/** The fewest tries after which it has been missed with less than `chance`. `shown` is 1 or more, else no number would be enough. */
export function triesFor(rate: Rate, chance: number): number {
  let left = 1;
  for (let tries = 0; ; tries++) {
    if (left < chance) return tries;
    left *= missedNext(rate, tries);
  }
}

/** Builds that a bisection of `builds` tries at most: both ends, then a half each time. */
export const mostTried = (builds: number): number => 2 + Math.ceil(Math.log2(Math.max(1, builds - 1)));

/** `3/10` as a rate; undefined for what is none, or has never shown. */
export function parseRate(text: string): Rate | undefined {
  const [, shown = 0, runs = 0] = (/^(\d{1,6})\/(\d{1,6})$/.exec(text) ?? []).map(Number);
  return shown >= 1 && shown <= runs ? { shown, runs } : undefined;
}
