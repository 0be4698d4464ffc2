/** Steps upon actors as processes. */
import { type Actor, LIMITS } from '../scenario.ts';
import { actorName, exitCode, signal as signalName } from '../schema-parts.ts';
import { object, whole } from '../shape.ts';
import { defaultAction, signalNumber } from '../signals.ts';
import { isExitCode } from '../validate-reactions.ts';
import { knownSignal } from '../validate-sending.ts';
import type { Known } from '../validate-actors.ts';
import { living, problem, type Walk, whyNot } from '../walk.ts';
import type { Rows } from './facts.ts';
import { ACTOR, actorField } from './mentions.ts';
import { all, are, count, goes, has, it, itself, one, own } from './words.ts';
import { z } from 'zod';

export const PROCESSES: Rows<'exit' | 'die' | 'storm' | 'fork' | 'stop' | 'continue' | 'setpgid' | 'setsid' | 'exec' | 'traceme'> = {
  exit: {
    ...actorField(),
    shape: object({ actor: actorName, code: exitCode }).describe('The actor ends by exit(2) with this code.'),
    check({ actor, code }, walk) {
      if (!isExitCode(code)) problem(walk, ['exit', 'code'], `expected an exit code from 0 to 255, got ${code}`);
      end(walk, actor, 'exit');
    },
    explain: ({ actor, code }, s) => [`${all(actor, s)} exit${one(actor, s)} ${code}.`],
  },
  die: {
    ...actorField(),
    signalled: (value, signal) => ({ ...value, signal: signal(value.signal) }),
    shape: object({
      actor: actorName,
      signal: signalName,
      core: z.boolean().exactOptional().describe('Whether it leaves a core, where its signal makes one; default true.'),
    }).describe('The actor ends by the default action of a signal.'),
    check({ actor, signal }, walk) {
      if (knownSignal(walk, 'die', signal)) checkDeadly(walk, signal);
      end(walk, actor, 'die');
    },
    explain: ({ actor, signal, core }, s) => [
      `${all(actor, s)} die${one(actor, s)} of ${signal}${core === false ? ' without a core' : ''}.`,
    ],
  },
  storm: {
    ...actorField(),
    shape: object({ actor: actorName, orphans: whole(1, LIMITS.storm) }).describe(
      'The actor makes so many orphans, one after the other, that end at once.',
    ),
    check({ actor, orphans }, walk) {
      if (!(Number.isInteger(orphans) && orphans >= 1 && orphans <= LIMITS.storm))
        problem(walk, ['storm', 'orphans'], `expected a whole number from 1 to ${LIMITS.storm}, got ${orphans}`);
      living(walk, actor, ['storm', 'actor']);
    },
    explain: ({ actor, orphans }) => [`${actor} makes ${count(orphans, 'short-lived orphan')}.`],
  },
  fork: {
    ...ACTOR,
    shape: actorName.describe('The parent of the actor forks it: it exists from here on.'),
    check: (name, walk) => checkFork(walk, name),
    explain: (name, { actors }) => [explainFork(name, actors[name])],
  },
  stop: {
    ...ACTOR,
    shape: actorName.describe('The actor is stopped by SIGSTOP from outside.'),
    check: (name, walk) => void living(walk, name, ['stop']),
    explain: (name, s) => [`${all(name, s)} ${are(name, s)} stopped by SIGSTOP.`],
  },
  continue: {
    ...ACTOR,
    shape: actorName.describe('The actor is continued by SIGCONT from outside.'),
    check: (name, walk) => void living(walk, name, ['continue']),
    explain: (name, s) => [`${all(name, s)} ${are(name, s)} continued by SIGCONT.`],
  },
  setpgid: {
    ...ACTOR,
    shape: actorName.describe('The actor goes into a process group of its own.'),
    check: (name, walk) => void living(walk, name, ['setpgid']),
    explain: (name, s) => [`${all(name, s)} go${goes(name, s)} into a group of ${own(name, s)} own.`],
  },
  setsid: {
    ...ACTOR,
    shape: actorName.describe('The actor goes into a session of its own.'),
    check: (name, walk) => void living(walk, name, ['setsid']),
    explain: (name, s) => [`${all(name, s)} go${goes(name, s)} into a session of ${own(name, s)} own.`],
  },
  exec: {
    ...ACTOR,
    shape: actorName.describe('The actor becomes another program by execve(2), and goes on: pending signals and children stay.'),
    check: (name, walk) => void living(walk, name, ['exec']),
    explain: (name, s) => [`${all(name, s)} become${one(name, s)} another program.`],
  },
  traceme: {
    ...ACTOR,
    shape: actorName.describe('The actor asks to be traced by its parent (PTRACE_TRACEME): each signal but SIGKILL stops it from here on.'),
    check: (name, walk) => checkTraceme(walk, name),
    explain: (name, s) => [
      `${all(name, s)} ${has(name, s)} ${itself(name, s)} traced by ${own(name, s)} parent: each signal stops ${it(name, s)}.`,
    ],
  },
};

function end(walk: Walk, name: string, kind: 'exit' | 'die'): void {
  const actor = living(walk, name, [kind, 'actor']);
  if (actor !== undefined) actor.ended = true;
}

function checkDeadly(walk: Walk, signal: Parameters<typeof signalNumber>[0]): void {
  const action = defaultAction(signalNumber(signal));
  if (action !== 'terminate' && action !== 'core')
    problem(walk, ['die', 'signal'], `nobody dies of ${signal}: its default is to ${action}`);
}

function checkFork(walk: Walk, name: string): void {
  const child = walk.known.get(name);
  const why = child === undefined ? whyNot(walk, name, child) : whyNotForked(walk, child);
  if (why !== undefined) problem(walk, ['fork'], why);
  if (child !== undefined) child.forked = true;
}

function whyNotForked(walk: Walk, { name, actor, parent, forked }: Known): string | undefined {
  if (name === 'main') return '`main` is started by the init';
  if (actor.parent === 'init') return `the init has \`${name}\` from before its start`;
  if (forked) return `\`${name}\` is forked already; for several alike use \`copies\``;
  if (parent !== undefined && (!parent.forked || parent.ended)) return `its parent cannot fork it: ${whyNot(walk, parent.name, parent)}`;
  const { group } = actor;
  const early = typeof group === 'object' && walk.known.get(group.of)?.forked === false;
  return early ? `\`${name}\` joins the group of \`${group.of}\`, which is not forked by an earlier step` : undefined;
}

/** A thread that is no leader is traced by itself, and the set-uid program, which can be read, cannot say that it is an actor (gate.c). */
function checkTraceme(walk: Walk, name: string): void {
  const known = living(walk, name, ['traceme']);
  if (known === undefined) return;
  if (known.traced) problem(walk, ['traceme'], `\`${name}\` is traced by an earlier step`);
  if (known.actor.leaderEnds === true)
    problem(walk, ['traceme'], `the first thread of \`${name}\` has ended, and only that can be traced here`);
  if (isSetuid(known))
    problem(walk, ['traceme'], `\`${name}\` is root by a set-uid program, or descends from one that is, and may not be traced`);
  known.traced = true;
}

const isSetuid = (known: Known): boolean => known.actor.setuid === true || (known.parent !== undefined && isSetuid(known.parent));

function explainFork(name: string, actor: Actor | undefined): string {
  const copies = actor?.copies ?? 1;
  const what = copies === 1 ? name : `${copies} ${name}`;
  if (actor?.parent === 'outside') return `${what} ${copies === 1 ? 'enters' : 'enter'} from outside.`;
  const how = actor?.daemon === true ? ' as daemons are: an intermediate process forks it and exits' : '';
  return `${actor?.parent ?? 'The init'} forks ${what}${how}.`;
}
