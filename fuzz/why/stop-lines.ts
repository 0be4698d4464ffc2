/** Whether a stop reaches PID 1 (signal(7), pid_namespaces(7)). */
import { printable } from '../base/printable.ts';
import { defaultAction, type SignalName, signalNumber } from '../scenario/signals.ts';
import { interpreterOf } from '../scan/programs.ts';
import { isShell } from '../scan/shell.ts';
import type { Container } from './container.ts';
import type { Asked, Line } from './diagnosis.ts';
import { FIELDS, type Makes, makesOf } from './makes.ts';
import type { Seen } from './proc.ts';

/** The kernel shows what rt_sigtimedwait(2) waits for as not blocked (kernel/signal.c, do_sigtimedwait). */
const makesOfInit = ({ init, sleepsIn }: Container, signal: SignalName): Makes => {
  const makes = makesOf(init, signal);
  return makes === 'default' && sleepsIn === 'rt_sigtimedwait' ? 'waits' : makes;
};

/** The runtimes' own grace: Docker and Podman wait 10 s, Kubernetes 30 s. */
export const killedAfter = (grace: number | undefined): string =>
  `the container is killed after its grace period, ${grace === undefined ? '10 s with Docker and 30 s with Kubernetes' : `${grace} s`}`;

export function stopLines(container: Container, { stop, grace }: Asked): Line[] {
  const { init, argv, verified } = container;
  if (init.state === 'T' || init.state === 't') return [stoppedLine(init)];
  const makes = makesOfInit(container, stop);
  const evidence = `/proc/${init.pid}/${FIELDS[makes]}`;
  if (makes === 'handles') return [ownHandler(container, stop) ?? handlerLine(container, stop, evidence)];
  if (makes === 'blocks' || makes === 'waits') {
    const grade = verified?.identity.kind === 'init' ? 'ok' : 'note';
    return [{ grade, said: `It takes signals by a call that waits for them, as inits do: ${stop}, if it is among them.`, evidence }];
  }
  if (makes === 'default' && init.inside !== 1) return [defaultLine(stop, evidence)];
  const why = makes === 'ignores' ? `It ignores ${stop}` : `PID 1 has no handler for ${stop}, and the kernel keeps such signals from PID 1`;
  return [
    {
      grade: 'fault',
      said: `A stop does nothing. ${why}: ${killedAfter(grace)}.${cameAlready(container, stop)}`,
      evidence,
      fix: fixOf(container, argv, stop),
    },
  ];
}

const handlerLine = ({ argv, init }: Container, stop: SignalName, evidence: string): Line => {
  const shell = isShell(argv[0] ?? '') || isShell(init.name);
  const trap = shell ? ' It is a shell: its trap runs when what it waits for in the foreground has ended.' : '';
  return { grade: 'ok', said: `It has a handler for ${stop}.${trap}`, evidence };
};

/** Of an interpreter that handles the signal by itself: a handler of the program's own looks alike. */
function ownHandler({ init, exe, mainFile }: Container, stop: SignalName): Line | undefined {
  const own = interpreterOf(exe);
  if (own === undefined || init.inside !== 1 || !own.catches.includes(stop)) return undefined;
  // What the interpreter does not catch, a program does: it has handlers then.
  if (init.caught.some((signal) => !own.catches.includes(signal))) return undefined;
  const evidence = `/proc/${init.pid}/${FIELDS.handles}${mainFile === undefined ? '' : `; ${printable(mainFile.path)}`}`;
  if (mainFile?.names(stop) === true) return { grade: 'ok', said: `It handles ${stop}: its main file names it.`, evidence };
  const seen = mainFile === undefined ? 'Its main file could not be read' : `Its main file does not name ${stop}`;
  return {
    grade: 'warning',
    said: `A stop does nothing, unless the program has a handler of its own. ${printable(init.name)} catches ${stop} by itself, which has no effect in PID 1. ${seen}.`,
    evidence,
    fix: `${own.handler.replace('TERM', stop.slice(3))} in the program, or an init before it (docker run --init)`,
  };
}

/** Node lays its own handler down at the first signal (SA_RESETHAND). */
function cameAlready({ init, exe }: Container, stop: SignalName): string {
  const own = interpreterOf(exe);
  const others = own?.catches.filter((signal) => signal !== stop) ?? [];
  if (own?.catches.includes(stop) !== true || !others.every((signal) => init.caught.includes(signal))) return '';
  return ` A ${stop} has come already: ${printable(init.name)} had a handler of its own, which is gone after the first.`;
}

const stoppedLine = ({ pid, state }: Seen): Line => ({
  grade: 'fault',
  said: 'It is stopped. Until SIGCONT it takes no signal but SIGKILL.',
  evidence: `/proc/${pid}/status: State ${state}`,
  fix: state === 't' ? 'end the debugger or tracer that holds it' : `send it SIGCONT: kill -CONT ${pid}`,
});

const defaultLine = (stop: SignalName, evidence: string): Line => {
  const ends = ['terminate', 'core'].includes(defaultAction(signalNumber(stop)));
  return { grade: ends ? 'ok' : 'warning', said: `${stop} ${ends ? 'ends it' : 'does not end it'}: it has no handler.`, evidence };
};

function fixOf({ init: { name }, exe }: Container, [shell = '', ...words]: string[], stop: SignalName): string {
  const handler = interpreterOf(exe)?.handler.replace('TERM', stop.slice(3));
  // Of a script the kernel has its own name, and its interpreter in the arguments.
  if (!isShell(name) && !isShell(shell) && name !== 'busybox')
    return `run it below an init (docker run --init, or tini -- COMMAND), or have it handle the signal${handler === undefined ? '' : `: ${handler}`}`;
  return words.includes('-c')
    ? 'write CMD or ENTRYPOINT as a JSON list, so that no shell stands before the command'
    : 'end the script with exec "$@", or have it trap the signal and pass it on';
}

/** Pending and not blocked is a signal on its way; blocked, one that nobody takes. */
export function pendingLines({ init }: Container, { stop }: Asked): Line[] {
  if (init.pending.length === 0) return [];
  const evidence = `/proc/${init.pid}/status: SigPnd, ShdPnd, at the first look and at the last one`;
  if (init.pending.includes(stop))
    return [{ grade: 'fault', said: `${stop} was sent, and it has not taken it.`, evidence, fix: 'see what it waits for, below' }];
  return [
    { grade: 'warning', said: `Signals wait to be taken: ${init.pending.join(', ')}.`, evidence, fix: 'see what it waits for, below' },
  ];
}

/** Those that people, terminals and orchestrators send. */
const USUAL: readonly SignalName[] = ['SIGHUP', 'SIGINT', 'SIGQUIT', 'SIGTERM', 'SIGUSR1', 'SIGUSR2', 'SIGWINCH'];
/** Signals of a kind that are named: the rest is in the value of --json. */
const MOST_NAMED = 8;

/** What it does with the others. */
export function signalLines(container: Container): Line[] {
  const { init, verified } = container;
  const list = (verb: string, signals: readonly SignalName[]): string => `${verb} ${signals.length === 0 ? 'none' : named(signals)}`;
  const said = `It ${list('has handlers for', init.caught)}, ${list('ignores', init.ignored)}, ${list('blocks', init.blocked)}.`;
  const isInit = verified?.identity.kind === 'init' || ['waits', 'blocks'].includes(makesOfInit(container, 'SIGTERM'));
  const nothing = USUAL.filter((signal) => ['default', 'ignores'].includes(makesOf(init, signal)));
  const lost = isInit || init.inside !== 1 || nothing.length === 0 ? '' : ` These do nothing to it: ${nothing.join(', ')}.`;
  return [{ grade: 'note', said: said + lost, evidence: `/proc/${init.pid}/status: SigCgt, SigIgn, SigBlk` }];
}

const named = (signals: readonly SignalName[]): string =>
  signals.length > MOST_NAMED ? `${signals.slice(0, MOST_NAMED).join(' ')} and ${signals.length - MOST_NAMED} more` : signals.join(' ');
