/** Checks of `actors`: names, the tree, bounds, sessions and groups, reactions. */
import { LIMITS, type Actor, type Scenario } from './scenario.ts';
import { didYouMean } from './suggest.ts';
import { hasNoBytes, toBytes } from './text-bytes.ts';
import { checkReactions } from './validate-reactions.ts';
import type { Report } from './validate.ts';

/** What is known of an actor before anything runs. `forked` and `ended` follow the steps as they are checked. */
export interface Known {
  name: string;
  actor: Actor;
  /** `undefined` for `main`, and where the name of the parent is wrong. */
  parent: Known | undefined;
  /** Generations below the init: 1 for `main`. */
  depth: number;
  /** The actor that leads its session, or `main` for the one that the init put `main` in. */
  session: string;
  /** Whether it may be in the group that `main` was started in, which with some inits is the init's own. */
  mainGroup: boolean;
  forked: boolean;
  /** An `exit` or `die` step named it. */
  ended: boolean;
  /** A `traceme` step named it. */
  traced: boolean;
}
export type KnownActors = Map<string, Known>;

/** TASK_COMM_LEN less the NUL (include/linux/sched.h). */
const MOST_COMM = 15;

/** Words that stand for something else where an actor's name may stand. */
const RESERVED = ['init', 'outside', 'everybody', 'parent', 'own', 'all', 'none', 'group'];

/** Reports each problem of the actors, and returns what is known of them for the check of the steps. */
export function checkActors(scenario: Scenario, report: Report): KnownActors {
  const known: KnownActors = new Map();
  for (const name in scenario.actors) {
    const actor = scenario.actors[name] as Actor;
    known.set(name, know(name, actor, known));
    if (name === 'main') checkMain(actor, known.size === 1, report);
    else checkParent(name, actor, known, scenario, report);
    checkActor(name, actor, known, scenario, report);
  }
  if (!known.has('main')) report(['actors'], "there is no actor `main`, the init's own child");
  checkPrivilege(scenario, report);
  checkCount(scenario, report);
  return known;
}

function know(name: string, actor: Actor, known: KnownActors): Known {
  const parent = actor.parent === undefined ? undefined : known.get(actor.parent);
  const ownSession = actor.session === 'own' || actor.daemon === true || actor.parent === 'outside';
  const of = typeof actor.group === 'object' ? known.get(actor.group.of) : undefined;
  const parentsGroup = (parent?.mainGroup ?? true) || of?.mainGroup === true;
  return {
    name,
    actor,
    parent,
    depth: (parent?.depth ?? 0) + 1,
    session: ownSession ? name : (parent?.session ?? (actor.parent === 'init' ? 'init' : 'main')),
    mainGroup: !ownSession && actor.group !== 'own' && parentsGroup,
    forked: name === 'main' || actor.parent === 'init',
    ended: actor.exited !== undefined,
    traced: false,
  };
}

const OF_THE_INIT = ['parent', 'copies', 'group', 'session', 'daemon', 'exited', 'cloneParent', 'vfork', 'pid'] as const;

function checkMain(main: Actor, first: boolean, report: Report): void {
  if (!first) report(['actors', 'main'], '`main` must be the first actor');
  for (const field of OF_THE_INIT)
    if (main[field] !== undefined) report(['actors', 'main', field], `\`main\` has no \`${field}\`: it is the init that starts it`);
}

function checkParent(name: string, actor: Actor, known: KnownActors, scenario: Scenario, report: Report): void {
  const { parent } = actor;
  if (actor.exited !== undefined && parent !== 'init')
    report(['actors', name, 'exited'], 'only a child that the init has from before its start can have exited: one with `parent: init`');
  if (actor.daemon === true && parent === 'init') report(['actors', name, 'daemon'], 'the init has no daemons from before its start');
  if (parent === 'outside') checkEntering(name, actor, report);
  if (actor.cloneParent === true && hasNoMaker(actor, scenario))
    report(['actors', name, 'cloneParent'], 'only what an actor inside makes by itself can be a child of its parent');
  if (actor.vfork === true) checkVfork(name, actor, report);
  if (actor.pid !== undefined) checkPid(name, actor, actor.pid.of, known, scenario, report);
  if (parent === 'init' || parent === 'outside') return;
  if (parent === undefined) report(['actors', name], `the actor \`${name}\` has no \`parent\``);
  else if (parent === name || !known.has(parent)) report(['actors', name, 'parent'], whyNoParent(name, parent, scenario));
}

/**
 * Its maker waits for it alone, so it is one; and it is neither another program nor ended from the start, which would be the end of the
 * wait.
 */
function checkVfork(name: string, actor: Actor, report: Report): void {
  const { parent, copies = 1, daemon, setuid, leaderEnds } = actor;
  if (parent === 'init' || parent === 'outside' || copies > 1 || daemon === true)
    report(['actors', name, 'vfork'], 'only one actor at a time is made by vfork, by an actor inside, and no daemon');
  if (setuid === true || leaderEnds === true)
    report(['actors', name, 'vfork'], 'its maker goes on at once where it is set-uid, or its first thread has ended');
}

/** One id for one process; and what is there from the start has taken the next one. */
function checkPid(name: string, actor: Actor, of: string, known: KnownActors, { actors }: Scenario, report: Report): void {
  const { copies = 1, daemon, parent } = actor;
  if (copies > 1 || daemon === true || parent === 'init')
    report(['actors', name, 'pid'], 'only one actor at a time gets an id, when it is forked, and no daemon');
  if (!Object.hasOwn(actors, of)) report(['actors', name, 'pid', 'of'], `no actor \`${of}\`${didYouMean(of, Object.keys(actors))}`);
  else if (of === name || !known.has(of) || (actors[of]?.copies ?? 1) > 1)
    report(['actors', name, 'pid', 'of'], `\`${of}\` must be one process, and written before the actor that gets its id`);
}

/** Who waits outside for one that has entered waits for that alone. */
const hasNoMaker = ({ parent = '', daemon }: Actor, { actors }: Scenario): boolean =>
  parent === 'init' || parent === 'outside' || daemon === true || actors[parent]?.parent === 'outside';

function checkEntering(name: string, actor: Actor, report: Report): void {
  for (const field of ['group', 'session', 'daemon'] as const)
    if (actor[field] !== undefined)
      report(['actors', name, field], `what enters from outside has no \`${field}\`: it is in a session of its own`);
}

function whyNoParent(name: string, parent: string, { actors }: Scenario): string {
  if (!Object.hasOwn(actors, parent)) return `no actor \`${parent}\`${didYouMean(parent, Object.keys(actors))}`;
  if (descends(parent, name, actors)) return `\`${name}\` descends from itself: its parents form a cycle`;
  return `the parent \`${parent}\` must be written before its child`;
}

/** Whether `name` is `ancestor` or below it. Bounded: each turn goes to a parent, and a cycle elsewhere has no more turns than actors. */
function descends(name: string, ancestor: string, actors: Record<string, Actor>): boolean {
  let at: string | undefined = name;
  for (let turns = Object.keys(actors).length; turns >= 0 && at !== undefined; turns--) {
    if (at === ancestor) return true;
    at = actors[at]?.parent;
  }
  return false;
}

function checkActor(name: string, actor: Actor, known: KnownActors, scenario: Scenario, report: Report): void {
  if (!/^[a-z][a-z0-9-]*$/.test(name) || name.length > 40)
    report(['actors', name], 'expected a name of lower-case letters, digits and hyphens, 40 at most, a letter first');
  if (RESERVED.includes(name)) report(['actors', name], `an actor cannot be called \`${name}\`: the word has a meaning of its own`);
  const { copies } = actor;
  if (copies !== undefined && !(Number.isInteger(copies) && copies >= 1 && copies <= LIMITS.processes))
    report(['actors', name, 'copies'], `expected a whole number from 1 to ${LIMITS.processes}, got ${copies}`);
  const depth = known.get(name)?.depth ?? 0;
  if (depth > LIMITS.depth) report(['actors', name], `\`${name}\` is ${depth} generations below the init, the limit is ${LIMITS.depth}`);
  if (actor.group !== undefined || actor.session !== undefined) checkGroup(name, actor, known, scenario, report);
  if (actor.comm !== undefined && (toBytes(actor.comm).length > MOST_COMM || actor.comm.includes('\0') || hasNoBytes(actor.comm)))
    report(['actors', name, 'comm'], `expected at most ${MOST_COMM} bytes without NUL`);
  if (actor.on !== undefined) checkReactions(name, actor.on, report);
}

function checkGroup(name: string, actor: Actor, known: KnownActors, scenario: Scenario, report: Report): void {
  const { group, session } = actor;
  if (session === 'own' && group !== undefined) report(['actors', name, 'group'], 'a session of its own brings a group of its own');
  if (session === 'own' && actor.daemon === true) report(['actors', name, 'session'], 'a daemon has a session of its own already');
  const why = typeof group === 'object' ? whyNotJoin(name, group.of, known, scenario) : undefined;
  if (why !== undefined) report(['actors', name, 'group', 'of'], why);
}

function whyNotJoin(name: string, of: string, known: KnownActors, { actors }: Scenario): string | undefined {
  if (!Object.hasOwn(actors, of)) return `no actor \`${of}\`${didYouMean(of, Object.keys(actors))}`;
  const other = known.get(of);
  if (other === undefined || of === name) return `\`${of}\` must be written before the actor that joins its group`;
  // setpgid(2), EPERM: a process can join groups of its own session only.
  const same = other.session === known.get(name)?.session;
  return same ? undefined : `\`${of}\` is in another session than \`${name}\`, so its group cannot be joined`;
}

/** Whose ids can differ: setuid(2) takes a capability, RLIMIT_NPROC counts for each user, and children from before are made by root. */
function checkPrivilege({ launch, actors }: Scenario, report: Report): void {
  const before = Object.values(actors).filter(({ parent }) => parent === 'init').length;
  if (before >= (launch.pidsLimit ?? Infinity))
    report(['launch', 'pidsLimit'], 'there is no room for `main` beside what the init has from before');
  const lowered = launch.user !== undefined || launch.capabilities !== undefined;
  for (const name in actors) {
    const { user, parent, setuid, leaderEnds } = actors[name] as Actor;
    if (user !== undefined && lowered) report(['actors', name, 'user'], 'the init must be root, with its capabilities');
    if (user !== undefined && launch.pidsLimit !== undefined) report(['actors', name, 'user'], 'the limit of processes holds for one user');
    if (setuid === true && launch.pidsLimit !== undefined) report(['actors', name, 'setuid'], 'the limit of processes holds for one user');
    if (setuid === true && (user !== undefined || parent === 'init' || parent === 'outside'))
      report(['actors', name, 'setuid'], 'what has a `user`, or was made by root, is not set-uid');
    if (leaderEnds === true && launch.pidsLimit !== undefined)
      report(['actors', name, 'leaderEnds'], 'threads count as processes (RLIMIT_NPROC)');
    if (parent === 'outside' && (lowered || launch.pidsLimit !== undefined))
      report(['actors', name, 'parent'], 'what enters from outside is root, with its capabilities, and counts with those outside');
    if (parent === 'init' && lowered)
      report(['actors', name, 'parent'], 'what the init has from before it has as root, with its capabilities');
  }
}

function checkCount(scenario: Scenario, report: Report): void {
  const count = processCount(scenario);
  if (count > LIMITS.processes) report(['actors'], `the actors are ${count} processes in all, the limit is ${LIMITS.processes}`);
}

/** Processes in all, `main` included: one for each copy of each actor, two for each copy of a daemon. */
export function processCount(scenario: Scenario): number {
  let count = 0;
  for (const name in scenario.actors) {
    const actor = scenario.actors[name];
    if (actor !== undefined) count += (actor.copies ?? 1) * (actor.daemon === true ? 2 : 1);
  }
  return count;
}
