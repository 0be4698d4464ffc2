/** Moves that end actors, or stop them. */
import type { Step, TogetherStep } from '../scenario/scenario.ts';
import { defaultAction, signalNumber } from '../scenario/signals.ts';
import { affect, anyLiving, type Draft, isNotMain, living, type Member } from './cast.ts';
import { chance, choices, choose, within } from './draw.ts';
import { whileFrozen } from './sending.ts';
import { drawCode, drawDeadly } from './signals.ts';
import { WEIGHTS } from './weights.ts';

const MORTAL = choices(WEIGHTS.mortal);
const HIDDEN = choices(WEIGHTS.hidden);

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

/** A stopped actor takes no command, so it is continued first: but for one that is traced, which stays as it is. */
export function wake(draft: Draft, member: Member): void {
  if (!member.stopped || member.traced) return;
  member.stopped = false;
  draft.steps.push({ continue: member.name });
}

/** A child of the init's, as far as is known. */
export const isOrphan = ({ actor, parent }: Member): boolean => actor.daemon === true || parent?.ended === true;

const isParent = (draft: Draft, member: Member): boolean => draft.members.some((other) => other.parent === member && !other.ended);

/** One to end, preferably one whose end matters to the init. Never `main`, whose end has a place of its own. */
function mortal(draft: Draft): Member | undefined {
  const who = choose(draft.random, MORTAL);
  const suits = { parent: (member: Member) => isParent(draft, member), orphan: isOrphan, any: isNotMain }[who];
  return anyLiving(draft, (member) => isNotMain(member) && suits(member)) ?? anyLiving(draft, isNotMain);
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

/** With the init frozen, the death of an orphan whose SIGCHLD merges with another one, which may be taken for all there is. */
export function hiddenDeath(draft: Draft): void {
  makeOrphans(draft);
  const steps: Step[] = before(draft, choose(draft.random, HIDDEN));
  const orphan = anyLiving(draft, (member) => isOrphan(member) && !member.stopped);
  steps.push(...(orphan === undefined ? drawDeaths(draft, 1) : [endOf(draft, orphan)]));
  whileFrozen(draft, steps);
}

/** Where there are fewer than two orphans, a parent exits: what merges must come from two children of the init. */
export function makeOrphans(draft: Draft): void {
  if (living(draft, isOrphan).length >= 2) return;
  const parent = anyLiving(draft, (member) => isNotMain(member) && isParent(draft, member));
  if (parent === undefined) return;
  wake(draft, parent);
  draft.steps.push(exitOf(draft, parent));
}

function before(draft: Draft, how: 'sentSigchld' | 'stop' | 'death'): Step[] {
  if (how === 'sentSigchld') return [{ signal: { signal: 'SIGCHLD', to: 'init' } }];
  if (how === 'death') return drawDeaths(draft, 1);
  const member = chance(draft.random, WEIGHTS.hiddenStopOfMainPercent) ? draft.members[0] : anyLiving(draft, isOrphan);
  if (member === undefined || member.ended) return [];
  member.stopped = true;
  return [{ stop: member.name }];
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
  affect(member, 'SIGCONT');
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
