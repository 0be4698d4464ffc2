/** Contracts as the init was seen to keep them at its start, for what is judged by what it did there. */
import type { Program } from '../compile/program.ts';
import { signalName } from '../scenario/signals.ts';
import type { Trace } from '../trace/trace.ts';
import type { Contract } from './contract.ts';

/**
 * Where the init has put its child, whatever its contract says: the model goes on from there, and that it is not where it should be is told
 * once (properties/hands-down.ts). The contract itself where main has not started.
 */
export function asSeen(contract: Contract, { events, start }: Trace): Contract {
  const main = events.find((event) => event.kind === 'started' && event.slot === 0);
  if (main?.kind !== 'started') return contract;
  const session = main.sid === main.pid ? 'own' : "init's";
  const group = main.pgid === main.pid ? 'own' : "init's";
  const inFront = start !== undefined && group === 'own' && start.foreground === main.pgid;
  const terminal = !inFront ? 'untouched' : session === 'own' ? 'handed-over' : 'foreground';
  return { ...contract, child: { ...contract.child, session, group, terminal } };
}

/**
 * The program as it was for a command that has become PID 1: who has become it may have changed ids and privilege, which is what such programs
 * are for, and main goes on from there.
 */
export function startedAs(program: Program, contract: Contract, { start }: Trace): Program {
  if (contract.becomes !== 'command' || start === undefined) return program;
  const { capabilities: _, ...launch } = program.launch;
  const { user, noNewPrivs } = start;
  // Of another user it says nothing: root has its own again by a set-uid program.
  const none = program.launch.capabilities !== undefined || (user === 0 && !start.capabilities);
  return { ...program, launch: { ...launch, user, noNewPrivs, ...(none ? { capabilities: 'none' } : {}) } };
}

/** The contract less what it leaves open of the start: either is sound. Of open signals `follow.ts` sees to each. */
export function chosen(contract: Contract, trace: Trace): Contract {
  const { open } = contract;
  if (open === undefined) return contract;
  const placed = open.place ? asSeen(contract, trace) : contract;
  return {
    ...placed,
    ...(open.directory && trace.init.directory === '/' ? { directory: '/' } : {}),
    ...(open.deadly ? diesOf(contract, trace) : {}),
  };
}

/** What the init has died of, it leaves at its default. It is the model's word whether that was sent to it, and whether it may die at all. */
function diesOf({ asSubreaper }: Contract, { exit }: Trace): Pick<Contract, 'asSubreaper'> {
  if (exit?.how !== 'signalled') return { asSubreaper };
  return { asSubreaper: { ...asSubreaper, deadly: [signalName(exit.signal)] } };
}
