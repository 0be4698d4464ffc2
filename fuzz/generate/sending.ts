/** Moves that send signals. */
import type { Sender, Step, TogetherStep } from '../scenario/scenario.ts';
import { defaultAction, type SignalName, signalNumber } from '../scenario/signals.ts';
import { affect, anyLiving, type Draft, living, type Member } from './cast.ts';
import { chance, choices, choose, within } from './draw.ts';
import { drawCatchable, drawSignal } from './signals.ts';
import { WEIGHTS } from './weights.ts';

const BURST_HOW = choices(WEIGHTS.burstHow);

type Sending = Extract<Step, { signal: unknown }>['signal'];

/** Absent for outside, which is the default. */
function drawSender(draft: Draft): { from?: Sender } {
  if (!chance(draft.random, WEIGHTS.fromActorPercent)) return {};
  const sender = anyLiving(draft, (member) => !member.stopped);
  return sender === undefined ? {} : { from: sender.name };
}

/** A signal to the init; SIGKILL and SIGSTOP only from an actor, against which the kernel protects PID 1. */
function toInit(draft: Draft): Sending {
  const sender = drawSender(draft);
  const { random, leaning } = draft;
  const signal = sender.from === undefined ? drawCatchable(random, leaning) : drawSignal(random, leaning);
  return { signal, to: 'init', ...sender };
}

export function signalInit(draft: Draft): void {
  const sending = toInit(draft);
  reachesMain(draft, sending.signal);
  draft.steps.push({ signal: sending });
}

/** What the init gets, `main` likely gets too. A frozen init forwards later: as likely. */
function reachesMain(draft: Draft, signal: SignalName): void {
  const main = draft.members[0] as Member;
  if (signal !== 'SIGCHLD' && signal !== 'SIGKILL' && signal !== 'SIGSTOP') affect(main, signal);
}

export function signalActor(draft: Draft): void {
  const actor = anyLiving(draft);
  if (actor === undefined) return;
  const signal = drawSignal(draft.random, draft.leaning);
  const sender = drawSender(draft);
  affect(actor, signal);
  draft.steps.push({ signal: { signal, to: actor.name, ...sender } });
}

/** To the group of an actor. Where that may be the init's own, not what would end or freeze the init. */
export function signalGroup(draft: Draft): void {
  const { random, leaning } = draft;
  const actor = anyLiving(draft);
  if (actor === undefined) return;
  const sender = drawSender(draft);
  const safe = actor.mainGroup && sender.from === undefined;
  const signal = safe ? drawCatchable(random, leaning) : drawSignal(random, leaning);
  for (const member of draft.members) if (member.mainGroup === actor.mainGroup) affect(member, signal);
  draft.steps.push({ signal: { signal, to: { group: actor.name }, ...sender } });
}

export function signalEverybody(draft: Draft): void {
  const sender = drawSender(draft);
  const { random, leaning } = draft;
  const signal = sender.from === undefined ? drawCatchable(random, leaning) : drawSignal(random, leaning);
  for (const member of draft.members) if (member.name !== sender.from) affect(member, signal);
  draft.steps.push({ signal: { signal, to: 'everybody', ...sender } });
}

/** A signal with a value, whose bytes tell who cuts it to 8 or 16 bits or loses its sign. */
export function queue(draft: Draft): void {
  const sending = toInit(draft);
  reachesMain(draft, sending.signal);
  draft.steps.push({ queue: { ...sending, value: draft.random.nextInt(-0x7fffffff, 0x7fffffff) } });
}

/** One signal several times: real-time ones must all arrive, standard ones merge while pending. */
export function burst(draft: Draft): void {
  const { random, leaning } = draft;
  const target = chance(random, WEIGHTS.burstToActorPercent) ? anyLiving(draft) : undefined;
  const signal = drawCatchable(random, leaning);
  if (target === undefined) reachesMain(draft, signal);
  else affect(target, signal);
  const steps: Extract<Step, { signal: unknown }>[] = [];
  for (let n = within(random, WEIGHTS.burst); n > 0; n--) steps.push({ signal: { signal, to: target?.name ?? 'init' } });
  const how = choose(random, BURST_HOW);
  if (how === 'frozen') whileFrozen(draft, steps);
  else if (how === 'together') draft.steps.push({ together: steps });
  else draft.steps.push(...steps);
}

/** Different signals at once. */
export function volley(draft: Draft): void {
  const steps: Extract<Step, { signal: unknown }>[] = [];
  for (let n = within(draft.random, WEIGHTS.volley); n > 0; n--) {
    const signal = drawCatchable(draft.random, draft.leaning);
    reachesMain(draft, signal);
    steps.push({ signal: { signal, to: 'init' } });
  }
  draft.steps.push({ together: steps });
}

/** Adds steps with the init frozen; thaws it behind them, unless it was frozen before. */
export function whileFrozen(draft: Draft, steps: readonly Step[]): void {
  if (draft.frozen) {
    draft.steps.push(...steps);
    return;
  }
  draft.steps.push({ freeze: 'init' }, ...steps, { thaw: 'init' });
}

/**
 * Orphans by the thousand, in some draws with signals meanwhile: they must be forwarded all the same. None that stops: dumb-init makes
 * SIGSTOP of them, and a storm whose maker is stopped, as a traced one is by any, takes the ten seconds until a run is given up.
 */
export function storm(draft: Draft): void {
  const { random, leaning, members } = draft;
  const main = members[0] as Member;
  if (main.ended || main.stopped || main.traced) return;
  const makers = drawStormMakers(draft, main);
  const orphans = Math.ceil(within(random, WEIGHTS.storm) / makers.length);
  const steps: TogetherStep[] = makers.map(({ name }) => ({ storm: { actor: name, orphans } }));
  for (let n = within(random, WEIGHTS.stormSignals); n > 0; n--) {
    const signal = drawCatchable(random, leaning);
    if (defaultAction(signalNumber(signal)) === 'stop') continue;
    reachesMain(draft, signal);
    steps.push({ signal: { signal, to: 'init' } });
  }
  draft.steps.push(steps.length === 1 ? (steps[0] as Step) : { together: steps });
}

/** `main`, and others that can do it at the same time. */
function drawStormMakers(draft: Draft, main: Member): Member[] {
  const others = living(draft, (member) => member !== main && !member.stopped && !member.traced && !member.doomed);
  return [main, ...others.slice(0, within(draft.random, WEIGHTS.stormMakers) - 1)];
}
