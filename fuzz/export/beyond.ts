/** What a form does not express of a program: what is in none of its tables it expresses. */
import type { Op, ProcessSpec, Program } from '../compile/program.ts';
import type { Launch } from '../scenario/scenario.ts';
import type { Beyond } from './not-expressible.ts';

/** Why, by kind. A function says it where it depends. */
export interface Limits {
  launch: Partial<Record<keyof Launch, (launch: Launch) => string | undefined>>;
  /** What of an actor, whether it is so, and why. */
  actors: readonly (readonly [what: string, is: (process: ProcessSpec, program: Program) => boolean, why: string])[];
  steps: Partial<Record<Op['op'], string>>;
  /** Of one that is in `steps` for no reason. */
  op: (op: Op, program: Program) => string | undefined;
}

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
