/**
 * Checks of `steps`, in order, with what is sure before anything runs: who has been forked, who has been told to end, whether the init
 * is frozen. Who dies of a signal is the model's matter; a step upon such an actor does nothing when it comes.
 */
import { LIMITS, type Placement, type Scenario, type Step } from './scenario.ts';
import { defaultAction, signalNumber } from './signals.ts';
import { membersOf, type StepTable, visitStep } from './steps.ts';
import type { Known, KnownActors } from './validate-actors.ts';
import { checkDuration, isExitCode } from './validate-reactions.ts';
import { checkPlace } from './validate-placement.ts';
import { TERMINAL_CHECKS } from './validate-terminal.ts';
import { checkQueue, checkSending, knownSignal } from './validate-sending.ts';
import type { Report } from './validate.ts';
import { living, problem, type Walk, whyNot } from './walk.ts';

/** Reports each problem of the steps. Changes `forked` and `ended` of the actors as it goes. */
export function checkSteps({ launch, steps }: Scenario, known: KnownActors, report: Report): void {
  const subreaper = launch.as === 'subreaper';
  const terminal = launch.terminal === undefined ? 'none' : 'there';
  const early = launch.early !== undefined;
  const walk: Walk = {
    known,
    report,
    at: ['steps', 0],
    together: false,
    held: false,
    subreaper,
    early,
    frozen: false,
    started: false,
    orphaned: false,
    terminal,
    typed: 0,
  };
  let count = 0;
  for (let index = 0; index < steps.length; index++) {
    const step = steps[index] as Step;
    walk.at[1] = index;
    count += membersOf(step)?.length ?? 1;
    walk.together = 'at' in step || 'at' in (steps[index + 1] ?? {});
    visitStep(step, CHECKS, walk);
    if (walk.together && !('at' in step)) checkBefore(walk, step);
    walk.started ||= !('at' in step);
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
  orphan(_, walk) {
    if (!walk.subreaper) problem(walk, ['orphan'], 'the init is PID 1, which has no parent inside: write `as: subreaper` in `launch`');
    else if (walk.orphaned) problem(walk, ['orphan'], 'its parent has ended before');
    walk.orphaned = true;
  },
  wait: (text, walk) => checkDuration(text, [...walk.at, 'wait'], walk.report),
  together: (members, walk) => checkTogether(walk, members),
  at: (placement, walk) => checkPlacement(walk, placement),
  storm({ actor, orphans }, walk) {
    if (!(Number.isInteger(orphans) && orphans >= 1 && orphans <= LIMITS.storm))
      problem(walk, ['storm', 'orphans'], `expected a whole number from 1 to ${LIMITS.storm}, got ${orphans}`);
    living(walk, actor, ['storm', 'actor']);
  },
  setpgid: (name, walk) => void living(walk, name, ['setpgid']),
  setsid: (name, walk) => void living(walk, name, ['setsid']),
  exec: (name, walk) => void living(walk, name, ['exec']),
  ...TERMINAL_CHECKS,
};

function checkFork(walk: Walk, name: string): void {
  const child = walk.known.get(name);
  const why = child === undefined ? whyNot(walk, name, child) : whyNotForked(walk, child);
  if (why !== undefined) problem(walk, ['fork'], why);
  if (child !== undefined) child.forked = true;
}

function whyNotForked(walk: Walk, { name, actor, parent, forked }: Known): string | undefined {
  if (name === 'main') return '`main` is started by the init';
  if (actor.parent === 'init') return `the init has \`${name}\` from before its start`;
  if (forked) return `\`${name}\` is forked already; for several alike use \`copies\``;
  if (parent !== undefined && (!parent.forked || parent.ended)) return `its parent cannot fork it: ${whyNot(walk, parent.name, parent)}`;
  const { group } = actor;
  const early = typeof group === 'object' && walk.known.get(group.of)?.forked === false;
  return early ? `\`${name}\` joins the group of \`${group.of}\`, which is not forked by an earlier step` : undefined;
}

function end(walk: Walk, name: string, kind: 'exit' | 'die'): void {
  const actor = living(walk, name, [kind, 'actor']);
  if (actor !== undefined) actor.ended = true;
}

function checkDeadly(walk: Walk, signal: Parameters<typeof signalNumber>[0]): void {
  const action = defaultAction(signalNumber(signal));
  if (action !== 'terminate' && action !== 'core')
    problem(walk, ['die', 'signal'], `nobody dies of ${signal}: its default is to ${action}`);
}

const TOGETHER = ['exit', 'die', 'signal', 'queue', 'storm'];
const HELD = [...TOGETHER, 'fork', 'stop', 'continue', 'type', 'hangUp', 'resize'];

function checkTogether(walk: Walk, members: readonly Step[]): void {
  if (members.length === 0) problem(walk, ['together'], '`together` needs a step');
  Object.assign(walk, checkMembers(walk, members, ['together'], TOGETHER));
}

function checkPlacement(walk: Walk, placement: Placement): void {
  checkPlace(walk, placement);
  Object.assign(walk, checkMembers({ ...walk, held: true }, placement.do ?? [], ['at', 'do'], HELD));
}

/** What leads to a placement is a step whose effects may race with what happens there. */
function checkBefore(walk: Walk, step: Step): void {
  const kind = Object.keys(step)[0] ?? '';
  if (![...TOGETHER, 'together'].includes(kind))
    problem(walk, [kind], `\`${kind}\` cannot lead to \`at\`: only ${[...TOGETHER, 'together'].join(', ')} can, or the start`);
}

/** Returns what they have changed. */
function checkMembers(
  walk: Walk,
  members: readonly Step[],
  path: string[],
  kinds: readonly string[],
): Pick<Walk, 'frozen' | 'terminal' | 'typed'> {
  const inner: Walk = { ...walk, together: true };
  members.forEach((step, index) => {
    inner.at = [...walk.at, ...path, index];
    const kind = Object.keys(step)[0] ?? '';
    if (kinds.includes(kind)) visitStep(step, CHECKS, inner);
    else problem(inner, [kind], `\`${kind}\` cannot happen ${walk.held ? 'there' : 'together with others'}: only ${kinds.join(', ')} can`);
  });
  const { frozen, terminal, typed } = inner;
  return { frozen, terminal, typed };
}
