/** Parts of the language that have their place in it and are not run yet. */
import type { Actor, Scenario } from './scenario.ts';

/** A field, whether a value of it means something that is not run, and the words for it. Values that are the default are run. */
type Part<T> = readonly [field: keyof T, words: string, fallback?: unknown];

const ACTOR: readonly Part<Actor>[] = [
  ['setuid', 'a set-uid actor', false],
  ['threads', 'an actor with threads', 1],
  ['vfork', 'vfork', false],
];

function used<T extends object>(value: T, parts: readonly Part<T>[], words: Set<string>): void {
  for (const [field, word, fallback] of parts) if (value[field] !== undefined && value[field] !== fallback) words.add(word);
}

/** The parts of `scenario` that are not run yet, in words, each once; empty where all of it is run. */
export function unsupported(scenario: Scenario): string[] {
  const words = new Set<string>();
  for (const actor of Object.values(scenario.actors)) used(actor, ACTOR, words);
  return [...words];
}
