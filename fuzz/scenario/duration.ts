/** Times as people write them. */

const UNITS: Record<string, number> = { ms: 1, s: 1000, m: 60_000, h: 3_600_000 };

/** `20ms`, `2s`, `1.5s`, `5m`, `1h` in ms, rounded; `undefined` for anything else (a bare number too: its unit would be a guess). */
export function parseDuration(text: string): number | undefined {
  const match = /^(\d{1,9}(?:\.\d{1,3})?)(ms|s|m|h)$/.exec(text);
  if (match === null) return undefined;
  return Math.round(Number(match[1]) * (UNITS[match[2] ?? ''] ?? 0));
}

/** As `parseDuration`; throws a TypeError where that returns `undefined`. */
export function durationMs(text: string): number {
  const ms = parseDuration(text);
  if (ms === undefined) throw new TypeError(`Expected a time like 20ms or 2s, got \`${text}\``);
  return ms;
}
