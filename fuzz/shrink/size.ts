/**
 * The order in which scenarios are smaller: processes, then steps, then settings, then how plain the values are. Every candidate of
 * the shrinker is strictly smaller than what it was made from, so shrinking ends.
 */
import { durationMs } from '../scenario/duration.ts';
import type { Actor, ActorName, Launch, Reaction, Recipient, Scenario, Step } from '../scenario/scenario.ts';
import { isRealTime, type SignalName, signalNumber } from '../scenario/signals.ts';
import { type StepTable, visitStep } from '../scenario/steps.ts';
import { processCount } from '../scenario/validate.ts';

/** [processes, steps, settings, complexity], compared in this order. */
export type Size = readonly [processes: number, steps: number, settings: number, complexity: number];

interface Sum {
  steps: number;
  settings: number;
  complexity: number;
  /** Place of each actor in the order of actors: `main` is 0, the plainest. */
  index: Map<ActorName, number>;
}

/**
 * The size of a scenario without problems. Steps: those inside `together` each, `together` itself not. Settings: each field and
 * each entry of a list or map in `launch` and `actors` (but `parent`), and of steps a sender, `core`, a value and being together.
 */
export function size(scenario: Scenario): Size {
  const sum: Sum = { steps: 0, settings: 0, complexity: 0, index: new Map(Object.keys(scenario.actors).map((name, n) => [name, n])) };
  addLaunch(scenario.launch, sum);
  for (const name in scenario.actors) addActor(scenario.actors[name] as Actor, scenario.actors, sum);
  for (const step of scenario.steps) visitStep(step, ADD, sum);
  return [processCount(scenario), sum.steps, sum.settings, sum.complexity];
}

/** Whether `a` is strictly smaller than `b`. */
export function isSmaller(a: Size, b: Size): boolean {
  for (let n = 0; n < a.length; n++) if (a[n] !== b[n]) return (a[n] as number) < (b[n] as number);
  return false;
}

/** How far a signal is from the plainest, SIGTERM; SIGUSR1 stands for what is only noted, SIGRTMIN for what queues. */
export function signalRank(name: SignalName | 'all'): number {
  if (name === 'all') return 100;
  const plain = PLAIN_SIGNALS.indexOf(name);
  return plain >= 0 ? plain : PLAIN_SIGNALS.length + signalNumber(name);
}
export const PLAIN_SIGNALS: readonly SignalName[] = ['SIGTERM', 'SIGUSR1', 'SIGRTMIN'];

/** The plain signals that may stand for `name`: SIGRTMIN only for real-time ones. */
export const plainer = (name: SignalName): SignalName[] =>
  PLAIN_SIGNALS.filter((plain) => signalRank(plain) < signalRank(name) && (plain !== 'SIGRTMIN' || isRealTime(signalNumber(name))));

/** The plainest text is `a`: an empty one is odd. */
const textRank = (text: string): number => (text === 'a' ? 0 : 1 + text.length);

const REACTION_RANK = { note: 1, ignore: 2, default: 3 } as const;
export function reactionRank(reaction: Reaction): number {
  if (typeof reaction === 'string') return REACTION_RANK[reaction];
  return 4 + reaction.exit + (reaction.after === undefined ? 0 : 1000 + durationMs(reaction.after));
}

/** A field counts once, and each entry of it once. */
function addLaunch(launch: Launch, sum: Sum): void {
  for (const value of Object.values(launch)) {
    sum.settings += 1 + (typeof value === 'object' ? Object.keys(value).length : 0);
  }
  for (const text of [...(launch.args ?? []), ...Object.values(launch.env ?? {})]) sum.complexity += textRank(text);
  for (const name of [...(launch.blocked ?? []), ...(launch.ignored ?? []), ...(launch.pending ?? [])]) sum.complexity += signalRank(name);
  for (const { signal, us } of launch.early ?? []) sum.complexity += signalRank(signal) + us;
  for (const number of launch.open ?? []) sum.complexity += number;
  if (launch.directory === 'deleted' || launch.directory === 'unreadable') sum.complexity++;
  sum.complexity += (launch.pidsLimit ?? 0) + (launch.user ?? 0);
}

function addActor(actor: Actor, actors: Record<ActorName, Actor>, sum: Sum): void {
  sum.settings += Object.keys(actor).length;
  sum.complexity += depthOf(actor, actors);
  if (actor.session === 'own') sum.complexity += 2;
  sum.complexity += (actor.exited ?? 0) + (actor.comm?.length ?? 0) + (actor.user ?? 0);
  if (typeof actor.group === 'object') sum.complexity++;
  for (const [name, reaction] of Object.entries(actor.on ?? {}) as [SignalName | 'all', Reaction][]) {
    sum.settings += typeof reaction === 'object' && reaction.after !== undefined ? 2 : 1;
    sum.complexity += signalRank(name) + reactionRank(reaction);
  }
}

function depthOf(actor: Actor, actors: Record<ActorName, Actor>): number {
  let depth = 0;
  for (let at: Actor | undefined = actor; at?.parent !== undefined; at = actors[at.parent]) depth++;
  return depth;
}

function addSending(signal: SignalName, to: Recipient, from: string | undefined, sum: Sum): void {
  if (from !== undefined) sum.settings++;
  sum.complexity += signalRank(signal) + recipientRank(to, sum) + (from === undefined ? 0 : (sum.index.get(from) ?? 0));
}

function recipientRank(to: Recipient, { index }: Sum): number {
  if (to === 'init') return 0;
  if (to === 'everybody') return 1000;
  return typeof to === 'object' ? 500 + (index.get(to.group) ?? 0) : 1 + (index.get(to) ?? 0);
}

const plain = (_: unknown, sum: Sum): void => void sum.steps++;
/** Any death by a signal is less plain than any exit. */
const DIES = 300;

const ADD: StepTable<Sum, void> = {
  fork: plain,
  stop: plain,
  continue: plain,
  freeze: plain,
  thaw: plain,
  orphan: plain,
  setpgid: plain,
  exec: plain,
  traceme: plain,
  setsid(_, sum) {
    sum.steps++;
    sum.complexity++;
  },
  storm({ orphans }, sum) {
    sum.steps++;
    sum.complexity += orphans;
  },
  type(text, sum) {
    sum.steps++;
    sum.complexity += text.length;
  },
  hangUp: plain,
  resize({ rows, columns }, sum) {
    sum.steps++;
    sum.complexity += rows + columns;
  },
  foreground: plain,
  read: plain,
  write: plain,
  exit({ code }, sum) {
    sum.steps++;
    sum.complexity += code;
  },
  die({ signal, core }, sum) {
    sum.steps++;
    if (core !== undefined) sum.settings++;
    sum.complexity += DIES + signalRank(signal);
  },
  signal({ signal, to, from }, sum) {
    sum.steps++;
    addSending(signal, to, from, sum);
  },
  queue({ signal, to, from, value }, sum) {
    sum.steps++;
    sum.settings++;
    sum.complexity += Math.abs(value);
    addSending(signal, to, from, sum);
  },
  wait(text, sum) {
    sum.steps++;
    sum.complexity += durationMs(text);
  },
  together(members: Step[], sum) {
    sum.settings++;
    for (const step of members) visitStep(step, ADD, sum);
  },
  at({ nth = 1, when, of, fails, do: members = [] }, sum) {
    sum.steps += fails === undefined ? 0 : 1;
    sum.settings += 1 + [when, of].filter((one) => one !== undefined).length;
    sum.complexity += nth;
    for (const step of members) visitStep(step, ADD, sum);
  },
};
