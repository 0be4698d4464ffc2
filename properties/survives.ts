import type { Difference } from '../fuzz/judge/difference.ts';
import { STOPPED } from '../fuzz/judge/life.ts';
import type { Checkpoint } from '../fuzz/judge/model/checkpoint.ts';
import { ANY_FAILURE } from '../fuzz/judge/plain-contract.ts';
import { nameOf } from '../fuzz/judge/name-of.ts';
import { defineProperty, differencesOf, holdsIfComplete, type Run } from '../fuzz/judge/property.ts';
import { initEnd, mainEnded } from '../fuzz/judge/seen.ts';
import { leftIn, type Sentence, sentence } from '../fuzz/judge/sentence.ts';
import { signalClass } from '../fuzz/judge/signal-class.ts';

/**
 * The init is there as long as its main child: no signal, inherited state or other process's end makes it leave or die, and it starts
 * its child, if by contract it has one, whatever state it was exec'ed in.
 * A child that has itself traced is stopped by each signal, and wait4(2) tells of that without WUNTRACED: an init that takes it for a death
 * ends, whatever the signal was (ptrace(2)).
 */
export const survives = defineProperty({
  id: 'survives',
  claim: 'the init starts its child and does not end before it',
  names: ['left-early', 'never-started', 'becomes-command'],
  why: 'When PID 1 ends, the kernel kills every process of the namespace.',
  sources: ['pid_namespaces(7)'],
  reports: ['apptainer/apptainer 5231', 'systemd/systemd 4855', 'fpco/pid1-rs 0.1.6'],
  contract: ['leaves', 'asSubreaper'],
  applies: 'always',
  held: (seen) =>
    seen.trace.start === undefined
      ? 'the init was there until it was to leave, and started nothing'
      : mainEnded(seen) || seen.trace.exit !== undefined
        ? `main was started, and the init ${initEnd(seen)} when it was allowed to`
        : 'main was started, and the init was there as long as main',
  consequence: {
    'left-early': 'The container ends while its application works: the kernel kills every process in it at once, without time to clean up.',
    'never-started': 'The application never runs: the container exits at once, or runs and does nothing.',
    'becomes-command': 'There is no init: orphans stay zombies, and signals that the application does not handle do nothing.',
  },
  outcome: { 'left-early': 'died', 'never-started': 'not-started', 'becomes-command': 'died' },
  watch: ['runs'],
  judge(run) {
    const [early] = differencesOf(run, ['left-early', 'never-started', 'becomes-command']);
    if (early === undefined) return holdsIfComplete(run);
    if (early.kind === 'never-started' && hasRefused(run))
      return { kind: 'inconclusive', why: 'it has refused to start the command in this launch' };
    if (early.kind === 'becomes-command')
      return { kind: 'violated', what: 'becomes-command', said: sentence('the init', early.got, early.expected), event: early.event };
    if (early.kind === 'never-started')
      return {
        kind: 'violated',
        what: 'never-started',
        detail: run.comparison.seen?.init === 'gone' ? 'leaves' : 'sleeps',
        said: sentence('the init', early.got, early.expected),
        event: early.event,
      };
    return {
      kind: 'violated',
      what: 'left-early',
      ...cause(run, early),
      said: said(run, early),
      event: early.event,
    };
  },
});

/** Who is to become the command, or changes its user, may need what the launch takes: setuid(2) asks for root. It says so by its code. */
const hasRefused = ({ contract: { becomes, child }, program: { launch }, trace: { exit } }: Run): boolean =>
  (becomes === 'command' || (child.user !== undefined && (launch.user !== undefined || launch.capabilities === 'none'))) &&
  exit?.how === 'exited' &&
  ANY_FAILURE.includes(exit.code);

/** Of one that did not wait for somebody: with how much time that had left. */
function said(run: Run, { slot, got, expected, leftMs }: Difference): Sentence {
  const all = sentence('the init', got, expected);
  return leftMs === undefined ? all : leftIn(all, nameOf(run, slot), leftMs);
}

/** What it died of, or left upon where that was a signal to it. */
function cause(run: Run, { op: index, slot }: Difference): { detail?: string } {
  const { launch, processes, ops } = run.program;
  const { exit } = run.trace;
  const op = ops[index];
  // Whatever the signal, it is the failure of kill(2) (EPERM) that an init may take for fatal.
  if (launch.user !== undefined && launch.noNewPrivs !== true && processes[0]?.setuid === true) return { detail: 'no-permission' };
  const died = exit?.how === 'signalled' ? exit.signal : undefined;
  const diedOfOwn = op?.op === 'signal' && op.to.kind === 'init' && op.signal === died;
  if (!diedOfOwn && stopsTraced(run, index)) return { detail: 'traced-stop' };
  if (died !== undefined) return { detail: signalClass(died) };
  if (slot >= 0) return { detail: 'not-waited-for' };
  if (op?.op !== 'signal') return { detail: op === undefined ? 'at-start' : op.op };
  return { detail: op.to.kind === 'init' ? signalClass(op.signal) : 'signal' };
}

/** Whether the init is told at the op that a traced actor has been stopped: then, or while it was frozen. */
function stopsTraced({ program, prediction: { checkpoints } }: Run, index: number): boolean {
  const at = checkpoints.findIndex(({ op }) => op === index);
  const before = checkpoints.slice(0, Math.max(at, 0)).findLast(({ init }) => init !== 'frozen');
  const stopped = (point: Checkpoint | undefined, slot: number): boolean => ((point?.states[slot] ?? 0) & STOPPED) !== 0;
  return program.ops
    .slice(0, index)
    .some((op) => op.op === 'traceme' && slotsOf(op).some((slot) => stopped(checkpoints[at], slot) && !stopped(before, slot)));
}

const slotsOf = ({ slot, count }: { slot: number; count: number }): number[] => Array.from({ length: count }, (_, copy) => slot + copy);
