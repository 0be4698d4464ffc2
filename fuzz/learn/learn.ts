/** A contract that is learnt: what an init was seen to do, as its makers would write it down. */
import type { Setting } from '../compile/setting.ts';
import type { ContractChange } from '../judge/contract-change.ts';
import type { WaitStatus } from '../trace/trace.ts';
import { learnEnd } from './end.ts';
import { type BadCommand, BAD_COMMANDS, learnFailures } from './failures.ts';
import { type Forwarding, learnForwarding } from './forwarding.ts';
import { learnAdoption, learnRest } from './rest.ts';
import type { Runner } from './runner.ts';
import { learnStart } from './start.ts';

export interface Learnt {
  kind: 'learnt';
  contract: ContractChange;
  forwarding: Forwarding;
  /** How it ended with each command that cannot be started; undefined where it did not end. */
  failures: Record<BadCommand, WaitStatus | undefined>;
  /** At the end of its child it signals processes that are not of that one's group. */
  signalsOthers: boolean;
}

/** It does not start what it is given, or no run came of it: there is no contract to learn. */
export interface NotLearnt {
  kind: 'not-learnt';
}

/**
 * Runs the init some twenty times. Each run is the only one of its kind: what an init does by chance is not seen. `idle`: whether it is
 * also watched for two seconds in which nothing happens. `setting`: how its target has it started.
 */
export async function learn(run: Runner, { idle, setting }: { idle: boolean; setting?: Setting }): Promise<Learnt | NotLearnt> {
  const forwarding = await learnForwarding(run);
  if (forwarding === undefined) return { kind: 'not-learnt' };
  const [failures, start, end, rest, adopts] = await Promise.all([
    learnFailures(run),
    learnStart(run, setting),
    learnEnd(run),
    idle ? learnRest(run) : undefined,
    learnAdoption(run),
  ]);
  const { forwards, rewrites, to, ends } = forwarding;
  const contract: ContractChange = {
    forwards,
    ...(Object.keys(rewrites).length === 0 ? {} : { rewrites }),
    ...(Object.keys(ends).length === 0 ? {} : { endsOn: mapped(ends) }),
    to,
    ...(end === undefined ? {} : { parting: end.parting, leaves: end.leaves }),
    execFails: codesOf(failures),
    ...(start === undefined ? {} : { child: childOf(start.child), directory: start.directory, descriptors: start.descriptors }),
    ...(adopts === undefined ? {} : { asSubreaper: { adopts } }),
    ...rest,
  };
  return { kind: 'learnt', contract, forwarding, failures, signalsOthers: end?.others === true };
}

/** Of a program that becomes its command: how that starts, and how it ends where there is none to become. */
export async function learnCommand(run: Runner, setting?: Setting): Promise<Learnt> {
  const [failures, start] = await Promise.all([learnFailures(run), learnStart(run, setting)]);
  const contract: ContractChange = {
    becomes: 'command',
    execFails: codesOf(failures),
    ...(start === undefined ? {} : { child: changesOf(start.child) }),
  };
  return { kind: 'learnt', contract, forwarding: NOTHING_FORWARDED, failures, signalsOthers: false };
}

const NOTHING_FORWARDED: Forwarding = { forwards: [], rewrites: {}, to: 'child', ends: {}, unasked: [] };

/** A command that PID 1 has become is in the group and session of PID 1: nobody has put it there. */
function changesOf({
  group: _,
  session: __,
  terminal: ___,
  ...rest
}: NonNullable<ContractChange['child']>): NonNullable<ContractChange['child']> {
  return childOf(rest);
}

const mapped = (ends: Forwarding['ends']): NonNullable<ContractChange['endsOn']> =>
  Object.fromEntries(Object.entries(ends).map(([signal, code = 0]) => [signal, [code]]));

/** Success, and a death by a signal, are nobody's promise. */
function codesOf(failures: Learnt['failures']): NonNullable<ContractChange['execFails']> {
  const codes = BAD_COMMANDS.map((command) => [command, failures[command]] as const);
  return Object.fromEntries(codes.flatMap(([command, end]) => (end?.how === 'exited' && end.code > 0 ? [[command, [end.code]]] : [])));
}

/** What is inherited need not be said: then the C library's own signals stay open. */
function childOf({ mask, ignored, raises = [], ...rest }: NonNullable<ContractChange['child']>): NonNullable<ContractChange['child']> {
  return {
    ...rest,
    ...(mask === 'inherited' || mask === undefined ? {} : { mask }),
    ...(ignored === 'inherited' || ignored === undefined ? {} : { ignored }),
    ...(raises.length === 0 ? {} : { raises }),
  };
}
