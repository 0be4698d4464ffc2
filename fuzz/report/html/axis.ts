/** Where a moment lies on a picture: dense stretches get room, quiet ones are compressed, in the order of time. */

export interface Axis {
  x(ms: number): number;
  /** Stretches in which nothing happened for much longer than usual. */
  quiet: { from: number; to: number; ms: number }[];
}

/** A gap of this many usual ones is told as quiet. */
const QUIET = 8;
/** How much wider than a gap of no time a long one is drawn at most: more would take the room of what happened. */
const WIDEST = 1.6;

/** `times`: all moments, ms, at least one; drawn from `left` to `right`. Each gap is as wide as `1 + log10(1 + gap / median)`, at most 1.6. */
export function focusAxis(times: readonly number[], left: number, right: number): Axis {
  const at = [...new Set(times)].sort((a, b) => a - b);
  const gaps = at.slice(1).map((ms, n) => ms - (at[n] ?? ms));
  const usual = [...gaps].sort((a, b) => a - b)[gaps.length >> 1] ?? 1;
  const widths = gaps.map((gap) => Math.min(WIDEST, 1 + Math.log10(1 + gap / usual)));
  const all = widths.reduce((sum, width) => sum + width, 0) || 1;
  const places = [left];
  for (const width of widths) places.push(Math.min(right, (places.at(-1) ?? left) + (width / all) * (right - left)));
  const x = (ms: number): number => {
    const next = at.findIndex((one) => one >= ms);
    if (next < 0) return right;
    const [x0 = left, x1 = left] = [places[next - 1], places[next]];
    const [t0, t1] = [at[next - 1], at[next] ?? ms];
    return t0 === undefined || t1 === t0 ? x1 : x0 + ((ms - t0) / (t1 - t0)) * (x1 - x0);
  };
  const quiet = gaps.flatMap((gap, n) => (gap > QUIET * usual ? [{ from: places[n] ?? left, to: places[n + 1] ?? right, ms: gap }] : []));
  return { x, quiet };
}
