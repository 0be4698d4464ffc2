/**
 * A case as one POSIX shell script that needs nothing but util-linux and the usual commands: a course that is the same for all, and the
 * steps.
 */
import { join } from 'node:path';
import { readText } from '../cases/read-file.ts';
import { type Program, REACTION } from '../compile/program.ts';
import { PACKAGE_ROOT } from '../execute/locate.ts';
import { busyIs, type Check } from './check.ts';
import { fillCourse, type Marks } from './course.ts';
import type { Prepared } from './prepare.ts';
import { courseSh, reactionsSh } from './sh-course.ts';
import { hasEnded, launchSh } from './sh-launch.ts';
import { shComment } from './sh-text.ts';

/** What is the same for all: a script, with marks for what is not, and what some do not need. */
const COURSE = join(PACKAGE_ROOT, 'native', 'src', 'export', 'case.sh');

const MARKS: Marks = { block: /^#\[ (\w+)$/, end: '#]', line: / *#\? (\w+)$/, place: /^(\t*)#@(\w+)@$/ };

/** The file's text, of a case that is not beyond a shell. */
export async function writeSh({ program, shown, checks, about, patience }: Prepared): Promise<string> {
  const use = [
    'sh THIS_FILE INIT [ITS ARGUMENTS], with util-linux and coreutils',
    'exits with 0: the init is right; 1: it shows the fault; 2: not tried',
  ];
  const features = featuresOf(shown, checks);
  const places = {
    about: shComment([...about.lines, '', ...use]),
    reactions: reactionsSh(program.processes),
    course: courseSh(shown, checks, about.steps),
    ...launchSh(program),
  };
  const course = (await readText(COURSE))
    .replace('IF_BUSY', busyIs(checks))
    .replace('WAIT_FOR', `${100 * patience}`)
    .replace('LAST_SLOT', `${program.processes.length - 1}`);
  return fillCourse(course, MARKS, features, places);
}

function featuresOf(shown: Program, checks: readonly Check[]): Set<string> {
  const { launch, processes, ops } = shown;
  const has = {
    ACTORS: launch.command === undefined || launch.command === 'actor' || processes.some(({ inherited }) => inherited) || ops.length > 0,
    HANDLES: processes.some(({ reactions }) => reactions.some((reaction) => reaction !== REACTION.default)),
    HANDED: checks.some(({ kind }) => kind === 'BLOCKED' || kind === 'IGNORED'),
    ENDED: hasEnded(shown),
    STATES: checks.some(({ kind }) => kind === 'DEAD' || kind === 'ALIVE'),
    EACH: checks.some(({ kind }) => kind === 'GONE' || kind === 'DEAD' || kind === 'ALIVE'),
    STEPS: ops.length > 0,
    FORKS: ops.some(({ op }) => op === 'fork'),
    EXITS: ops.some(({ op }) => op === 'exit'),
    DIES: ops.some(({ op }) => op === 'die'),
    SENDS: ops.some((op) => op.op === 'signal' && op.from >= 0),
    TO_ACTORS: ops.some((op) => op.op === 'signal' && op.from < 0 && op.to.kind === 'process'),
    TOLD: ops.some((op) => ['fork', 'exit', 'die'].includes(op.op) || (op.op === 'signal' && op.from >= 0)),
  };
  const kinds = new Set<string>(checks.map(({ kind }) => kind));
  // An orphan that is dead may be gone.
  if (kinds.has('DEAD')) kinds.add('GONE');
  return new Set([...Object.entries(has).flatMap(([name, is]) => (is ? name : [])), ...kinds]);
}
