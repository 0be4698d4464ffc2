/** What an exported program must see, from the model: of the case's property alone, since inits differ in the rest by design. */
import { startFailure, type Program } from '../compile/program.ts';
import type { Contract } from '../judge/contract.ts';
import type { Checkpoint } from '../judge/model/checkpoint.ts';
import { predict } from '../judge/model/predict.ts';
import { type Check, leaves, type Watch } from './check.ts';
import { exitsWith, leavesPromptly, reapsOrphans, reportsFailedExec, survives } from './check-ends.ts';
import { forwards, sparesOthers } from './check-signals.ts';
import { closesDescriptors, handsDown, keepsDirectory } from './check-start.ts';

/** `last`: the op behind which nothing can be said any more, as the init has left. Why there are none: the form cannot look at what the property is about, or the model cannot tell. */
export type Checks = { ok: true; checks: Check[]; last: number } | { ok: false; why: string };

const WATCHES: Readonly<Record<string, Watch>> = {
  survives,
  'leaves-promptly': leavesPromptly,
  'exit-code': exitsWith,
  'reports-failed-exec': reportsFailedExec,
  forwards,
  'spares-others': sparesOthers,
  'reaps-orphans': reapsOrphans,
  'hands-down': handsDown,
  'keeps-directory': keepsDirectory,
  'closes-descriptors': closesDescriptors,
  'stays-idle': () => [{ kind: 'NOTHING', fault: true, at: -1, must: 'the init must come to rest' }],
};

/** The checks of a property on a program. */
export function checksOf(program: Program, contract: Contract, property: string): Checks {
  const watch = WATCHES[property];
  if (watch === undefined) return { ok: false, why: `property ${property}: it takes measurements that this form does not make` };
  const { checkpoints, unsure } = predict(program, contract);
  const own = watch(checkpoints, program, contract);
  if (own.length > 0) return { ok: true, checks: [...needed(checkpoints, program, property), ...own], last: checkpoints.at(-1)?.op ?? -1 };
  return { ok: false, why: unsure === undefined ? `property ${property} does not apply to it` : `what must come of it is open: ${unsure}` };
}

/** What has to be so for a judgement at all: main is started, and the init has left where its code is looked at. */
function needed(points: readonly Checkpoint[], program: Program, property: string): Check[] {
  const starts = startFailure(program) === undefined && property !== 'survives';
  const last = leaves(points);
  const must = 'the init must have left';
  return [
    ...(starts ? [{ kind: 'STARTED', at: -1, fault: false, must: 'main must have been started' } as const] : []),
    ...(property === 'exit-code' && last !== undefined ? [{ kind: 'LEFT', at: last.op, fault: false, must } as const] : []),
  ];
}
