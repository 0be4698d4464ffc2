/** The few ways in which anything is drawn. Plain functions over `fc.Random`: no arbitraries inside, since those cost ten times as much. */
import type { Random } from 'fast-check';

/** Weights by kind. Only their ratios count. */
export type Weights<K extends string> = Readonly<Record<K, number>>;

/** Weights made ready for drawing: `upTo[i]` is the sum of the weights up to and with `kinds[i]`. */
export interface Choices<K extends string> {
  readonly kinds: readonly K[];
  readonly upTo: readonly number[];
  readonly total: number;
}

/** Makes weights ready; whole numbers, at least one above 0. Kinds of weight 0 are left out. */
export function choices<K extends string>(weights: Weights<K>): Choices<K> {
  const kinds = (Object.keys(weights) as K[]).filter((kind) => weights[kind] > 0);
  let total = 0;
  const upTo = kinds.map((kind) => {
    total += weights[kind];
    return total;
  });
  return { kinds, upTo, total };
}

/** One of the kinds, by weight. */
export function choose<K extends string>(random: Random, { kinds, upTo, total }: Choices<K>): K {
  const at = random.nextInt(1, total);
  let index = 0;
  while ((upTo[index] as number) < at) index++;
  return kinds[index] as K;
}

/** Some of the kinds, `count` at most, each by its weight; their weights kept. For swarm scenarios, which lean on a few kinds. */
export function subset<K extends string>(random: Random, weights: Weights<K>, all: Choices<K>, count: number): Choices<K> {
  const some: Partial<Record<K, number>> = {};
  for (let n = 0; n < count; n++) {
    const kind = choose(random, all);
    some[kind] = weights[kind];
  }
  return choices(some as Weights<K>);
}

/** True in `percent` of the draws; two decimals count. */
export function chance(random: Random, percent: number): boolean {
  return random.nextInt(1, 10_000) <= percent * 100;
}

/** One of a list that is not empty, each as likely. */
export function oneOf<T>(random: Random, list: readonly T[]): T {
  return list[random.nextInt(0, list.length - 1)] as T;
}

/** A whole number from `[least, most]`, both included. */
export function within(random: Random, [least, most]: readonly [number, number]): number {
  return random.nextInt(least, most);
}
