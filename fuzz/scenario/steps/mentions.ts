/** Which actors and signals a step names, and the step with others in their place: what shrinking and mutation change. */
import type { ActorName, Recipient, Sender } from '../scenario.ts';
import type { SignalName } from '../signals.ts';

/** None of these changes its argument. */
export interface Mentions<Value> {
  /** Actors that it names. The first is its subject: the actor that it happens to. */
  names(value: Value): ActorName[];
  /** With each actor that it names called as `name` says. */
  renamed(value: Value, name: (actor: ActorName) => ActorName): Value;
  /** What is left of it without these actors; undefined where it happens to one of them. */
  without(value: Value, gone: ReadonlySet<ActorName>): Value | undefined;
  /** With another signal in place of the one that it names, if it names one. */
  signalled(value: Value, signal: (name: SignalName) => SignalName): Value;
}

/** Of a step that names no actor. Steps inside of a step speak for themselves. */
export const nobody = <Value>(): Mentions<Value> => ({
  names: () => [],
  renamed: (value) => value,
  without: (value) => value,
  signalled: (value) => value,
});

/** Of `{stop: a}`. */
export const ACTOR: Mentions<ActorName> = {
  names: (actor) => [actor],
  renamed: (actor, name) => name(actor),
  without: (actor, gone) => (gone.has(actor) ? undefined : actor),
  signalled: (actor) => actor,
};

/** Of `{exit: {actor: a, …}}`. */
export const actorField = <Value extends { actor: ActorName }>(): Mentions<Value> => ({
  names: ({ actor }) => [actor],
  renamed: (value, name) => ({ ...value, actor: name(value.actor) }),
  without: (value, gone) => (gone.has(value.actor) ? undefined : value),
  signalled: (value) => value,
});

/** What `signal` and `queue` say. */
export interface Sending {
  signal: SignalName;
  to: Recipient;
  from?: Sender;
}

/** Without its sender it comes from outside. */
export const sends = <Value extends Sending>(): Mentions<Value> => ({
  names: ({ to, from = 'outside' }) => [...recipientActor(to), ...(from === 'outside' ? [] : [from])],
  renamed: (value, name) => ({
    ...value,
    to: typeof value.to === 'object' ? { group: name(value.to.group) } : name(value.to),
    ...(value.from === undefined ? {} : { from: name(value.from) }),
  }),
  without(value, gone) {
    if (recipientActor(value.to).some((actor) => gone.has(actor))) return undefined;
    return value.from !== undefined && gone.has(value.from) ? withoutSender(value) : value;
  },
  signalled: (value, signal) => ({ ...value, signal: signal(value.signal) }),
});

const recipientActor = (to: Recipient): ActorName[] =>
  to === 'init' || to === 'everybody' ? [] : [typeof to === 'object' ? to.group : to];

function withoutSender<Value extends Sending>(value: Value): Value {
  const rest = { ...value };
  delete rest.from;
  return rest;
}
