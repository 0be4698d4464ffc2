/**
 * The terminal: whose it is, who is in its foreground, what it makes of what is typed. Sources: drivers/tty/tty_jobctrl.c (job_control,
 * tty_signal_session_leader, disassociate_ctty), drivers/tty/n_tty.c (isig, job_control), drivers/tty/pty.c (pty_resize).
 */
import { REACTION, type Op, type Program } from '../../compile/program.ts';
import { SIGCONT, signalNumber } from '../../scenario/signals.ts';
import { signalOfKey } from '../../scenario/typed.ts';
import { INIT } from '../../trace/trace.ts';
import { deliver, deliverToAll } from './deliver.ts';
import { isOrphaned } from './groups.ts';
import { receive, receiveWith } from './init.ts';
import type { Process, World } from './world.ts';
import { at, initIsIn, isHalted, members, reachable, reactionTo } from './world.ts';

export interface Terminal {
  /** Who leads its session (INIT also for a PID 1 that is somebody else), and the group in its foreground. */
  session: number;
  foreground: number;
  /** Bytes of each line that can be read, and of the one that is not ended. */
  lines: number[];
  begun: number;
  rows: number;
  columns: number;
  tostop: boolean;
  hungUp: boolean;
}

const SIGHUP = signalNumber('SIGHUP');
const SIGWINCH = signalNumber('SIGWINCH');
const SIGTTIN = signalNumber('SIGTTIN');
const SIGTTOU = signalNumber('SIGTTOU');

/** Before the start PID 1 has it, with its own group in the foreground. `undefined`: there is none. */
export function makeTerminal({ launch }: Program): Terminal | undefined {
  if (launch.terminal === undefined) return undefined;
  return { session: INIT, foreground: INIT, lines: [], begun: 0, rows: 24, columns: 80, tostop: launch.tostop === true, hungUp: false };
}

/** What the init does with it before its child runs, by contract; `main` has its group and session. */
export function passTerminal(world: World, stdin: boolean): void {
  const { terminal, contract } = world;
  const how = contract.child.terminal;
  if (terminal === undefined || how === 'untouched') return;
  if (!stdin) world.unsure ??= 'the init knows the terminal by its stdin, which is closed';
  if (how === 'foreground') terminal.foreground = at(world, 0).group;
  // Not being the leader it lets go of it for itself alone, and its child cannot have what another session has (ioctl_tty(2)).
  else if (!world.subreaper) handOver(world, terminal);
}

/**
 * The leader that lets go of it has the kernel tell its foreground, before its child is there, and in its own name; what it gets itself it
 * swallows.
 */
function handOver(world: World, terminal: Terminal): void {
  const others = members(world, INIT).filter(({ slot }) => slot !== 0);
  terminal.session = 0;
  terminal.foreground = at(world, 0).group;
  for (const signal of [SIGHUP, SIGCONT]) deliverToAll(world, INIT, others, signal, 'init');
}

type TerminalOp = Extract<Op, { op: 'foreground' | 'read' | 'write' }>;

/** What an actor does with it; one that is stopped for that does it again when it goes on. */
export function useTerminal(world: World, process: Process, op: TerminalOp): void {
  const { terminal } = world;
  if (terminal === undefined || terminal.hungUp || terminal.session !== process.session) return;
  if (op.op === 'foreground') terminal.foreground = process.group;
  else if (process.group === terminal.foreground) {
    if (op.op === 'read') terminal.lines.shift();
  } else if (op.op === 'read' || terminal.tostop) holdBack(world, process, op);
}

/** Job control: the whole group gets it, unless the process ignores it or nobody could make the group go on (EIO then). */
function holdBack(world: World, process: Process, op: TerminalOp): void {
  const signal = op.op === 'read' ? SIGTTIN : SIGTTOU;
  if (reactionTo(process, signal) === REACTION.ignore || isOrphaned(world, process.group)) return;
  signalGroup(world, process.group, signal);
  if (isHalted(process)) process.heldBack = op;
}

/** All have it before any of them, the init among them, acts on it. */
function signalGroup(world: World, group: number, signal: number): void {
  const receivers = reachable(world, group);
  if (initIsIn(world, group)) receiveWith(world, receivers, signal, 'inside');
  deliverToAll(world, group, receivers, signal, 'kernel');
}

/** A key that makes a signal discards what was typed and not read. */
export function type(world: World, text: string): void {
  const { terminal } = world;
  if (terminal === undefined) return;
  if ([...text].filter(signalOfKey).length > 1) world.racing = true;
  for (const character of text) {
    const signal = signalOfKey(character);
    if (signal !== undefined) {
      terminal.lines = [];
      terminal.begun = 0;
      press(world, terminal.foreground, signalNumber(signal));
    } else if (character === '\n') {
      terminal.lines.push(terminal.begun + 1);
      terminal.begun = 0;
    } else terminal.begun++;
  }
}

/** A key that makes a signal: the init may get it together with its child. */
function press(world: World, group: number, signal: number): void {
  const both = initIsIn(world, group) && reachable(world, group).includes(at(world, 0));
  if (both && world.contract.keys === 'once') world.key = signal;
  signalGroup(world, group, signal);
  world.key = undefined;
}

/** To the size that it has: nothing happens. */
export function resize(world: World, { rows, columns }: { rows: number; columns: number }): void {
  const { terminal } = world;
  if (terminal === undefined || (terminal.rows === rows && terminal.columns === columns)) return;
  Object.assign(terminal, { rows, columns });
  signalGroup(world, terminal.foreground, SIGWINCH);
}

/** The leader of the session gets both at once, and nobody else. A PID 1 that is not the init has them blocked. */
export function hangUpTerminal(world: World): void {
  const { terminal } = world;
  if (terminal === undefined) return;
  terminal.hungUp = true;
  world.racing = true;
  for (const signal of [SIGHUP, SIGCONT]) {
    if (world.command && !world.subreaper) deliver(world, at(world, 0), signal, 'kernel');
    else if (terminal.session !== INIT) deliver(world, at(world, terminal.session), signal, 'kernel');
    else if (!world.subreaper) receive(world, signal, 'inside');
  }
}

/** The leader of its session has ended: the foreground is told, once more where it has hung up before, and it is nobody's any more. */
export function loseLeader(world: World, process: Process): void {
  const { terminal } = world;
  if (terminal === undefined || terminal.session !== process.slot) return;
  world.terminal = undefined;
  const others = members(world, terminal.foreground).filter((other) => other !== process);
  // What has ended the leader may have been sent to them too: whether they take that first, or this, is open.
  if (others.length > 0) world.racing = true;
  for (const signal of terminal.hungUp ? [SIGHUP, SIGCONT] : [SIGHUP]) deliverToAll(world, terminal.foreground, others, signal, 'kernel');
}
