/** Learns the contract of a target from what it does (fuzz/learn). */
import { settingOf } from '../compile/setting.ts';
import { type Learnt, learn, learnCommand, type NotLearnt } from '../learn/learn.ts';
import type { Runner } from '../learn/runner.ts';
import type { Kind } from '../kind/kind.ts';
import { UNDECLARED } from '../judge/plain-contract.ts';
import type { FoundTarget } from './find-target.ts';
import { kindIfAny } from './kinds.ts';
import type { Lab } from './lab.ts';

/** A run that tells nothing is made again: the machine may have been busy. */
const TRIES = 3;

/** `program`: what it is, where that is no init. */
export type NotLearntTarget = NotLearnt & { program?: Kind };

/**
 * `idle`: see `learn`. An init has a contract to learn, and so has a program that becomes its command; where it is not `idle`, what an init
 * never does is asked for alone, and of such a program nothing.
 */
export async function learnTarget(
  lab: Lab,
  target: FoundTarget,
  { idle }: { idle: boolean } = { idle: true },
): Promise<Learnt | NotLearntTarget> {
  // Whatever it promises: an init that nobody knows may look once a second.
  const undeclared = { ...target, contract: UNDECLARED, deviations: [] };
  // How it ends is seen of one that waits for others as well, if that is not for longer.
  const patient = { ...undeclared, contract: { ...UNDECLARED, parting: { signal: 'SIGTERM', to: 'everybody', grace: '1s' } as const } };
  const kind = await kindIfAny(lab, undeclared);
  if (kind !== undefined && kind.kind !== 'init' && !(kind.kind === 'command' && idle)) return { kind: 'not-learnt', program: kind };
  const run: Runner = async (scenario, how = 'plain') => {
    for (let tries = 0; tries < TRIES; tries++) {
      const answer = how === 'recorded' ? await lab.record(scenario, patient) : await lab.examine(scenario, undeclared, 'careful');
      if (answer.kind === 'closed') return undefined;
      if (answer.kind === 'examined' && answer.trace.bound === undefined) return answer.trace;
    }
    return undefined;
  };
  const { setting } = settingOf(target);
  return kind?.kind === 'command' ? learnCommand(run, setting) : learn(run, { idle, ...(setting === undefined ? {} : { setting }) });
}
