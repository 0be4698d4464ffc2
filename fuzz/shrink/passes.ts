/**
 * The passes, in order. Append one for a new part of the language. What matters in the order: extremes first (one call that often saves
 * twenty); the launch before steps, so that of two ways to fail in one scenario the one stays that a plain launch has; steps before actors,
 * since actors that no step names go in one call then; structure before values, which are many.
 */
import type { Pass } from './pass.ts';
import { once } from './pass.ts';
import { COPIES, DELETE_ACTORS, DELETE_UNNAMED, FLATTEN, HOIST, MERGE, ONE_COPY_EACH, REROOT } from './passes/actors.ts';
import {
  DELETE_LAUNCH_ENTRIES,
  EXITED,
  FIELD,
  FIELD_OF_ALL,
  LAUNCH_FIELD,
  LAUNCH_VALUES,
  NO_LAUNCH,
  PLAIN_ACTORS,
  REACTIONS,
} from './passes/settings.ts';
import {
  DELETE_ALL_STEPS,
  DELETE_STEPS,
  ONLY_FORKS,
  PLAIN_SENDERS,
  PLAIN_VALUES,
  SPREAD,
  SPREAD_ALL,
  STEP_SETTINGS,
} from './passes/steps.ts';

export const PASSES: readonly Pass[] = [
  // Only repair: a scenario written by hand may name actors that it never forks.
  once('tidy', () => undefined),
  NO_LAUNCH,
  LAUNCH_FIELD,
  DELETE_ALL_STEPS,
  ONLY_FORKS,
  PLAIN_ACTORS,
  ONE_COPY_EACH,
  PLAIN_SENDERS,
  ...DELETE_STEPS,
  DELETE_UNNAMED,
  REROOT,
  ...DELETE_ACTORS,
  COPIES,
  MERGE,
  FLATTEN,
  FIELD_OF_ALL,
  FIELD,
  HOIST,
  REACTIONS,
  ...DELETE_LAUNCH_ENTRIES,
  ...STEP_SETTINGS,
  SPREAD_ALL,
  SPREAD,
  ...PLAIN_VALUES,
  EXITED,
  ...LAUNCH_VALUES,
];
