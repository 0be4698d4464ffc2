/** Whether one way is faster than another: by ranks, since times until a catch are far from normal, and some never come. */

export interface Ranked {
  /** How often a value of the first is smaller, ties half: 0.5 where there is no difference (Vargha and Delaney, 2000). */
  a12: number;
  /** Two-sided, by the normal approximation with ties corrected (Mann and Whitney, 1947): for ten and more of each. */
  p: number;
}

/** Compares two samples, neither empty. What never came is `Infinity`, and ties with its like. */
export function rank(first: readonly number[], second: readonly number[]): Ranked {
  const [m, n] = [first.length, second.length];
  let smaller = 0;
  for (const a of first) for (const b of second) smaller += a < b ? 1 : a === b ? 0.5 : 0;
  const variance = ((m * n) / 12) * (m + n + 1 - tieTerm([...first, ...second]));
  const z = variance === 0 ? 0 : Math.max(0, Math.abs(smaller - (m * n) / 2) - 0.5) / Math.sqrt(variance);
  return { a12: smaller / (m * n), p: 2 * upperTail(z) };
}

function tieTerm(values: readonly number[]): number {
  const counts = new Map<number, number>();
  for (const value of values) counts.set(value, (counts.get(value) ?? 0) + 1);
  const total = values.length;
  return [...counts.values()].reduce((sum, t) => sum + (t ** 3 - t), 0) / (total * (total - 1));
}

/** Of the normal distribution (Abramowitz and Stegun, 26.2.17: to 7.5e-8). */
function upperTail(z: number): number {
  const t = 1 / (1 + 0.2316419 * z);
  const sum = t * (0.31938153 + t * (-0.356563782 + t * (1.781477937 + t * (-1.821255978 + t * 1.330274429))));
  return (Math.exp((-z * z) / 2) / Math.sqrt(2 * Math.PI)) * sum;
}
