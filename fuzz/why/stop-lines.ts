/** Whether a stop reaches PID 1, and what its children make of the signal (signal(7), pid_namespaces(7)). */
import { printable } from '../base/printable.ts';
import { defaultAction, type SignalName, signalNumber } from '../scenario/signals.ts';
import type { Container } from './container.ts';
import type { Asked, Line } from './diagnosis.ts';
import type { Seen } from './proc.ts';

/** What a process makes of a signal. `waits`: it sleeps in a call that takes signals, of which the kernel does not say which. */
type Makes = 'handles' | 'blocks' | 'ignores' | 'waits' | 'default';

const makesOf = ({ caught, blocked, ignored }: Seen, signal: SignalName): Makes => {
  if (blocked.includes(signal)) return 'blocks';
  if (caught.includes(signal)) return 'handles';
  return ignored.includes(signal) ? 'ignores' : 'default';
};

/** The kernel shows what rt_sigtimedwait(2) waits for as not blocked (kernel/signal.c, do_sigtimedwait). */
const makesOfInit = ({ init, sleepsIn }: Container, signal: SignalName): Makes => {
  const makes = makesOf(init, signal);
  return makes === 'default' && sleepsIn === 'rt_sigtimedwait' ? 'waits' : makes;
};

const SHELLS = ['sh', 'bash', 'dash', 'ash', 'busybox', 'zsh', 'ksh'];

/** The runtimes' own: Docker and Podman wait 10 s, Kubernetes 30 s. */
const KILLED = 'the container is killed after its grace period, 10 s with Docker and 30 s with Kubernetes';

export function stopLines(container: Container, { stop }: Asked): Line[] {
  const { init, argv, verified } = container;
  if (init.state === 'T' || init.state === 't') return [stoppedLine(init)];
  const makes = makesOfInit(container, stop);
  const evidence = `/proc/${init.pid}/${FIELDS[makes]}`;
  if (makes === 'handles') return [{ grade: 'ok', said: `It has a handler for ${stop}.`, evidence }];
  if (makes === 'blocks' || makes === 'waits') {
    const grade = verified?.identity.kind === 'init' ? 'ok' : 'note';
    return [{ grade, said: `It takes signals by a call that waits for them, as inits do: ${stop}, if it is among them.`, evidence }];
  }
  if (makes === 'default' && init.inside !== 1) return [defaultLine(stop, evidence)];
  const why = makes === 'ignores' ? `It ignores ${stop}` : `PID 1 has no handler for ${stop}, and the kernel keeps such signals from PID 1`;
  return [{ grade: 'fault', said: `A stop does nothing. ${why}: ${KILLED}.`, evidence, fix: fixOf(init, argv) }];
}

const stoppedLine = ({ pid, state }: Seen): Line => ({
  grade: 'fault',
  said: 'It is stopped. Until SIGCONT it takes no signal but SIGKILL.',
  evidence: `/proc/${pid}/status: State ${state}`,
  fix: state === 't' ? 'end the debugger or tracer that holds it' : `send it SIGCONT: kill -CONT ${pid}`,
});

const FIELDS: Readonly<Record<Makes, string>> = {
  handles: 'status: SigCgt',
  blocks: 'status: SigBlk',
  ignores: 'status: SigIgn',
  waits: 'syscall: rt_sigtimedwait',
  default: 'status: SigCgt',
};

const defaultLine = (stop: SignalName, evidence: string): Line => {
  const ends = ['terminate', 'core'].includes(defaultAction(signalNumber(stop)));
  return { grade: ends ? 'ok' : 'warning', said: `${stop} ${ends ? 'ends it' : 'does not end it'}: it has no handler.`, evidence };
};

function fixOf({ name }: Seen, [, ...words]: string[]): string {
  if (!SHELLS.includes(name)) return 'run it below an init (docker run --init, or tini -- COMMAND), or have it handle the signal';
  return words.includes('-c')
    ? 'write CMD or ENTRYPOINT as a JSON list, so that no shell stands before the command'
    : 'end the script with exec "$@", or have it trap the signal and pass it on';
}

/** Pending and not blocked is a signal on its way; blocked, one that nobody takes. */
export function pendingLines({ init }: Container, { stop }: Asked): Line[] {
  if (init.pending.length === 0) return [];
  const evidence = `/proc/${init.pid}/status: SigPnd, ShdPnd`;
  if (init.pending.includes(stop))
    return [{ grade: 'fault', said: `${stop} was sent, and it has not taken it.`, evidence, fix: 'see what it waits for, below' }];
  return [{ grade: 'warning', said: `Signals wait to be taken: ${init.pending.join(', ')}.`, evidence }];
}

/** Children that are told of one by one; of more the count says enough. */
const MOST_CHILDREN = 5;
const IN_WORDS: Readonly<Record<Makes, string>> = {
  handles: 'handles it',
  blocks: 'has it blocked',
  ignores: 'ignores it',
  waits: 'waits for it',
  default: 'is ended by it',
};

export function childLines({ init, others }: Container, { stop }: Asked): Line[] {
  const children = others.filter(({ parent, state }) => parent === init.pid && state !== 'Z');
  const shown = children
    .slice(0, MOST_CHILDREN)
    .map((child) => `${printable(child.name)} (${child.pid}) ${IN_WORDS[makesOf(child, stop)]}`);
  if (shown.length === 0) return [];
  const more = children.length > MOST_CHILDREN ? `, and ${children.length - MOST_CHILDREN} more` : '';
  return [{ grade: 'note', said: `What ${stop} does to its children: ${shown.join(', ')}${more}.`, evidence: '/proc/PID/status' }];
}
