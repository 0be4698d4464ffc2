/** The kinds of step, as types, and the one way to tell them apart: a step is an object with one key, its kind. */
import { type HeldStep, STANDS, type Step, type TogetherStep } from './scenario.ts';

type KeyOf<T> = T extends unknown ? keyof T : never;

export type StepKind = KeyOf<Step>;
export type StepValue<K extends StepKind> = Extract<Step, Record<K, unknown>>[K & keyof Extract<Step, Record<K, unknown>>];
/** What to do upon each kind: `context` is passed through, so that a table can be a constant. */
export type StepTable<C, R> = { [K in StepKind]: (value: StepValue<K>, context: C) => R };

/** All kinds, and those that may stand in `together` and in the `do` of an `at`. */
export const KINDS = Object.keys(STANDS) as StepKind[];
export const TOGETHER_KINDS = KINDS.filter((kind) => STANDS[kind] === 'races');
export const HELD_KINDS = KINDS.filter((kind) => STANDS[kind] !== 'alone');

const NONE: readonly HeldStep[] = [];

/** The steps inside of a step: of `together` and of `at`. */
export function membersOf(step: Step): readonly HeldStep[] | undefined {
  if ('together' in step) return step.together;
  return 'at' in step ? (step.at.do ?? NONE) : undefined;
}

/**
 * The step with others inside; nothing where none is left. A `together` of one step becomes that step, since it says the same.
 */
export function withMembers(step: Step, members: HeldStep[]): Step[] {
  if ('at' in step) {
    const { do: _, ...place } = step.at;
    if (members.length > 0) return [{ at: { ...place, do: members } }];
    return place.fails === undefined ? [] : [{ at: place }];
  }
  if (members.length === 0) return [];
  return members.length > 1 ? [{ together: members as TogetherStep[] }] : members;
}

/** The kind of a step: its first key. A step with none or several is refused by the schema. */
export function stepKind(step: Step): StepKind {
  for (const kind in step) return kind as StepKind;
  throw new TypeError('Expected a step, got an object without a key');
}

/** Calls the entry of `table` for this kind of step with the step's value. */
export function visitStep<C, R>(step: Step, table: StepTable<C, R>, context: C): R {
  const kind = stepKind(step);
  const visit = table[kind] as (value: unknown, context: C) => R;
  return visit((step as Record<string, unknown>)[kind], context);
}
