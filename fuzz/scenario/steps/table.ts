/** What is known of each kind of step, and what is asked of a step whose kind is not known. */
import type { ActorName, Scenario, Step } from '../scenario.ts';
import type { SignalName } from '../signals.ts';
import { KINDS, type StepKind, stepKind } from '../steps.ts';
import type { Walk } from '../walk.ts';
import type { Facts, Rows } from './facts.ts';
import { NESTING } from './nesting.ts';
import { PLAIN } from './plain.ts';
import { shapeOf } from './shape-of.ts';

export const STEPS: Rows<StepKind> = { ...PLAIN, ...NESTING };

/** The shape of any step. */
export const step = shapeOf<Step>('step', KINDS, STEPS);

const valueIn = (one: Step, kind: StepKind): unknown => (one as Record<string, unknown>)[kind];
const rowOf = (kind: StepKind): Facts<unknown> => STEPS[kind] as Facts<unknown>;

export function checkStep(one: Step, walk: Walk): void {
  const kind = stepKind(one);
  rowOf(kind).check(valueIn(one, kind), walk);
}

export function explainStep(one: Step, scenario: Scenario): string[] {
  const kind = stepKind(one);
  return rowOf(kind).explain(valueIn(one, kind), scenario);
}

/** Actors that the step names; the first is the one that it happens to. Of a step with others inside: none. */
export function namesIn(one: Step): ActorName[] {
  const kind = stepKind(one);
  return rowOf(kind).names(valueIn(one, kind));
}

/** A step like it, with each actor that it names called as `name` says. */
export const renamed = (one: Step, name: (actor: ActorName) => ActorName): Step => changed(one, (row, value) => row.renamed(value, name));

/** A step like it, with another signal in place of its own. */
export const signalled = (one: Step, signal: (name: SignalName) => SignalName): Step =>
  changed(one, (row, value) => row.signalled(value, signal));

/** What is left of it without these actors; undefined where it happens to one of them. */
export function without(one: Step, gone: ReadonlySet<ActorName>): Step | undefined {
  const kind = stepKind(one);
  const value = rowOf(kind).without(valueIn(one, kind), gone);
  return value === undefined ? undefined : ({ [kind]: value } as unknown as Step);
}

function changed(one: Step, change: (row: Facts<unknown>, value: unknown) => unknown): Step {
  const kind = stepKind(one);
  return { [kind]: change(rowOf(kind), valueIn(one, kind)) } as unknown as Step;
}
