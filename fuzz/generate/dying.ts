/** Moves that end actors, or stop them. */
import type { Step, TogetherStep } from '../scenario/scenario.ts';
import { defaultAction, signalNumber } from '../scenario/signals.ts';
import { anyLiving, type Draft, isNotMain, type Member } from './cast.ts';
import { chance, within } from './draw.ts';
import { whileFrozen } from './sending.ts';
import { drawCode, drawDeadly } from './signals.ts';
import { WEIGHTS } from './weights.ts';

type Die = Extract<Step, { die: unknown }>;

/** The step by which `member` exits. */
export function exitOf(draft: Draft, member: Member): TogetherStep {
  member.ended = true;
  return { exit: { actor: member.name, code: drawCode(draft.random) } };
}

/** The step by which `member` dies of a signal, by its own hand. */
export function dieOf(draft: Draft, member: Member): TogetherStep {
  member.ended = true;
  const signal = drawDeadly(draft.random, draft.leaning);
  const step: Die = { die: { actor: member.name, signal } };
  const dumps = defaultAction(signalNumber(signal)) === 'core';
  if (dumps && chance(draft.random, WEIGHTS.coreOffPercent)) step.die.core = false;
  return step;
}

export function endOf(draft: Draft, member: Member): TogetherStep {
  return chance(draft.random, WEIGHTS.deathByExitPercent) ? exitOf(draft, member) : dieOf(draft, member);
}

/** A stopped actor takes no command, so it is continued first. */
export function wake(draft: Draft, member: Member): void {
  if (!member.stopped) return;
  member.stopped = false;
  draft.steps.push({ continue: member.name });
}

/** One to end: in half of the draws a parent, whose children become orphans. Never `main`, whose end has a place of its own. */
function mortal(draft: Draft): Member | undefined {
  const parents = chance(draft.random, WEIGHTS.orphaningPercent);
  const hasChild = (member: Member): boolean => draft.members.some((other) => other.parent === member && !other.ended);
  const one = parents ? anyLiving(draft, (member) => isNotMain(member) && hasChild(member)) : undefined;
  return one ?? anyLiving(draft, isNotMain);
}

export function exit(draft: Draft): void {
  const member = mortal(draft);
  if (member === undefined) return;
  wake(draft, member);
  draft.steps.push(exitOf(draft, member));
}

export function die(draft: Draft): void {
  const member = mortal(draft);
  if (member === undefined) return;
  wake(draft, member);
  draft.steps.push(dieOf(draft, member));
}

/** Several at once; in some draws while the init is frozen, so that one SIGCHLD stands for all of them. */
export function deaths(draft: Draft): void {
  const steps = drawDeaths(draft, within(draft.random, WEIGHTS.deaths));
  if (steps.length === 0) return;
  const together: Step[] = steps.length === 1 ? steps : [{ together: steps }];
  if (chance(draft.random, WEIGHTS.deathsFrozenPercent)) whileFrozen(draft, together);
  else draft.steps.push(...together);
}

/** The ends of up to `count` actors that are not `main`. */
export function drawDeaths(draft: Draft, count: number): TogetherStep[] {
  const steps: TogetherStep[] = [];
  for (let n = 0; n < count; n++) {
    const member = mortal(draft);
    if (member === undefined) break;
    wake(draft, member);
    steps.push(endOf(draft, member));
  }
  return steps;
}

export function stop(draft: Draft): void {
  const member = anyLiving(draft, (one) => !one.stopped);
  if (member === undefined) return;
  member.stopped = true;
  draft.steps.push({ stop: member.name });
}

/** One that is stopped, if there is one: continuing another is a SIGCONT to it, which is worth a little. */
export function continueOne(draft: Draft): void {
  const member = anyLiving(draft, (one) => one.stopped) ?? anyLiving(draft);
  if (member === undefined) return;
  member.stopped = false;
  draft.steps.push({ continue: member.name });
}

/** The only way in which one that is stopped dies. */
export function killStopped(draft: Draft): void {
  let member = anyLiving(draft, (one) => one.stopped && isNotMain(one));
  if (member === undefined) {
    member = anyLiving(draft, isNotMain);
    if (member === undefined) return;
    draft.steps.push({ stop: member.name });
  }
  member.stopped = false;
  member.doomed = true;
  draft.steps.push({ signal: { signal: 'SIGKILL', to: member.name } });
}
