/** The actors: `main`, and one more each time that a step forks one. */
import type { Random } from 'fast-check';
import { type Actor, LIMITS } from '../scenario/scenario.ts';
import { anyLiving, type Draft, living, type Member, THE_INIT, THE_OUTSIDE } from './cast.ts';
import { chance, choices, choose, oneOf, within } from './draw.ts';
import { drawReactions } from './reactions.ts';
import { drawCode } from './signals.ts';
import { WEIGHTS } from './weights.ts';

const OF = WEIGHTS.tree;
const ACTORS = choices(OF.actors);
const PARENT = choices(OF.parent);
const COPIES = choices(OF.copies);
const PLACE = choices(OF.place);
const INHERITED_PLACE = choices(OF.inheritedPlace);

/** What is taken for the end of the name, and for a state, by who reads /proc/PID/stat carelessly. */
const COMMS = ['a) Z 1', ') T 1 (', 'a b', '\n'] as const;

/** How many actors besides `main`. */
export function drawActorCount(random: Random): number {
  const how = choose(random, ACTORS);
  return how === 'none' ? 0 : within(random, OF[how]);
}

/** The init's own child. */
export function drawMain(draft: Draft): Member {
  const actor: Actor = {};
  addManners(draft, actor, true);
  addGain(draft, actor, false);
  return {
    name: 'main',
    actor,
    parent: undefined,
    depth: 1,
    session: 'main',
    mainGroup: true,
    ended: false,
    doomed: false,
    stopped: false,
    traced: false,
  };
}

/** Adds children that the init has from before its exec, in some draws. */
export function inheritSome(draft: Draft): void {
  const { random } = draft;
  if (!draft.privileged || !chance(random, OF.inheritedPercent)) return;
  for (let n = within(random, OF.inherited); n > 0; n--) {
    draft.members.push(drawInherited(draft));
    draft.processes++;
  }
}

function drawInherited(draft: Draft): Member {
  const { random, members } = draft;
  const actor: Actor = { parent: THE_INIT.name };
  const ended = chance(random, OF.inheritedExitedPercent);
  const how = choose(random, INHERITED_PLACE);
  if (how === 'group') actor.group = 'own';
  if (how === 'session') actor.session = 'own';
  if (ended) actor.exited = drawCode(random);
  else addManners(draft, actor, false);
  const name = nameOf(members.length);
  const session = how === 'session' ? name : THE_INIT.session;
  return {
    name,
    actor,
    parent: THE_INIT,
    depth: 1,
    session,
    mainGroup: how === 'parent',
    ended,
    doomed: false,
    stopped: false,
    traced: false,
  };
}

/** Adds an actor and the step that forks it; nothing where no parent is left, or no room. */
export function forkOne(draft: Draft): void {
  const enters = draft.privileged && !draft.oneUser && chance(draft.random, OF.entersPercent);
  const parent = enters ? THE_OUTSIDE : drawParent(draft);
  // Two: a daemon's intermediate counts.
  if (parent === undefined || draft.processes + 2 > LIMITS.processes) return;
  addMember(draft, drawMember(draft, parent));
}

/** Adds an actor, and the step that forks it. */
export function addMember(draft: Draft, member: Member): void {
  draft.members.push(member);
  draft.processes += (member.actor.copies ?? 1) * (member.actor.daemon === true ? 2 : 1);
  draft.steps.push({ fork: member.name });
}

function drawParent(draft: Draft): Member | undefined {
  const canFork = (member: Member): boolean => member.depth < LIMITS.depth && !member.stopped;
  const how = choose(draft.random, PARENT);
  const main = draft.members[0] as Member;
  if (how === 'main' && !main.ended && canFork(main)) return main;
  if (how === 'newest') return living(draft, canFork).at(-1);
  return anyLiving(draft, canFork);
}

/** Short names in order: `a`, `b`, ... */
const nameOf = (index: number): string => String.fromCharCode(96 + index);

function drawMember(draft: Draft, parent: Member): Member {
  const { random } = draft;
  const actor: Actor = { parent: parent.name };
  const enters = parent === THE_OUTSIDE;
  const daemon = !enters && parent.depth + 2 <= LIMITS.depth && chance(random, OF.daemonPercent);
  if (daemon) actor.daemon = true;
  addCopies(draft, actor);
  if (!daemon && !enters) addPlace(draft, actor, parent);
  if (!daemon && !enters && parent.actor.parent !== 'outside' && chance(random, OF.cloneParentPercent)) actor.cloneParent = true;
  addManners(draft, actor, false);
  if (!enters) addGain(draft, actor, parent.actor.user !== undefined);
  return memberFor(draft, actor, parent);
}

/** One made by vfork, which its maker waits for. */
export function drawVforked(draft: Draft, parent: Member): Member {
  const actor: Actor = { parent: parent.name, vfork: true };
  addPlace(draft, actor, parent);
  addManners(draft, actor, false);
  delete actor.leaderEnds;
  return memberFor(draft, actor, parent);
}

function memberFor(draft: Draft, actor: Actor, parent: Member): Member {
  const name = nameOf(draft.members.length);
  const daemon = actor.daemon === true;
  const ownSession = daemon || parent === THE_OUTSIDE || actor.session === 'own';
  const joined = typeof actor.group === 'object' ? memberOf(draft, actor.group.of) : undefined;
  return {
    name,
    actor,
    parent,
    depth: parent.depth + (daemon ? 2 : 1),
    session: ownSession ? name : parent.session,
    mainGroup: !ownSession && actor.group !== 'own' && (parent.mainGroup || joined?.mainGroup === true),
    ended: false,
    doomed: false,
    stopped: false,
    traced: false,
  };
}

const memberOf = (draft: Draft, name: string): Member | undefined => draft.members.find((member) => member.name === name);

function addCopies({ random, processes }: Draft, actor: Actor): void {
  const how = choose(random, COPIES);
  if (how === 'one') return;
  const range = { few: OF.fewCopies, many: OF.manyCopies, huge: OF.hugeCopies }[how];
  const room = Math.floor((LIMITS.processes - processes) / (actor.daemon === true ? 2 : 1));
  const copies = Math.min(within(random, range), room);
  if (copies > 1) actor.copies = copies;
}

/** Its group and session. It can join the group of one that is in the session that it is born into (setpgid(2)). */
function addPlace(draft: Draft, actor: Actor, parent: Member): void {
  const how = choose(draft.random, PLACE);
  if (how === 'group') actor.group = 'own';
  if (how === 'session') actor.session = 'own';
  if (how !== 'joins') return;
  const others = living(draft, (member) => member.session === parent.session);
  if (others.length > 0) actor.group = { of: oneOf(draft.random, others).name };
}

/** What it does upon signals, and whether it waits. */
function addManners({ random, leaning, privileged, oneUser }: Draft, actor: Actor, main: boolean): void {
  const on = drawReactions(random, leaning, main);
  if (on !== undefined) actor.on = on;
  if (chance(random, OF.waitsNotPercent)) actor.waits = false;
  if (chance(random, OF.subreaperPercent)) actor.subreaper = true;
  if (privileged && !oneUser && chance(random, OF.userPercent)) actor.user = oneOf(random, WEIGHTS.users);
  if (!oneUser && chance(random, OF.leaderEndsPercent)) actor.leaderEnds = true;
  if (chance(random, OF.commPercent)) actor.comm = oneOf(random, COMMS);
}

/** Who is not root may become it. */
function addGain({ random, asUser, oneUser }: Draft, actor: Actor, lowered: boolean): void {
  if ((asUser || lowered) && !oneUser && actor.user === undefined && chance(random, OF.setuidPercent)) actor.setuid = true;
}
