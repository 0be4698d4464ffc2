/** Whether one step does what another one does, as far as a cause can depend on it: values that are the plainest stand for any. */
import type { Recipient, Step } from '../scenario/scenario.ts';
import { isRealTime, type SignalName, signalNumber } from '../scenario/signals.ts';
import { type StepTable, visitStep } from '../scenario/steps.ts';
import { PLAIN_SIGNALS } from '../shrink/size.ts';

/** What the actors of a trigger are called in the scenario. */
export interface Names {
  get(actor: string): string | undefined;
  /** Codes with which an actor of the scenario exits upon a signal. */
  codesOf(other: string | undefined): readonly number[];
}

interface Context {
  other: Step;
  names: Names;
}

/** Whether `other`, of a scenario, does what `step`, of a trigger, does. */
export const isAlike = (step: Step, other: Step, names: Names): boolean => visitStep(step, ALIKE, { other, names });

export const isPlain = (signal: SignalName): boolean => PLAIN_SIGNALS.includes(signal);

/** The plainest of its kind stands for all: the shrinker puts it in the place of any other that does as well. */
export function standsFor(signal: SignalName, other: SignalName): boolean {
  if (signal === other) return true;
  return isPlain(signal) && isRealTime(signalNumber(signal)) === isRealTime(signalNumber(other));
}

const never = (): boolean => false;

/** Of steps that are about an actor and nothing else. */
const sameActor =
  (...kinds: string[]) =>
  (actor: string, { other, names }: Context): boolean =>
    kinds.some((kind) => (other as Record<string, unknown>)[kind] === names.get(actor));

const sameKind =
  (kind: string) =>
  (_: unknown, { other }: Context): boolean =>
    kind in other;

const ALIKE: StepTable<Context, boolean> = {
  fork: sameActor('fork'),
  stop: (actor, { other, names }) => stops(other, actor, names),
  continue: sameActor('continue'),
  exec: sameActor('exec'),
  traceme: sameActor('traceme'),
  // A session brings a group.
  setpgid: sameActor('setpgid', 'setsid'),
  setsid: sameActor('setsid'),
  foreground: sameActor('foreground'),
  read: sameActor('read'),
  write: sameActor('write'),
  freeze: sameKind('freeze'),
  thaw: sameKind('thaw'),
  orphan: sameKind('orphan'),
  wait: sameKind('wait'),
  hangUp: sameKind('hangUp'),
  resize: sameKind('resize'),
  type: (text, { other }) => 'type' in other && (text.match(/\^./g) ?? []).every((key) => other.type.includes(key)),
  exit({ actor, code }, { other, names }) {
    if (code === 0) return ends(other, actor, names);
    if ('exit' in other) return other.exit.actor === names.get(actor) && other.exit.code === code;
    const isTold = sentBy(other) === undefined ? sentByTerminal(other).length > 0 : ends(other, actor, names);
    return isTold && names.codesOf(names.get(actor)).includes(code);
  },
  die({ actor, signal, core }, { other, names }) {
    if ('die' in other && other.die.actor === names.get(actor))
      return standsFor(signal, other.die.signal) && (core === undefined || other.die.core === core);
    const sent = sentBy(other)?.signal;
    const signals = sent === undefined ? sentByTerminal(other) : ends(other, actor, names) ? [sent] : [];
    return signals.some((one) => standsFor(signal, one));
  },
  signal: sends,
  queue: sends,
  storm: ({ orphans }, { other }) => 'storm' in other && other.storm.orphans >= orphans,
  together: never,
  at: ({ fails, call }, { other }) => 'at' in other && other.at.fails === fails && (fails === undefined || other.at.call === call),
};

/** Whatever ends an actor: an exit, a death, a signal to it, and of `main` one to the init, which passes it on. */
function ends(other: Step, actor: string, names: Names): boolean {
  const who = names.get(actor);
  const sent = sentBy(other);
  if (sent === undefined) return leaves(other, who);
  return sent.to === 'everybody' || sent.to === who || (actor === 'main' && sent.to === 'init');
}

/** Of itself. */
const leaves = (step: Step, who: string | undefined): boolean =>
  ('exit' in step && step.exit.actor === who) || ('die' in step && step.die.actor === who);

/** Job control has four signals (signal(7)), and a terminal sends one of them for a key. */
const STOPPING: readonly SignalName[] = ['SIGSTOP', 'SIGTSTP', 'SIGTTIN', 'SIGTTOU'];

function stops(other: Step, actor: string, names: Names): boolean {
  if ('stop' in other) return other.stop === names.get(actor);
  if ('type' in other) return other.type.includes('^Z');
  if ('read' in other || 'write' in other) return true;
  const sent = sentBy(other);
  return sent !== undefined && STOPPING.includes(sent.signal) && ends(other, actor, names);
}

const sentBy = (step: Step): { signal: SignalName; to: Recipient; from?: string } | undefined =>
  'signal' in step ? step.signal : 'queue' in step ? step.queue : undefined;

/** What the terminal makes of what is done to it (termios(3)). */
function sentByTerminal(step: Step): SignalName[] {
  if ('hangUp' in step) return ['SIGHUP', 'SIGCONT'];
  if ('resize' in step) return ['SIGWINCH'];
  if (!('type' in step)) return [];
  return Object.entries(KEYS).flatMap(([key, signal]) => (step.type.includes(key) ? signal : []));
}
const KEYS: Readonly<Record<string, SignalName>> = { '^C': 'SIGINT', '^\\': 'SIGQUIT', '^Z': 'SIGTSTP' };

/** What a terminal sends for keys, a size or a broken line reaches the init as what somebody sends does. */
function sends({ signal, to, from }: { signal: SignalName; to: Recipient; from?: string }, { other, names }: Context): boolean {
  const sent = sentBy(other);
  if (isPlain(signal) && to !== 'everybody' && typeof to === 'string' && leaves(other, names.get(to === 'init' ? 'main' : to))) return true;
  if (sent === undefined) return to === 'init' && sentByTerminal(other).some((one) => standsFor(signal, one));
  if (!standsFor(signal, sent.signal) || !reaches(to, sent.to, names)) return false;
  if (from === undefined || from === 'outside') return true;
  return from === 'main' ? sent.from !== undefined && sent.from !== 'outside' : sent.from === names.get(from);
}

function reaches(to: Recipient, other: Recipient, names: Names): boolean {
  if (other === 'everybody') return true;
  if (typeof to === 'object') return typeof other === 'object' && other.group === names.get(to.group);
  // Which group the init is in depends on how it was launched.
  if (to === 'init') return other === 'init' || typeof other === 'object';
  if (to === 'everybody') return false;
  return other === names.get(to) || (typeof other === 'object' && other.group === names.get(to));
}
