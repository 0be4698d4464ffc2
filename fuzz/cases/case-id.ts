/** The identity of a case: what it does and what it shows, not where it was found. */
import { createHash } from 'node:crypto';
import type { Scenario } from '../scenario/scenario.ts';

/** Maps whose order means something: actors have their slots by it, variables their place in the environment. */
const ORDERED = ['actors', 'env'];

/** JSON with the keys of maps sorted, but for those whose order means something: equal for scenarios that do the same. */
export function canonicalJson(value: unknown, name = ''): string {
  if (Array.isArray(value)) return `[${value.map((item) => canonicalJson(item)).join(',')}]`;
  if (typeof value !== 'object' || value === null) return JSON.stringify(value);
  const entries = Object.entries(value).filter(([, part]) => part !== undefined);
  if (!ORDERED.includes(name)) entries.sort(([a], [b]) => (a < b ? -1 : 1));
  return `{${entries.map(([key, part]) => `${JSON.stringify(key)}:${canonicalJson(part, key)}`).join(',')}}`;
}

/** 8 hexadecimal digits of SHA-256 over the scenario and the property; that of a scenario alone where there is no property. */
export function caseId(scenario: Scenario, property = ''): string {
  return createHash('sha256')
    .update(`${property}\n${canonicalJson(scenario)}`)
    .digest('hex')
    .slice(0, 8);
}
