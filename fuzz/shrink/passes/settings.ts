/** Passes that put settings of launch and actors back to their defaults. Fields are left out by any name, so that a new one shrinks too. */

import { durationMs } from '../../scenario/duration.ts';
import type { Actor, Reaction, Scenario } from '../../scenario/scenario.ts';
import type { SignalName } from '../../scenario/signals.ts';
import { type Change, dropping, editing, type List, once, type Pass } from '../pass.ts';
import { reactionRank } from '../size.ts';

type Fields = Record<string, unknown>;

/** What a tree needs: the rest of an actor are settings. `copies` have passes of their own. */
const STRUCTURE = ['parent', 'copies'];
const settingsOf = (actor: Actor): string[] => Object.keys(actor).filter((field) => !STRUCTURE.includes(field));

export const NO_LAUNCH = once('plain launch', (scenario) => {
  scenario.launch = {};
});

export const PLAIN_ACTORS = once('plain actors', (scenario) => {
  for (const actor of Object.values(scenario.actors)) for (const field of settingsOf(actor)) delete (actor as Fields)[field];
});

/** One field of all actors at once. */
export const FIELD_OF_ALL = editing('field of all actors', (best) =>
  [...new Set(Object.values(best.actors).flatMap(settingsOf))].map((field): Change[] => [
    (scenario) => {
      for (const actor of Object.values(scenario.actors)) delete (actor as Fields)[field];
    },
  ]),
);

/** One field of one actor; then what is plainer than it. */
export const FIELD = editing('field', (best) =>
  Object.entries(best.actors).flatMap(([name, actor]) =>
    settingsOf(actor).map((field): Change[] => [
      (scenario) => void delete (scenario.actors[name] as Fields | undefined)?.[field],
      ...plainerPlace(name, actor, field),
    ]),
  ),
);

/**
 * A daemon is in a session of its own, a session brings a group, and a group of its own is plainer than another's. Where only the count
 * matters, a daemon and its intermediate are two copies.
 */
function plainerPlace(name: string, actor: Actor, field: string): Change[] {
  const to =
    (place: Partial<Actor>): Change =>
    (scenario) => {
      const { daemon: _, session: __, group: ___, ...rest } = scenario.actors[name] as Actor;
      scenario.actors[name] = { ...rest, ...place };
    };
  if (field === 'daemon') return [to({ group: 'own' }), to({ session: 'own' }), to({ copies: 2 * (actor.copies ?? 1) })];
  if (field === 'session' || (field === 'group' && typeof actor.group === 'object')) return [to({ group: 'own' })];
  return [];
}

export const EXITED = editing('exit before the start', (best) =>
  Object.entries(best.actors).flatMap(([name, { exited = 0 }]): Change[][] =>
    [0, 1, exited >> 1]
      .filter((code) => code < exited)
      .map((code) => [
        (scenario) => {
          (scenario.actors[name] as Actor).exited = code;
        },
      ]),
  ),
);

export const LAUNCH_FIELD = editing('launch field', (best) =>
  Object.keys(best.launch).map((field): Change[] => [(scenario) => void delete (scenario.launch as Fields)[field]]),
);

const isEmpty = (value: object): boolean => Object.keys(value).length === 0;

/** Entries of a list or map of the launch, as one list over all of them. Fields that become empty go. */
const LAUNCH_ENTRIES: List = {
  count: ({ launch }) => Object.values(launch).reduce((sum, value) => sum + (typeof value === 'object' ? Object.keys(value).length : 0), 0),
  drop({ launch }, from, to) {
    let index = 0;
    const keeps = (): boolean => {
      const at = index++;
      return at < from || at >= to;
    };
    for (const [field, value] of Object.entries(launch))
      if (typeof value === 'object') (launch as Fields)[field] = kept(value as object, keeps);
    for (const [field, value] of Object.entries(launch))
      if (typeof value === 'object' && isEmpty(value as object)) delete (launch as Fields)[field];
  },
};

function kept(value: object, keeps: () => boolean): object {
  if (Array.isArray(value)) return value.filter(keeps);
  return Object.fromEntries(Object.entries(value).filter(keeps));
}

export const DELETE_LAUNCH_ENTRIES = [16, 4, 1].map((chunk) => dropping('launch entries', LAUNCH_ENTRIES, chunk));

/** One entry of what one actor does upon signals: left out, then plainer. */
export const REACTIONS = editing('reaction', (best) => {
  return Object.entries(best.actors).flatMap(([name, { on = {} }]) =>
    (Object.entries(on) as [SignalName, Reaction][]).map(([signal, reaction]): Change[] => [
      (scenario) => dropReaction(scenario, name, signal),
      ...plainerReactions(reaction).map(
        (other): Change =>
          (scenario) => {
            const reactions = scenario.actors[name]?.on;
            if (reactions !== undefined) reactions[signal] = other;
          },
      ),
    ]),
  );
});

function dropReaction(scenario: Scenario, name: string, signal: SignalName): void {
  const actor = scenario.actors[name] as Actor;
  if (actor.on === undefined) return;
  delete actor.on[signal];
  if (isEmpty(actor.on)) delete actor.on;
}

function plainerReactions(reaction: Reaction): Reaction[] {
  const all: Reaction[] = ['note', 'ignore'];
  if (typeof reaction === 'object') {
    const { exit, after } = reaction;
    if (after !== undefined) all.push({ exit }, { exit, after: '1ms' }, { exit, after: `${Math.max(1, durationMs(after) >> 1)}ms` });
    for (const code of [0, 1, 7, exit >> 1]) all.push({ ...reaction, exit: code });
  }
  return all.filter((other) => reactionRank(other) < reactionRank(reaction));
}

/** Half of a text, or one letter. */
const plainerTexts = (text: string): string[] => ['a', '', text.slice(0, text.length >> 1), text.slice(text.length >> 1)];

/** Values of the launch that stay. */
export const LAUNCH_VALUES: readonly Pass[] = [
  editing('argument', ({ launch }) =>
    (launch.args ?? []).map((text, at) =>
      plainerTexts(text).map(
        (other): Change =>
          (scenario) =>
            void scenario.launch.args?.splice(at, 1, other),
      ),
    ),
  ),
  editing('variable', ({ launch }) =>
    Object.entries(launch.env ?? {}).map(([name, text]) =>
      plainerTexts(text).map(
        (other): Change =>
          (scenario) => {
            if (scenario.launch.env !== undefined) scenario.launch.env[name] = other;
          },
      ),
    ),
  ),
  editing('descriptor', ({ launch }) =>
    (launch.open ?? []).map((_, at): Change[] => [(scenario) => void scenario.launch.open?.splice(at, 1, 3)]),
  ),
  editing('early signal', ({ launch }) =>
    (launch.early ?? []).map(({ signal, us }, at): Change[] =>
      [0, us >> 1, us - (us >> 3)]
        .filter((less) => less < us)
        .map((less) => (scenario) => void scenario.launch.early?.splice(at, 1, { signal, us: less })),
    ),
  ),
  editing('room', ({ launch: { pidsLimit = 0 } }) => [
    [1, pidsLimit >> 1, pidsLimit - 1]
      .filter((less) => less >= 1 && less < pidsLimit)
      .map(
        (less): Change =>
          (scenario) =>
            void Object.assign(scenario.launch, { pidsLimit: less }),
      ),
  ]),
  editing('directory', () => [
    [
      (scenario) => {
        if (scenario.launch.directory !== undefined) scenario.launch.directory = 'own';
      },
    ],
  ]),
];
