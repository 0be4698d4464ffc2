/** Causes of faults, each with what of a run makes it certain: a sentence, or nothing. */
import type { Op } from '../compile/program.ts';
import type { Launch } from '../scenario/scenario.ts';
import { signalName } from '../scenario/signals.ts';
import type { Trace } from '../trace/trace.ts';
import type { Call } from './ended-calls.ts';

/** What is looked at. `said`: the sentence of the fault. */
export interface Run {
  launch: Launch;
  ops: readonly Op[];
  trace: Trace;
  said: string;
  calls: readonly Call[];
}

/** asm-generic/errno-base.h */
const FAILS = { EPERM: -1, ESRCH: -3, EBADF: -9, ECHILD: -10, EAGAIN: -11, EFBIG: -27 } as const;
const SIGXFSZ = 25;

/** Whether the sentence has the name of the signal, and not one that only begins so: SIGRTMIN+1 is not SIGRTMIN+12. */
const names = (said: string, signal: string): boolean => said.split(/[ ,:]/).includes(signal);

const isInit = ({ who }: Call): boolean => who === 0;

const killText = ({ args: [to, signal = 0] }: Call): string => `kill(${to}, ${signal === 0 ? 0 : signalName(signal)})`;

/** The kill(2) of the signal that the fault is about, where it failed so. */
function failedKill({ calls, said }: Run, error: number): { call: Call; text: string } | undefined {
  const isMeant = ({ name, args: [, signal = 0], result }: Call): boolean =>
    name === 'kill' && result === error && signal > 0 && names(said, signalName(signal));
  const call = calls.find((one) => isInit(one) && isMeant(one));
  return call === undefined ? undefined : { call, text: killText(call) };
}

export function noGroup(run: Run): string | undefined {
  const { call, text } = failedKill(run, FAILS.ESRCH) ?? {};
  const group = -(call?.args[0] ?? 0);
  if (call === undefined || group <= 1) return undefined;
  const made = run.calls.some(({ who, name, result, until }) => who > 0 && until > call.at && result >= 0 && MAKES_GROUP.has(name));
  return `${text} of the init fails with ESRCH: there is no group ${group}${made ? ' yet, since its child makes it later' : ''}`;
}
const MAKES_GROUP = new Set(['setsid', 'setpgid']);

export function noPermission(run: Run): string | undefined {
  const { said, calls } = run;
  const meant = failedKill(run, FAILS.EPERM)?.call;
  // One that gives up writes why, at most.
  const last = calls.findLast((one) => isInit(one) && !ENDING.has(one.name));
  const gaveUp = said.startsWith('the init exited') && last?.name === 'kill' && last.result === FAILS.EPERM ? last : undefined;
  const call = meant ?? gaveUp;
  if (call === undefined) return undefined;
  return `${killText(call)} of the init fails with EPERM: it may not signal that process${call === gaveUp ? ', and ends' : ''}`;
}
const ENDING = new Set(['getpid', 'write', 'exit_group']);

/** A handler of the init is one of its child's until that has become another program (execve(2)); the init may have it for nothing but to wake. */
export function takenBeforeExec({ calls, said }: Run): string | undefined {
  const kills = calls.filter((one) => isInit(one) && one.name === 'kill' && one.result === 0 && (one.args[1] ?? 0) > 0);
  const [kill, ...others] = kills;
  if (kill === undefined || others.length > 0 || !names(said, signalName(kill.args[1] as number))) return undefined;
  const handled = calls.find(({ who, name, until }) => who > 0 && name === 'rt_sigreturn' && until > kill.at);
  if (handled === undefined || calls.some(({ who, name, until }) => who === handled.who && name === 'execve' && until < handled.until))
    return undefined;
  return `${killText(kill)} of the init comes before its child's exec: a handler that the child has from the init takes the signal`;
}

/** signal(7), pid_namespaces(7): of signals without a handler PID 1 gets none, unless they are blocked, and then wait. */
export function noHandler({ launch, ops, trace: { events }, said, calls }: Run): string | undefined {
  if (launch.as === 'subreaper') return undefined;
  for (const [at, event] of events.entries()) {
    const op = event.kind === 'op' ? ops[event.index] : undefined;
    if (op?.op !== 'signal' || op.to.kind !== 'init' || !names(said, signalName(op.signal))) continue;
    const isHandler = ({ name, args: [signal, handler] }: Call): boolean =>
      name === 'rt_sigaction' && signal === op.signal && handler !== 0;
    const isMask = ({ name, args: [, set] }: Call): boolean => name === 'rt_sigprocmask' && set !== 0;
    const before = calls.filter((one) => isInit(one) && one.at < at);
    if (launch.blocked?.includes(signalName(op.signal)) || before.some((one) => isHandler(one) || isMask(one))) return undefined;
    const later = calls.some((one) => isInit(one) && one.at > at && isHandler(one));
    return `the init has no handler for ${signalName(op.signal)}${later ? ' yet' : ''}: the kernel keeps such signals from PID 1`;
  }
  return undefined;
}

/** execve(2) keeps the mask, and sigprocmask(2) alone changes it; a call that waits for the signal takes it all the same. */
export function staysBlocked({ launch, said, calls }: Run): string | undefined {
  const signal = launch.blocked?.find((name) => names(said, name));
  const isWay = ({ name, args: [how, set] }: Call): boolean =>
    TAKES.has(name) || (name === 'rt_sigprocmask' && how !== SIG_BLOCK && set !== 0);
  if (signal === undefined || calls.some((one) => isInit(one) && isWay(one))) return undefined;
  return `${signal} was blocked when the init was started, and the init never unblocks it`;
}
const TAKES = new Set(['rt_sigtimedwait', 'signalfd', 'signalfd4', 'rt_sigsuspend', 'ppoll', 'pselect6', 'epoll_pwait', 'epoll_pwait2']);
/** asm-generic/signal-defs.h */
const SIG_BLOCK = 0;

/** wait(2), NOTES: who ignores SIGCHLD has no zombies, and the kernel sends none. */
export function reapedByKernel({ launch, trace: { events }, calls }: Run): string | undefined {
  const waits = calls.filter((one) => isInit(one) && WAITS.has(one.name));
  // waitid(2) returns 0 for a child as well as for none.
  if (!launch.ignored?.includes('SIGCHLD') || waits.some(({ name, result }) => result > 0 || (name === 'waitid' && result === 0)))
    return undefined;
  const start = 'SIGCHLD was ignored when the init was started, and still is, so that the kernel reaps its children';
  if (waits.some(({ result }) => result === FAILS.ECHILD)) return `${start}: its wait fails with ECHILD`;
  const isGone = events.some((event) => event.kind === 'gone' && event.slot === 0);
  return isGone ? `${start}: it never hears of their end` : undefined;
}
const WAITS = new Set(['wait4', 'waitid']);

export function stdinClosed({ calls }: Run): string | undefined {
  const failed = calls.find(({ who, name, args: [to], result }) => who > 0 && name === 'ioctl' && to === 0 && result === FAILS.EBADF);
  if (failed === undefined || calls.some(({ who, name }) => who === failed.who && name === 'execve')) return undefined;
  return 'stdin is closed: ioctl(2) on it fails with EBADF in the child, which ends before its exec';
}

/** setrlimit(2), RLIMIT_FSIZE: the signal comes with the error. */
export function messageTooLong({ trace: { exit }, calls }: Run): string | undefined {
  const isKilled = exit?.how === 'exited' && exit.code === 128 + SIGXFSZ;
  const failed = calls.some(({ who, name, result }) => who > 0 && name === 'write' && result === FAILS.EFBIG);
  return isKilled && failed
    ? 'write(2) of its child fails with EFBIG, by the limit FSIZE: SIGXFSZ kills the child before it exits with the code that is due'
    : undefined;
}

export function noProcess({ calls }: Run): string | undefined {
  const failed = calls.find((one) => isInit(one) && FORKS.has(one.name) && one.result === FAILS.EAGAIN);
  return failed === undefined ? undefined : `${failed.name}(2) of the init fails with EAGAIN: by a limit of processes it can have no child`;
}
const FORKS = new Set(['clone', 'clone3', 'fork', 'vfork']);

/** So often that it is a loop: an init fails at a few dozen calls at most while it starts and ends. */
const LOOPS = 100;

export function loops({ calls }: Run): string | undefined {
  const failing = new Map<string, number>();
  for (const { who, name, result } of calls) {
    const error = Object.entries(FAILS).find(([, number]) => number === result)?.[0];
    if (who !== 0 || error === undefined) continue;
    const text = `${name}(2) with ${error}`;
    failing.set(text, (failing.get(text) ?? 0) + 1);
  }
  const often = [...failing].flatMap(([text, times]) => (times >= LOOPS ? text : []));
  return often.length === 0 ? undefined : `the init fails again and again at ${often.join(', ')}`;
}
