/** What a form does not express of a program. */
import type { Op, OpKind, ProcessSpec, Program } from '../compile/program.ts';
import type { Launch } from '../scenario/scenario.ts';
import type { Beyond } from './not-expressible.ts';

/** Stands for the reason where there is none. */
export const EXPRESSED = undefined;

/** Why not, by kind. A function says it where it depends. Settings and attributes that are not listed are expressed. */
export interface Limits {
  launch: Partial<Record<keyof Launch, (launch: Launch) => string | undefined>>;
  /** What of an actor, whether it is so, and why. */
  actors: readonly (readonly [what: string, is: (process: ProcessSpec, program: Program) => boolean, why: string])[];
  steps: OpLimits;
  /** Of one that is in `steps` for no reason. */
  op: (op: Op, program: Program) => string | undefined;
}

export type OpLimits = Readonly<Record<OpKind, string | undefined>>;
/** The kinds of op that a form with these limits expresses, if each of them. */
export type Expressed<Limits extends OpLimits> = { [K in OpKind]: Limits[K] extends undefined ? K : never }[OpKind];

/** In order: nothing for a program that it does. */
export function beyond(limits: Limits, program: Program): Beyond[] {
  const { launch, processes, ops } = program;
  return [
    ...(Object.keys(limits.launch) as (keyof Launch)[]).flatMap((key) => {
      const why = launch[key] === undefined ? undefined : limits.launch[key]?.(launch);
      return why === undefined ? [] : [{ what: `launch.${key}`, why }];
    }),
    ...processes.flatMap((process) =>
      limits.actors.flatMap(([what, is, why]) =>
        process.copy === 0 && is(process, program) ? [{ what: `actor ${process.actor}: ${what}`, why }] : [],
      ),
    ),
    ...ops.flatMap((op) => {
      const why = limits.steps[op.op] ?? limits.op(op, program);
      return why === undefined ? [] : [{ what: `step ${op.step + 1} (${op.op})`, why }];
    }),
  ];
}
