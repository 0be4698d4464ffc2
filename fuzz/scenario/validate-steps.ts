/**
 * Checks of `steps`, in order, with what is sure before anything runs: who has been forked, who has been told to end, whether the init
 * is frozen. Who dies of a signal is the model's matter; a step upon such an actor does nothing when it comes.
 */
import { LIMITS, type Recipient, type Sender, type Step } from './scenario.ts';
import { signalHint } from './signal-hint.ts';
import { defaultAction, isSignalName, signalNumber } from './signals.ts';
import { visitStep, type StepTable } from './steps.ts';
import { didYouMean } from './suggest.ts';
import { checkDuration, isExitCode, type Known, type KnownActors } from './validate-actors.ts';
import type { Report } from './validate.ts';

interface Walk {
  known: KnownActors;
  report: Report;
  /** Where the step is: `['steps', 3]`, `['steps', 3, 'together', 0]`. */
  at: (string | number)[];
  together: boolean;
  /** `maybe`: a SIGCONT may have thawed it. */
  frozen: boolean | 'maybe';
}

/** Reports each problem of the steps. Changes `forked` and `ended` of the actors as it goes. */
export function checkSteps(steps: readonly Step[], known: KnownActors, report: Report): void {
  const walk: Walk = { known, report, at: ['steps', 0], together: false, frozen: false };
  let count = 0;
  for (let index = 0; index < steps.length; index++) {
    const step = steps[index] as Step;
    walk.at[1] = index;
    count += 'together' in step ? step.together.length : 1;
    visitStep(step, CHECKS, walk);
  }
  if (count > LIMITS.steps) report(['steps'], `there are ${count} steps, the limit is ${LIMITS.steps}`);
}

const CHECKS: StepTable<Walk, void> = {
  fork: (name, walk) => checkFork(walk, name),
  exit({ actor, code }, walk) {
    if (!isExitCode(code)) problem(walk, ['exit', 'code'], `expected an exit code from 0 to 255, got ${code}`);
    end(walk, actor, 'exit');
  },
  die({ actor, signal }, walk) {
    if (knownSignal(walk, 'die', signal)) checkDeadly(walk, signal);
    end(walk, actor, 'die');
  },
  signal: (value, walk) => checkSending(walk, 'signal', value),
  queue: (value, walk) => checkQueue(walk, value),
  stop: (name, walk) => void living(walk, name, ['stop']),
  continue: (name, walk) => void living(walk, name, ['continue']),
  freeze(_, walk) {
    if (walk.frozen === true) problem(walk, ['freeze'], 'the init is frozen already');
    walk.frozen = true;
  },
  thaw(_, walk) {
    if (walk.frozen === false) problem(walk, ['thaw'], 'the init is not frozen');
    walk.frozen = false;
  },
  wait: (text, walk) => checkDuration(text, [...walk.at, 'wait'], walk.report),
  together: (members, walk) => checkTogether(walk, members),
  storm: ({ actor }, walk) => void living(walk, actor, ['storm', 'actor']),
  type: () => undefined,
  hangUp: () => undefined,
  resize: () => undefined,
};

function problem(walk: Walk, path: (string | number)[], message: string): void {
  walk.report([...walk.at, ...path], message);
}

/** The actor `name` if it is there to act or to be acted upon; otherwise reports why not. */
function living(walk: Walk, name: string, path: (string | number)[]): Known | undefined {
  const known = walk.known.get(name);
  if (known?.forked === true && !known.ended) return known;
  problem(walk, path, whyNot(walk, name, known));
  return undefined;
}

function whyNot(walk: Walk, name: string, known: Known | undefined): string {
  if (known === undefined) return `no actor \`${name}\`${didYouMean(name, [...walk.known.keys()])}`;
  return known.forked ? `\`${name}\` was told to end by an earlier step` : `\`${name}\` is not forked by an earlier step`;
}

function checkFork(walk: Walk, name: string): void {
  const child = walk.known.get(name);
  if (child === undefined) return problem(walk, ['fork'], whyNot(walk, name, child));
  if (name === 'main') return problem(walk, ['fork'], '`main` is started by the init');
  if (child.forked) return problem(walk, ['fork'], `\`${name}\` is forked already; for several alike use \`copies\``);
  child.forked = true;
  if (child.parent !== undefined && (!child.parent.forked || child.parent.ended))
    problem(walk, ['fork'], `its parent cannot fork it: ${whyNot(walk, child.parent.name, child.parent)}`);
  const { group } = child.actor;
  if (typeof group === 'object' && walk.known.get(group.of)?.forked === false)
    problem(walk, ['fork'], `\`${name}\` joins the group of \`${group.of}\`, which is not forked by an earlier step`);
}

function end(walk: Walk, name: string, kind: 'exit' | 'die'): void {
  const actor = living(walk, name, [kind, 'actor']);
  if (actor !== undefined) actor.ended = true;
}

function knownSignal(walk: Walk, kind: string, signal: string): boolean {
  if (isSignalName(signal)) return true;
  problem(walk, [kind, 'signal'], signalHint(signal));
  return false;
}

function checkDeadly(walk: Walk, signal: Parameters<typeof signalNumber>[0]): void {
  const action = defaultAction(signalNumber(signal));
  if (action !== 'terminate' && action !== 'core')
    problem(walk, ['die', 'signal'], `nobody dies of ${signal}: its default is to ${action}`);
}

interface Sending {
  signal: string;
  to: Recipient;
  from?: Sender;
}

function checkSending(walk: Walk, kind: 'signal' | 'queue', { signal, to, from = 'outside' }: Sending): void {
  if (!knownSignal(walk, kind, signal)) return;
  if (from !== 'outside') checkSender(walk, kind, from);
  const reaches = reachesInit(walk, kind, to, from);
  if (reaches && from === 'outside' && (signal === 'SIGKILL' || signal === 'SIGSTOP')) problem(walk, [kind, 'signal'], FATAL[signal]);
  if (reaches && signal === 'SIGCONT' && walk.frozen === true) walk.frozen = 'maybe';
}

/** From outside PID 1 has no protection against these two (pid_namespaces(7)). */
const FATAL = {
  SIGKILL: 'SIGKILL from outside would end the init, and the run with it',
  SIGSTOP: 'SIGSTOP from outside would freeze the init; write `freeze: init`',
} as const;

function checkSender(walk: Walk, kind: 'signal' | 'queue', from: string): void {
  if (walk.together) problem(walk, [kind, 'from'], 'steps that happen together are sent from outside');
  else if (from === 'init') problem(walk, [kind, 'from'], 'the init does what it does by itself: the sender is `outside` or an actor');
  else living(walk, from, [kind, 'from']);
}

/** Whether the signal reaches the init, or may with some inits. Reports a recipient that is not there. */
function reachesInit(walk: Walk, kind: 'signal' | 'queue', to: Recipient, from: Sender): boolean {
  if (to === 'init') return true;
  // kill(2): pid -1 leaves out the sender and PID 1.
  if (to === 'everybody') return from === 'outside';
  if (typeof to === 'object') return living(walk, to.group, [kind, 'to', 'group'])?.mainGroup === true;
  living(walk, to, [kind, 'to']);
  return false;
}

/** sigqueue(3) takes the id of one process; there is no queueing to a group or to all. */
function checkQueue(walk: Walk, value: Sending & { value: number }): void {
  if (value.to === 'everybody' || typeof value.to === 'object')
    problem(walk, ['queue', 'to'], 'a value is queued to the init or to an actor');
  else checkSending(walk, 'queue', value);
  if (!Number.isInteger(value.value) || Math.abs(value.value) > 0x7fffffff)
    problem(walk, ['queue', 'value'], `expected a whole number of 32 bits, got ${value.value}`);
}

const TOGETHER = ['exit', 'die', 'signal', 'queue'];

function checkTogether(walk: Walk, members: readonly Step[]): void {
  if (members.length === 0) return problem(walk, ['together'], '`together` needs a step');
  const inner: Walk = { ...walk, together: true };
  members.forEach((step, index) => {
    inner.at = [...walk.at, 'together', index];
    const kind = Object.keys(step)[0] ?? '';
    if (TOGETHER.includes(kind)) visitStep(step, CHECKS, inner);
    else problem(inner, [kind], `\`${kind}\` cannot happen together with others: only ${TOGETHER.join(', ')} can`);
  });
  walk.frozen = inner.frozen;
}
