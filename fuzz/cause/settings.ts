/** Whether an actor or a launch has the settings of another one: those that say how a violation is made, not those that only show it. */
import type { Actor, Launch, Scenario } from '../scenario/scenario.ts';
import type { SignalName } from '../scenario/signals.ts';
import { isPlain, standsFor } from './alike.ts';

type Has<T> = { [Field in keyof Required<T>]: (wanted: NonNullable<T[Field]>, got: T) => boolean };

const signals =
  (field: 'blocked' | 'ignored') =>
  (wanted: readonly SignalName[], got: Launch): boolean =>
    wanted.every((signal) => got[field]?.some((other) => standsFor(signal, other)));
const entries =
  (field: 'closed' | 'full') =>
  (wanted: readonly string[], got: Launch): boolean =>
    wanted.every((entry) => (got[field] as readonly string[] | undefined)?.includes(entry));
const keys =
  (field: 'env' | 'limits') =>
  (wanted: object, got: Launch): boolean =>
    Object.keys(wanted).every((key) => key in (got[field] ?? {}));
/** Of numbers and texts without a natural order: that it is set at all. */
const isSet =
  <T>(field: keyof T) =>
  (_: unknown, got: T): boolean =>
    got[field] !== undefined;
const equal =
  <T>(field: keyof T) =>
  (wanted: unknown, got: T): boolean =>
    got[field] === wanted;

const LAUNCH: Has<Launch> = {
  command: equal('command'),
  args: (wanted, { args }) => args !== undefined && (!wanted.includes('') || args.includes('')),
  env: keys('env'),
  blocked: signals('blocked'),
  ignored: signals('ignored'),
  closed: entries('closed'),
  open: isSet('open'),
  directory: (wanted, { directory = '/' }) => directory === wanted || (wanted === 'own' && directory !== '/'),
  umask: isSet('umask'),
  nice: isSet('nice'),
  noNewPrivs: equal('noNewPrivs'),
  limits: keys('limits'),
  // One that comes while the init starts does as well, and of all that are pending the plainest stand for any.
  pending: (wanted, { pending = [], early = [] }) =>
    wanted.every((signal) => (isPlain(signal) ? pending.length + early.length > 0 : pending.includes(signal))),
  early: isSet('early'),
  full: entries('full'),
  as: equal('as'),
  terminal: equal('terminal'),
  tostop: equal('tostop'),
  user: isSet('user'),
  capabilities: equal('capabilities'),
  pidsLimit: isSet('pidsLimit'),
  proc: equal('proc'),
};

/**
 * `parent` is of the tree (`contains.ts`). That a signal is noted or ignored makes a violation visible; that it ends the actor is an act.
 */
const ACTOR: Has<Omit<Actor, 'parent'>> = {
  exited: isSet('exited'),
  copies: (wanted, { copies = 1 }) => copies >= wanted,
  on: (wanted, { on = {} }) => !Object.values(wanted).some(isExit) || Object.values(on).some(isExit),
  group: (wanted, { group, session, daemon }) => wanted === 'parent' || group !== undefined || session === 'own' || daemon === true,
  session: (wanted, { session, daemon }) => wanted === 'parent' || session === 'own' || daemon === true,
  daemon: equal('daemon'),
  waits: equal('waits'),
  subreaper: equal('subreaper'),
  cloneParent: equal('cloneParent'),
  comm: isSet('comm'),
  user: isSet('user'),
  setuid: equal('setuid'),
  leaderEnds: equal('leaderEnds'),
  pid: isSet('pid'),
  vfork: equal('vfork'),
};

const isExit = (reaction: unknown): boolean => typeof reaction === 'object';

const hasAll = <T extends object>(table: object, wanted: T, got: T): boolean =>
  Object.entries(wanted).every(([field, value]) => {
    const has = (table as Record<string, ((value: unknown, got: T) => boolean) | undefined>)[field];
    return has === undefined || value === undefined || has(value, got);
  });

/** What is blocked only since a pending signal has to be does not count. */
export function launchHas(got: Launch, { blocked = [], ...wanted }: Launch): boolean {
  const counted = blocked.filter((signal) => wanted.pending?.includes(signal) !== true);
  return hasAll(LAUNCH, counted.length === 0 ? wanted : { ...wanted, blocked: counted }, got);
}

export const actorHas = (got: Actor, wanted: Actor): boolean => hasAll(ACTOR, wanted, got);

/** Where an actor is in the tree: below another, or of the init or the world outside. */
export function isBelow({ actors }: Scenario, name: string, parent: string): boolean {
  let at = actors[name]?.parent;
  if (parent === 'init' || parent === 'outside') return at === parent;
  for (; at !== undefined; at = actors[at]?.parent) if (at === parent) return true;
  return false;
}
