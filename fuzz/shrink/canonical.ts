/** One text for scenarios that are the same. */
import type { Scenario } from '../scenario/scenario.ts';

/** JSON with keys in alphabetical order, but for the actors, whose order says who is forked into which slot. */
export function canonical({ version, launch, actors, steps }: Scenario): string {
  return JSON.stringify([version, sorted(launch), Object.entries(actors).map(sorted), steps.map(sorted)]);
}

function sorted(value: unknown): unknown {
  if (typeof value !== 'object' || value === null) return value;
  if (Array.isArray(value)) return value.map(sorted);
  const entries = Object.entries(value).sort(([a], [b]) => (a < b ? -1 : 1));
  return Object.fromEntries(entries.map(([key, inner]) => [key, sorted(inner)]));
}
