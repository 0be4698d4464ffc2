/** How a scenario ends: by the end of `main`, upon which the init must leave, or without it. */
import type { Step, TogetherStep } from '../scenario/scenario.ts';
import { defaultAction, type SignalName, signalNumber } from '../scenario/signals.ts';
import type { Draft, Member } from './cast.ts';
import { chance, choices, choose, oneOf, within } from './draw.ts';
import { dieOf, drawDeaths, endOf, exitOf, wake } from './dying.ts';
import { toggleFrozen } from './moves.ts';
import { whileFrozen } from './sending.ts';
import { drawDeadly } from './signals.ts';
import { WEIGHTS } from './weights.ts';

type EndingKind = keyof typeof WEIGHTS.ending;
const ENDING = choices(WEIGHTS.ending);

const mainOf = (draft: Draft): Member => draft.members[0] as Member;

/** Adds an ending. What an init keeps of each of many that have died is seen only where it lives at the end. */
export function drawEnding(draft: Draft): void {
  const many = draft.members.some(({ ended, actor }) => ended && (actor.copies ?? 1) >= WEIGHTS.tree.manyCopies[0]);
  const lives = many && chance(draft.random, WEIGHTS.noEndAfterManyPercent);
  if (!lives) end(draft, choose(draft.random, ENDING));
  if (draft.frozen && chance(draft.random, WEIGHTS.thawAtEndPercent)) toggleFrozen(draft);
}

/** One that is stopped for its tracer is told nothing more: SIGKILL alone ends it. */
function end(draft: Draft, kind: EndingKind): void {
  const { traced, stopped } = mainOf(draft);
  if (traced && stopped && kind !== 'none') draft.steps.push({ signal: { signal: 'SIGKILL', to: 'main' } });
  else ENDINGS[kind](draft);
}

const ENDINGS: Record<EndingKind, (draft: Draft) => void> = {
  none: () => undefined,
  exit: (draft) => endMain(draft, exitOf),
  die: (draft) => endMain(draft, dieOf),
  forwarded,
  together,
  frozen,
  killedStopped,
};

function endMain(draft: Draft, how: (draft: Draft, member: Member) => TogetherStep): void {
  wake(draft, mainOf(draft));
  draft.steps.push(how(draft, mainOf(draft)));
}

/** By a signal to the init of which `main` leaves; where it notes or ignores all, by SIGKILL to `main`. */
function forwarded(draft: Draft): void {
  const signal = fatal(draft);
  wake(draft, mainOf(draft));
  draft.steps.push({ signal: signal === undefined ? { signal: 'SIGKILL', to: 'main' } : { signal, to: 'init' } });
}

/** A signal that ends `main`, if there is one that the init can be sent. */
function fatal(draft: Draft): SignalName | undefined {
  const on = mainOf(draft).actor.on ?? {};
  const ends = (Object.keys(on) as (keyof typeof on)[]).filter((name) => name !== 'all' && isFatal(name, on[name]));
  if (ends.length > 0) return oneOf(draft.random, ends) as SignalName;
  if (on.all !== undefined) return undefined;
  const signal = drawDeadly(draft.random, draft.leaning);
  return signal === 'SIGKILL' || on[signal] !== undefined ? undefined : signal;
}

function isFatal(signal: SignalName, reaction: unknown): boolean {
  if (typeof reaction === 'object') return true;
  return reaction === 'default' && ['terminate', 'core'].includes(defaultAction(signalNumber(signal)));
}

/** `main` is stopped and then killed: its end comes without it being continued. */
function killedStopped(draft: Draft): void {
  wake(draft, mainOf(draft));
  const steps: Step[] = [{ stop: 'main' }, { signal: { signal: 'SIGKILL', to: 'main' } }];
  if (chance(draft.random, WEIGHTS.killedStoppedFrozenPercent)) whileFrozen(draft, steps);
  else draft.steps.push(...steps);
}

/** `main` and others at once, in any order: an init that reaps another first, or last, must not take its code. */
function together(draft: Draft): void {
  wake(draft, mainOf(draft));
  const steps = drawDeaths(draft, within(draft.random, WEIGHTS.dieWithMain));
  steps.splice(draft.random.nextInt(0, steps.length), 0, endOf(draft, mainOf(draft)));
  draft.steps.push(steps.length === 1 ? (steps[0] as Step) : { together: steps });
}

/** `main` before, between or after others, in order, with the init frozen: it finds several zombies, `main` among them. */
function frozen(draft: Draft): void {
  wake(draft, mainOf(draft));
  const steps: Step[] = drawDeaths(draft, within(draft.random, WEIGHTS.dieWithMain));
  steps.splice(draft.random.nextInt(0, steps.length), 0, endOf(draft, mainOf(draft)));
  whileFrozen(draft, steps);
}
