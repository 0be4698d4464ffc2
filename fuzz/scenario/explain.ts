/** A scenario in plain English: a line for the launch, for each actor and for each step. For reports, `explain`, and comments. */
import type { Actor, Launch, Reaction, Reactions, Scenario } from './scenario.ts';
import { explainStep } from './steps/table.ts';
import { count, quote } from './steps/words.ts';

/** The lines, without line ends. Steps are numbered from 1; those inside `together` follow theirs, indented. */
export function explain(scenario: Scenario): string[] {
  const actors = Object.entries(scenario.actors).filter(([name, actor]) => name !== 'main' || Object.keys(actor).length > 0);
  return [
    ...explainLaunch(scenario.launch),
    ...actors.map(([name, actor]) => explainActor(name, actor)),
    ...scenario.steps.flatMap((step, index) => {
      const [first = '', ...inner] = explainStep(step, scenario);
      return [`${index + 1}. ${first}`, ...inner.map((line) => `   - ${line}`)];
    }),
  ];
}

/** `a`, `a and b`, `a, b and c`. */
const list = (items: readonly string[]): string => items.join(', ').replace(/, ([^,]*)$/, ' and $1');

const COMMANDS: Record<Exclude<Launch['command'], undefined>, string> = {
  actor: 'the actor main',
  missing: 'a command that does not exist',
  'not-executable': 'a file that is not executable',
  directory: 'a directory',
  'script-without-interpreter': 'a script whose interpreter does not exist',
  'no-process-left': 'the actor main, with no process left to start it in',
};

const DIRECTORIES = {
  '/': '/',
  own: 'a directory of its own',
  deleted: 'a directory that has been deleted',
  unreadable: 'a directory that it cannot read',
} as const;

function explainLaunch(launch: Launch): string[] {
  const {
    command = 'actor',
    args = [],
    env = {},
    blocked = [],
    ignored = [],
    closed = [],
    open = [],
    directory,
    umask,
    nice = 0,
    noNewPrivs = false,
    limits,
    pending = [],
    early = [],
    full = [],
  } = launch;
  const parts = [
    args.length > 0 ? `with the ${args.length === 1 ? 'argument' : 'arguments'} ${args.map(quote).join(' ')}` : '',
    Object.keys(env).length > 0
      ? `with ${Object.entries(env)
          .map(([name, value]) => `${name}=${quote(value)}`)
          .join(' ')} in the environment`
      : '',
    blocked.length > 0 ? `with ${list(blocked)} blocked` : '',
    ignored.length > 0 ? `with ${list(ignored)} ignored` : '',
    closed.length > 0 ? `with ${list(closed)} closed` : '',
    open.length > 0 ? `with ${open.length === 1 ? 'descriptor' : 'descriptors'} ${list(open.map(String))} open` : '',
    directory === undefined ? '' : `in ${DIRECTORIES[directory]}`,
    umask === undefined ? '' : `with umask ${umask.toString(8).padStart(3, '0')}`,
    nice === 0 ? '' : `with nice value ${nice}`,
    noNewPrivs ? 'with no_new_privs' : '',
    limits === undefined ? '' : `with limits ${list(Object.entries(limits).map(([name, value]) => `${name} ${value}`))}`,
    pending.length > 0 ? `with ${list(pending)} pending` : '',
    ...early.map(({ signal, us }) => `and is sent ${signal} ${us} µs after its exec`),
    full.length > 0 ? `with ${list(full)} full` : '',
    launch.terminal === undefined ? '' : `on a terminal${launch.tostop === true ? ' that stops background processes that write' : ''}`,
    ...explainPrivilege(launch),
  ].filter((part) => part !== '');
  const who = launch.as === 'subreaper' ? 'The init, a child of PID 1,' : 'The init';
  return [`${who} starts ${COMMANDS[command]}${parts.map((part) => `, ${part}`).join('')}.`];
}

function explainPrivilege({ user, capabilities, pidsLimit, proc }: Launch): string[] {
  return [
    user === undefined ? '' : `as user ${user}`,
    capabilities === 'none' ? 'without capabilities' : '',
    pidsLimit === undefined ? '' : `with room for ${count(pidsLimit, 'process', 'processes')}`,
    proc === 'none' ? 'without /proc' : '',
  ];
}

function explainActor(name: string, actor: Actor): string {
  const { parent, copies = 1, daemon, exited, on } = actor;
  const kind = daemon === true ? count(copies, 'daemon') : count(copies, 'child', 'children');
  const children = copies === 1 && daemon !== true ? 'a child' : kind;
  const before = exited === undefined ? '' : `, a zombie since it exited ${exited}`;
  const origin =
    parent === undefined
      ? "the init's child"
      : parent === 'outside'
        ? `${children} that ${copies === 1 ? 'enters' : 'enter'} from outside`
        : parent === 'init'
          ? `${children} that the init has from before its start${before}`
          : `${children} of ${parent}`;
  const parts = [origin, ...explainPlace(actor), ...explainKind(actor), ...(on === undefined ? [] : explainReactions(on))];
  return `${name} is ${parts.join(', ')}.`;
}

function explainPlace({ group, session, waits }: Actor): string[] {
  const parts = [];
  if (session === 'own') parts.push('in a session of its own');
  if (group === 'own') parts.push('in a group of its own');
  if (typeof group === 'object') parts.push(`in the group of ${group.of}`);
  if (waits === false) parts.push('never waits for its children');
  return parts;
}

function explainKind({ user, setuid, subreaper, leaderEnds, vfork, cloneParent, comm, pid }: Actor): string[] {
  const parts = [];
  if (user !== undefined) parts.push(`runs as user ${user}`);
  if (setuid === true) parts.push('becomes root by a set-uid program');
  if (subreaper === true) parts.push('is a subreaper');
  if (leaderEnds === true) parts.push('goes on without its first thread');
  if (vfork === true) parts.push('is made by vfork');
  if (comm !== undefined) parts.push(`is called ${quote(comm)}`);
  if (cloneParent === true) parts.push('is made with CLONE_PARENT');
  if (pid !== undefined) parts.push(`gets the id that ${pid.of} had`);
  return parts;
}

/** Signals with the same reaction are named together. */
function explainReactions(on: Reactions): string[] {
  const groups = new Map<string, string[]>();
  const { all, ...named } = on;
  const rest = Object.keys(named).length === 0 ? 'every signal' : 'every other signal';
  const pairs = [...Object.entries(named), ...(all === undefined ? [] : [[rest, all]])] as [string, Reaction][];
  for (const [signal, reaction] of pairs) {
    const words = explainReaction(reaction);
    groups.set(words, [...(groups.get(words) ?? []), signal]);
  }
  return [...groups].map(([words, signals]) => words.replace('%', list(signals)));
}

function explainReaction(reaction: Reaction): string {
  if (reaction === 'default') return 'leaves % at its default';
  if (typeof reaction === 'string') return `${reaction}s %`;
  return reaction.after === undefined ? `exits ${reaction.exit} upon %` : `exits ${reaction.exit} ${reaction.after} after %`;
}
