/** Checks of many alike as one. */
import type { Check } from './check.ts';

/** Checks of slots that follow one another as one, the first one's words standing for all. */
export function mergeSlots(checks: readonly Check[]): (Check & { count: number })[] {
  const merged: (Check & { count: number })[] = [];
  for (const check of checks) {
    const last = merged.at(-1);
    const alike = last !== undefined && 'slot' in last && 'slot' in check && key({ ...last, slot: 0 }) === key({ ...check, slot: 0 });
    if (alike && last.slot + last.count === check.slot) last.count++;
    else merged.push({ ...check, count: 1 });
  }
  return merged;
}

const key = ({ must: _, count: __, ...rest }: Check & { count?: number }): string => JSON.stringify(rest, Object.keys(rest).sort());
