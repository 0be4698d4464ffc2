/** Why an application failed, as the kernel tells: what PID 1 and the command did with the signal at that moment, and who was there. */
import type { SignalName } from '../scenario/signals.ts';
import { depthOf, type Init } from './application.ts';
import type { Process } from './events.ts';
import type { Problem } from './judge.ts';
import { firstAtSignal, has, lastSignal, type Run, takes } from './run.ts';

export interface Cause {
  /** What tells one cause from another, for tables and for advice. */
  id:
    | 'no-handler'
    | 'late-handler'
    | 'taken-early'
    | 'shell-waits'
    | 'not-passed-on'
    | 'keep-alive'
    | 'second-signal'
    | 'ends-at-once'
    | 'default-action'
    | 'slow'
    | 'child-first'
    | 'nobody-waits'
    | 'not-stopped'
    | 'own-code';
  said: string;
}

const SHELLS = new Set(['sh', 'bash', 'dash', 'ash', 'zsh', 'ksh', 'busybox', 'mksh']);

export function causeOf(run: Run, problem: Problem, init: Init): Cause {
  switch (problem.kind) {
    case 'hangs':
      return causeOfHang(run, init);
    case 'died':
      return {
        id: 'default-action',
        said: `${signalOf(run)} has no handler in ${commandAt(run, init)?.name ?? 'the command'}: its default ends whoever is not PID 1`,
      };
    case 'lost':
      return causeOfLoss(run);
    case 'left':
      return { id: 'not-stopped', said: `${problem.names.join(', ')}: still at work when PID 1 ended, and killed by the kernel with it` };
    case 'zombies':
      return { id: 'nobody-waits', said: `${problem.parents.join(', ')} has ended children and sleeps: it does not wait for them` };
    case 'hides-failure':
      return { id: 'own-code', said: 'its process was killed by SIGKILL, and its exit code is 0: no runtime starts it again' };
    case 'code':
      return causeOfCode(run, problem.code);
  }
}

const signalOf = ({ events }: Run): SignalName => lastSignal(events) ?? 'SIGTERM';

/** Who was there at the last look of that kind. */
function seenAt({ events }: Run, why: string): Process[] {
  const told = events.findLast((event) => event.type === 'processes' && event.why.startsWith(why));
  return told?.type === 'processes' ? told.list : [];
}

/** The command itself: PID 1, or its child. */
function commandAt(run: Run, init: Init, why = 'signal'): Process | undefined {
  const list = seenAt(run, why);
  return depthOf(init) === 1 ? list.find(({ pid }) => pid === 1) : list.find(({ parent }) => parent === 1);
}

const isShell = ({ name }: Process): boolean => SHELLS.has(name);
const below = (list: readonly Process[], one: Process): Process[] =>
  list.filter(({ parent, state }) => parent === one.pid && state !== 'Z');

function causeOfHang(run: Run, init: Init): Cause {
  const signal = signalOf(run);
  const first = firstAtSignal(run.events);
  const command = commandAt(run, init) ?? commandAt(run, init, 'type');
  const later = seenAt(run, 'kill');
  if (run.readyUs !== undefined && run.lastSignalUs !== undefined && run.readyUs > run.lastSignalUs)
    return late(run, commandAt(run, init), first, signal);
  if (first !== undefined && !has(first.caught, signal) && !has(first.blocked, signal)) return dropped(first, signal, later);
  if (first !== undefined && init.argv.length === 0 && !takesLater(later, signal))
    return {
      id: 'no-handler',
      said: `PID 1 (${first.name}) has no handler for ${signal} but the one of its runtime, which ends it by the default of the signal: for PID 1 the kernel drops that`,
    };
  const children = command === undefined ? [] : below(later, command);
  if (command !== undefined && isShell(command) && children.length > 0)
    return {
      id: 'shell-waits',
      said: `${command.name} waits for ${children[0]?.name}, which never hears of ${signal}: a trap runs when that has ended`,
    };
  if ((run.books?.lateKept ?? 0) > 0)
    return { id: 'keep-alive', said: `connections from before ${signal} kept it alive: more requests came by them, and it answered` };
  return lives(later, signal, init);
}

const takesLater = (later: readonly Process[], signal: SignalName): boolean =>
  later.some(({ pid, caught, blocked }) => pid === 1 && (has(caught, signal) || has(blocked, signal)));

/** It came before the command was ready: nobody heard of it, or who heard of it went on to start. */
function late({ readyUs = 0, lastSignalUs = 0 }: Run, command: Process | undefined, first: Process | undefined, signal: SignalName): Cause {
  const before = `${Math.max(1, Math.round((readyUs - lastSignalUs) / 1000))} ms before it was ready`;
  if (command !== undefined && takes(command, signal))
    return { id: 'taken-early', said: `${signal} came ${before}: ${command.name} had a handler, and went on to start` };
  const who = command ?? first;
  return {
    id: 'late-handler',
    said: `${signal} came before ${who?.pid === 1 ? 'PID 1' : 'the command'}${who === undefined ? '' : ` (${who.name})`} had its handler, ${before}, and is forgotten`,
  };
}

/** The kernel drops what PID 1 has no handler for. */
function dropped(first: Process, signal: SignalName, later: readonly Process[]): Cause {
  const children = below(later, first);
  if (isShell(first) && children.length > 0)
    return {
      id: 'shell-waits',
      said: `PID 1 is ${first.name}, which has no handler for ${signal}: the kernel drops it, and ${children[0]?.name} below it never hears of it`,
    };
  return { id: 'no-handler', said: `${signal} has no handler in PID 1 (${first.name}): the kernel drops it` };
}

/** It was handled, and somebody did not end. */
function lives(later: readonly Process[], signal: SignalName, init: Init): Cause {
  const others = later.filter(({ pid, state }) => pid !== 1 && state !== 'Z');
  const command = later.find(({ pid, parent }) => (depthOf(init) === 1 ? pid === 1 : parent === 1));
  const deaf = others.find(({ pid }) => pid !== command?.pid);
  if (command === undefined) return { id: 'not-passed-on', said: `PID 1 handles ${signal}, and does not end` };
  if (deaf !== undefined && below(later, command).length > 0)
    return { id: 'not-passed-on', said: `${command.name} handles ${signal} and waits for ${deaf.name}, to which it does not pass it on` };
  return { id: 'slow', said: `${command.name} has a handler for ${signal}, and its work was not done in time` };
}

/** µs between a signal and the end of who does not wait for anything: a process of Node ends in some 5 ms. */
const AT_ONCE_US = 30_000;

function causeOfLoss({ events, endUs = 0, stopUs = 0, lastSignalUs = 0, init }: Run): Cause {
  const signals = events.filter(({ type }) => type === 'signal').length;
  if (signals > 1 && endUs - lastSignalUs < AT_ONCE_US && lastSignalUs - stopUs > 0)
    return { id: 'second-signal', said: 'the second signal ended it while the handler of the first one was at work' };
  const child = events.find((event) => event.type === 'exit' && event.us > stopUs && event.pid !== 1 && endUs - event.us > AT_ONCE_US);
  if (child?.type === 'exit' && init === 'none')
    return { id: 'child-first', said: `its process ${child.pid} got the signal too, and ended first` };
  return {
    id: 'ends-at-once',
    said: `it ended ${Math.round((endUs - stopUs) / 1000)} ms after the signal, without answering what it had in its hands`,
  };
}

function causeOfCode({ events, lastSignalUs = 0, endUs = 0 }: Run, code: number): Cause {
  const signals = events.filter(({ type }) => type === 'signal').length;
  if (signals > 1 && endUs - lastSignalUs < AT_ONCE_US)
    return { id: 'second-signal', said: `the second signal ended it while the handler of the first one was at work: exit code ${code}` };
  return { id: 'own-code', said: `it ended with exit code ${code}, as if it had failed` };
}
