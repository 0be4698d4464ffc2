/** Which signals an init passes on, as which, to its child or to a group; which end it. */
import { NEVER_FORWARDED } from '../judge/plain-contract.ts';
import type { Step } from '../scenario/scenario.ts';
import { SIGNALS, type SignalName } from '../scenario/signals.ts';
import { NOTES, type Runner, scenarioOf, stoppedIn, takenByStep } from './runner.ts';

export interface Forwarding {
  forwards: SignalName[];
  rewrites: Partial<Record<SignalName, SignalName>>;
  to: 'child' | 'group' | 'own-group';
  /** Signals upon which it ended while its child ran on, and with which code. */
  ends: Partial<Record<SignalName, number>>;
  /** Nobody can say of these: it ended too often to be asked. */
  unasked: SignalName[];
}

/** They may come as a SIGSTOP, which only the state of the child shows. */
const STOPS: readonly SignalName[] = ['SIGTSTP', 'SIGTTIN', 'SIGTTOU'];
/** Of an init that each signal ends there is a run for each: so many are enough to say so. */
const MOST_RUNS = 24;

/**
 * What people send to containers, each in a run of its own: a shell that has taken the first may have given up its traps. The others share
 * their runs, since an init may take seconds to start.
 */
const ALONE: readonly [SignalName, ...SignalName[]] = ['SIGTERM', 'SIGINT', 'SIGHUP', 'SIGQUIT', 'SIGUSR1', 'SIGUSR2', 'SIGWINCH'];

export const ASKED = SIGNALS.filter((name) => !NEVER_FORWARDED.includes(name));
/** Main, and another one of its group. */
const ACTORS = { main: NOTES, mate: { parent: 'main', ...NOTES } } as const;
const [MAIN, MATE] = [0, 1];

/** Sends each signal to the init once. Undefined where no run came of it. */
export async function learnForwarding(run: Runner): Promise<Forwarding | undefined> {
  const learnt: Forwarding = { forwards: [], rewrites: {}, to: 'child', ends: {}, unasked: [] };
  const [first, ...others] = ALONE;
  if ((await ask(run, [first], learnt)) === undefined) return undefined;
  if ((await Promise.all(others.map((signal) => ask(run, [signal], learnt)))).includes(undefined)) return undefined;
  let left: readonly SignalName[] = ASKED.filter((signal) => !ALONE.includes(signal));
  for (let runs = 0; left.length > 0 && runs < MOST_RUNS; runs++) {
    const asked = await ask(run, left, learnt);
    if (asked === undefined) return undefined;
    left = left.slice(asked);
  }
  learnt.unasked = [...left];
  if (learnt.to === 'group' && (await reachesItsOwnGroup(run, learnt.forwards))) learnt.to = 'own-group';
  learnt.forwards.sort((a, b) => SIGNALS.indexOf(a) - SIGNALS.indexOf(b));
  return learnt;
}

/** Whether one that is left in the init's group, once main has gone into one of its own, gets what the init passes on: timeout(1). */
async function reachesItsOwnGroup(run: Runner, [signal]: readonly SignalName[]): Promise<boolean> {
  if (signal === undefined) return false;
  const trace = await run(scenarioOf({}, ACTORS, [{ fork: 'mate' }, { setpgid: 'main' }, ...stepsFor(signal)]));
  const main = trace?.events.find((event) => event.kind === 'started' && event.slot === MAIN);
  const apart = main?.kind === 'started' && main.pgid !== main.pid;
  return trace !== undefined && apart && takenByStep(trace, MATE).size > 0;
}

/** Returns how many signals it got to. */
async function ask(run: Runner, signals: readonly SignalName[], learnt: Forwarding): Promise<number | undefined> {
  const steps: Step[] = [{ fork: 'mate' }, ...signals.flatMap(stepsFor)];
  const trace = await run(scenarioOf({}, ACTORS, steps));
  if (trace?.start === undefined) return undefined;
  const [main, mate, stopped] = [takenByStep(trace, MAIN), takenByStep(trace, MATE), stoppedIn(trace, MAIN)];
  const last = trace.exit?.afterOp ?? steps.length;
  for (const [n, signal] of signals.entries()) {
    const at = steps.findIndex((step) => 'signal' in step && step.signal.signal === signal);
    if (at > last) return n;
    const got = stopped.has(at) ? 'SIGSTOP' : ((main.get(at) ?? []).find((one) => one === signal) ?? main.get(at)?.[0]);
    note(learnt, signal, got, mate.has(at));
    if (at < last) continue;
    if (trace.exit?.how === 'exited') learnt.ends[signal] = trace.exit.code;
    return n + 1;
  }
  return signals.length;
}

function stepsFor(signal: SignalName): Step[] {
  const send: Step = { signal: { signal, to: 'init' } };
  return STOPS.includes(signal) ? [send, { continue: 'main' }, { continue: 'mate' }] : [send];
}

function note(learnt: Forwarding, signal: SignalName, got: SignalName | undefined, mateToo: boolean): void {
  if (got === undefined) return;
  learnt.forwards.push(signal);
  if (got !== signal) learnt.rewrites[signal] = got;
  if (mateToo) learnt.to = 'group';
}
