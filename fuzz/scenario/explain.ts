/** A scenario in plain English: a line for the launch, for each actor and for each step. For reports, `explain`, and comments. */
import type { Actor, Launch, Placement, Reaction, Reactions, Recipient, Scenario, Sender, Step } from './scenario.ts';
import { visitStep, type StepTable } from './steps.ts';

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
const quote = (text: string): string => JSON.stringify(text);
const count = (n: number, one: string, many = `${one}s`): string => `${n} ${n === 1 ? one : many}`;

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
    launch.terminal === undefined ? '' : `on a terminal${launch.tostop === true ? ' that stops who writes in the background' : ''}`,
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

const EXPLAIN: StepTable<Scenario, string[]> = {
  fork: (name, { actors }) => [explainFork(name, actors[name])],
  exit: ({ actor, code }, s) => [`${all(actor, s)} exit${one(actor, s)} ${code}.`],
  die: ({ actor, signal, core }, s) => [`${all(actor, s)} die${one(actor, s)} of ${signal}${core === false ? ' without a core' : ''}.`],
  signal: ({ signal, to, from }, s) => [`${sender(from)} ${signal} to ${recipient(to, from, s)}.`],
  queue: ({ signal, to, from, value }, s) => [`${sender(from)} ${signal} with the value ${value} to ${recipient(to, from, s)}.`],
  stop: (name, s) => [`${all(name, s)} ${are(name, s)} stopped by SIGSTOP.`],
  continue: (name, s) => [`${all(name, s)} ${are(name, s)} continued by SIGCONT.`],
  freeze: () => ['The init is frozen by SIGSTOP from outside: what is sent to it stays pending.'],
  thaw: () => ['The init is thawed by SIGCONT from outside.'],
  orphan: () => ["The init's own parent ends; PID 1 takes its place."],
  wait: (time) => [`Nothing happens for ${time}.`],
  together: (members, s) => ['At the same time:', ...members.flatMap((member) => explainStep(member, s))],
  storm: ({ actor, orphans }) => [`${actor} makes ${count(orphans, 'short-lived orphan')}.`],
  type: (text) => [`${quote(text)} is typed on the terminal.`],
  hangUp: () => ['The terminal hangs up.'],
  resize: ({ rows, columns }) => [`The terminal is resized to ${rows} rows and ${columns} columns.`],
  exec: (name, s) => [`${all(name, s)} become${one(name, s)} another program.`],
  setpgid: (name, s) => [`${all(name, s)} go${goes(name, s)} into a group of ${own(name, s)} own.`],
  setsid: (name, s) => [`${all(name, s)} go${goes(name, s)} into a session of ${own(name, s)} own.`],
  foreground: (name) => [`${name} puts its group in the foreground of the terminal.`],
  read: (name) => [`${name} reads a line from the terminal.`],
  write: (name) => [`${name} writes to the terminal.`],
  at: (placement, s) => [explainPlacement(placement), ...(placement.do ?? []).flatMap((member) => explainStep(member, s))],
};

function explainStep(step: Step, scenario: Scenario): string[] {
  return visitStep(step, EXPLAIN, scenario);
}

/** The call by its place, such as "the 3rd wait4". */
function explainPlacement({ call, nth = 1, when = 'entry', of = 'init', fails, do: members }: Placement): string {
  const what = call === 'any' ? 'system call' : call;
  const who = of === 'init' ? 'the init' : 'its child, not another program yet,';
  if (fails !== undefined) {
    const then = members === undefined ? '.' : ', and there:';
    return `Meanwhile the ${ordinal(nth)} ${what} of ${who.replace(/,$/, '')} is not made and answered with ${fails}${then}`;
  }
  const then = members === undefined ? ' until the others are at rest.' : ', and there:';
  return `Meanwhile ${who} is held at the ${when} of its ${ordinal(nth)} ${what}${then}`;
}

function ordinal(number: number): string {
  const teen = Math.floor((number % 100) / 10) === 1;
  return `${number}${teen ? 'th' : (['th', 'st', 'nd', 'rd'][number % 10] ?? 'th')}`;
}

function explainFork(name: string, actor: Actor | undefined): string {
  const copies = actor?.copies ?? 1;
  const what = copies === 1 ? name : `${copies} ${name}`;
  if (actor?.parent === 'outside') return `${what} ${copies === 1 ? 'enters' : 'enter'} from outside.`;
  const how = actor?.daemon === true ? ' as daemons are: an intermediate process forks it and exits' : '';
  return `${actor?.parent ?? 'The init'} forks ${what}${how}.`;
}

const copiesOf = (name: string, { actors }: Scenario): number => actors[name]?.copies ?? 1;
const all = (name: string, s: Scenario): string => (copiesOf(name, s) === 1 ? name : `All ${copiesOf(name, s)} ${name}`);
const one = (name: string, s: Scenario): string => (copiesOf(name, s) === 1 ? 's' : '');
const goes = (name: string, s: Scenario): string => (copiesOf(name, s) === 1 ? 'es' : '');
const own = (name: string, s: Scenario): string => (copiesOf(name, s) === 1 ? 'its' : 'their');
const are = (name: string, s: Scenario): string => (copiesOf(name, s) === 1 ? 'is' : 'are');

const sender = (from: Sender = 'outside'): string => (from === 'outside' ? 'Somebody outside sends' : `${from} sends`);

function recipient(to: Recipient, from: Sender | undefined, s: Scenario): string {
  if (to === 'init') return 'the init';
  if (to === 'everybody') return from === undefined || from === 'outside' ? 'everybody' : 'everybody but the init and itself';
  return typeof to === 'object' ? `the group of ${to.group}` : all(to, s).replace('All', 'all');
}
