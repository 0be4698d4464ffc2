/** What an exported program must see, from the model: of the case's property alone, since inits differ in the rest by design. */
import { PROPERTIES } from '../../properties/index.ts';
import { startFailure, type Program } from '../compile/program.ts';
import type { Contract } from '../judge/contract.ts';
import { predict } from '../judge/model/predict.ts';
import type { Watchable } from '../judge/property.ts';
import { type Check, leaves, type Watch } from './check.ts';
import { exitsWith, leavesPromptly, reapsOrphans, reportsFailedExec, survives } from './check-ends.ts';
import { effects, lives, noted } from './check-signals.ts';
import { closesDescriptors, handsDown, keepsDirectory } from './check-start.ts';

/**
 * `last`: the op behind which nothing can be said any more, as the init has left. Why there are none: the form cannot look at what the
 * property is about, or the model cannot tell.
 */
export type Checks = { ok: true; checks: Check[]; last: number } | { ok: false; why: string };

const WATCHES: Readonly<Record<Watchable, Watch>> = {
  started: (_, program) =>
    startFailure(program) === undefined ? [{ kind: 'STARTED', at: -1, fault: false, must: 'main must have been started' }] : [],
  left: (points) => {
    const last = leaves(points);
    return last === undefined ? [] : [{ kind: 'LEFT', at: last.op, fault: false, must: 'the init must have left' }];
  },
  runs: survives,
  leaves: leavesPromptly,
  code: exitsWith,
  'failed-exec': reportsFailedExec,
  noted,
  effects,
  lives,
  reaped: reapsOrphans,
  'signals-handed-down': handsDown,
  directory: keepsDirectory,
  descriptors: closesDescriptors,
  rest: () => [{ kind: 'NOTHING', fault: true, at: -1, must: 'the init must come to rest' }],
};

const UNKNOWN = { not: 'nobody has said what a program can look at' };

/** The checks of a property on a program. */
export function checksOf(program: Program, contract: Contract, property: string): Checks {
  const { watch = UNKNOWN } = PROPERTIES.find(({ id }) => id === property) ?? {};
  if ('not' in watch) return { ok: false, why: `property ${property}: ${watch.not}` };
  const { checkpoints, unsure } = predict(program, contract);
  const checks = watch.flatMap((what) => WATCHES[what](checkpoints, program, contract));
  if (checks.some(({ fault }) => fault)) return { ok: true, checks, last: checkpoints.at(-1)?.op ?? -1 };
  return { ok: false, why: unsure === undefined ? `property ${property} does not apply to it` : `what must come of it is open: ${unsure}` };
}
