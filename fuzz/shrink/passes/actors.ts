/** Passes that leave out actors, or make the tree flatter. */
import type { Actor, ActorName, Scenario } from '../../scenario/scenario.ts';
import { namesIn } from '../../scenario/steps/table.ts';
import { dropActors, dropMentions, flatSteps, mapSteps, renameMentions } from '../edit.ts';
import { type Change, dropping, editing, type List, once } from '../pass.ts';

const others = (scenario: Scenario): ActorName[] => Object.keys(scenario.actors).filter((name) => name !== 'main');

const ACTORS: List = {
  count: (scenario) => others(scenario).length,
  drop: (scenario, from, to) => dropActors(scenario, new Set(others(scenario).slice(from, to))),
};

/** Those that no step but their fork names. Their children go to the nearest ancestor that stays. */
function dropUnnamed(scenario: Scenario): void {
  const named = new Set<ActorName>();
  for (const step of flatSteps(scenario)) {
    if (!('fork' in step)) for (const name of namesIn(step)) named.add(name);
  }
  dropActors(scenario, new Set(others(scenario).filter((name) => !named.has(name))));
}

export const DELETE_UNNAMED = once('unnamed actors', dropUnnamed);
export const DELETE_ACTORS = [4, 2, 1].map((chunk) => dropping('actors', ACTORS, chunk));

/** Puts the actor `root` in the place of `main`, with those below it; all others go. For faults between a parent and its child. */
function reroot(scenario: Scenario, root: ActorName): void {
  const below = new Set<ActorName>([root]);
  for (const [name, { parent }] of Object.entries(scenario.actors)) if (parent !== undefined && below.has(parent)) below.add(name);
  const gone = new Set(Object.keys(scenario.actors).filter((name) => !below.has(name)));
  mapSteps(scenario, (step) => ('fork' in step && step.fork === root ? undefined : step));
  dropMentions(scenario, gone);
  const { on, waits } = scenario.actors[root] as Actor;
  const main: Actor = { ...(on === undefined ? {} : { on }), ...(waits === undefined ? {} : { waits }) };
  const rest = Object.entries(scenario.actors).filter(([name]) => below.has(name) && name !== root);
  scenario.actors = { main, ...Object.fromEntries(rest) };
  renameMentions(scenario, root, 'main');
}

export const REROOT = editing('root', (best) => others(best).map((name): Change[] => [(scenario) => reroot(scenario, name)]));

export const FLATTEN = once('flat tree', (scenario) => {
  for (const actor of Object.values(scenario.actors)) if (actor.parent !== undefined && actor.parent !== 'init') actor.parent = 'main';
});

/** Up to `main`, or to the parent's parent. */
export const HOIST = editing('parent', (best) =>
  others(best).map((name): Change[] => {
    const parent = best.actors[name]?.parent ?? 'main';
    if (parent === 'main' || parent === 'init') return [];
    const above = best.actors[parent]?.parent ?? 'main';
    return ['main', above === 'init' || above === 'outside' ? 'main' : above].map((to) => (scenario) => {
      (scenario.actors[name] as Actor).parent = to;
    });
  }),
);

export const ONE_COPY_EACH = once('one copy each', (scenario) => {
  for (const actor of Object.values(scenario.actors)) delete actor.copies;
});

/** 1, then less by a half, a quarter, ... down to one less: the least number in about twice its logarithm of attempts. */
export const COPIES = editing('copies', (best) =>
  others(best).map((name): Change[] => {
    const { copies = 1 } = best.actors[name] as Actor;
    const numbers = [1];
    for (let less = (copies - 1) >> 1; less > 0; less >>= 1) numbers.push(copies - less);
    return copies === 1 ? [] : numbers.map((number) => setCopies(name, number));
  }),
);

const setCopies =
  (name: ActorName, copies: number): Change =>
  (scenario) => {
    const actor = scenario.actors[name] as Actor;
    if (copies === 1) delete actor.copies;
    else actor.copies = copies;
  };

/** Two actors of several copies become one: as many processes, fewer lines. */
export const MERGE = editing('merge', (best) =>
  others(best).flatMap((gone): Change[][] =>
    others(best)
      .filter((name) => name !== gone && (best.actors[name]?.copies ?? 1) > 1)
      .map((into): Change[] => [(scenario) => merge(scenario, gone, into)]),
  ),
);

/** Of a daemon the intermediate counts too. */
function merge(scenario: Scenario, gone: ActorName, into: ActorName): void {
  const { copies = 1, daemon = false } = scenario.actors[gone] as Actor;
  const actor = scenario.actors[into] as Actor;
  actor.copies = (actor.copies ?? 1) + (daemon && actor.daemon !== true ? 2 * copies : copies);
  dropActors(scenario, new Set([gone]));
}
