/** How often, with what is not known of it. */
export interface Rate {
  shown: number;
  runs: number;
}

/** 95 % of the normal distribution. */
const Z = 1.96;

/** Wilson's interval of 95 % for a share that was seen in `shown` of `runs` (E. B. Wilson, 1927): it holds for few runs, and for 0 and all. */
export function interval({ shown, runs }: Rate): { low: number; high: number } {
  if (runs === 0) return { low: 0, high: 1 };
  const share = shown / runs;
  const square = (Z * Z) / runs;
  const middle = (share + square / 2) / (1 + square);
  const half = (Z / (1 + square)) * Math.sqrt((share * (1 - share)) / runs + square / (4 * runs));
  return { low: Math.max(0, middle - half), high: Math.min(1, middle + half) };
}
