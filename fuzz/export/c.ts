/** A case as one C file that needs nothing but a compiler and Linux: tables of the case, and a course that is the same for all. */
import { join } from 'node:path';
import { readText } from '../cases/read-file.ts';
import { type Op, type Program, REACTION } from '../compile/program.ts';
import { PACKAGE_ROOT } from '../execute/locate.ts';
import { dataLines, handsIgnored } from './c-data.ts';
import { launchC, makesFolder } from './c-launch.ts';
import { commentLines } from './c-text.ts';
import { busyIs, type Check } from './check.ts';
import { fillCourse, type Marks } from './course.ts';
import type { Prepared } from './prepare.ts';

/** What is the same for all: a C file, with marks for what is not, and what some do not need. */
const COURSE = join(PACKAGE_ROOT, 'native', 'src', 'export', 'case.c');

const MARKS: Marks = {
  block: /^#ifdef (\w+)$/,
  end: '#endif',
  line: / ?\/\*\? (\w+) \*\/$/,
  place: /^(\t*)\/\*@(\w+)@\*\/$/,
};

/** The file's text, of a case that is not beyond C. */
export async function writeC({ program, shown, checks, about, patience }: Prepared): Promise<string> {
  const use = [
    'cc -Wall -Wextra -o case THIS_FILE && ./case INIT [ITS ARGUMENTS]',
    'exits with 0: the init is right; 1: it shows the fault; 2: not tried',
    ...(program.launch.pending === undefined
      ? []
      : ['What is pending comes while the init starts, which is a race: run it some twenty times.']),
  ];
  const features = featuresOf(shown, checks);
  const { variables, prepare, launch, clean } = launchC(program);
  const places = {
    about: commentLines([...about.lines, '', ...use]),
    data: dataLines(shown, checks, about.steps, features),
    variables,
    prepare,
    launch,
    clean,
  };
  const course = (await readText(COURSE)).replace('IF_BUSY', busyIs(checks)).replace('WAIT_FOR', `${patience}`);
  return fillCourse(course, MARKS, features, places);
}

function featuresOf(shown: Program, checks: readonly Check[]): Set<string> {
  const { launch, processes, ops } = shown;
  const elsewhere = launch.user !== undefined || launch.directory !== undefined;
  const cores = ops.some(({ op }) => op === 'die' || op === 'signal');
  const told = processes.some(({ inherited }) => inherited) || ops.length > 0;
  const actors = told || launch.command === undefined || launch.command === 'actor';
  const ordered = ops.some((op) => !isFromOutside(op));
  const has = {
    ACTORS: actors,
    STEPS: ops.length > 0,
    TOLD: ordered,
    REST: actors && !ordered,
    OUTSIDE: ops.some(isFromOutside),
    EXITS: ops.some(({ op }) => op === 'exit'),
    // What comes of a race is to be the same with any number of processors.
    RACES: launch.pending !== undefined || ops.some(({ settle }) => !settle),
    HANDLES: handsIgnored(shown) || processes.some(({ reactions }) => reactions.some((reaction) => reaction !== REACTION.default)),
    ELSEWHERE: elsewhere,
    HERE: !elsewhere,
    CORES: cores,
    RESOURCES: cores || launch.limits !== undefined || launch.nice !== undefined,
    FILES: makesFolder(shown) || launch.umask !== undefined,
    LATER: processes.some(({ delays }) => delays.some((ms) => ms > 0)),
    LEAVES: processes.some(({ reactions }) => reactions.some((reaction) => reaction >= REACTION.exit)),
    FORKS: ops.some(({ op }) => op === 'fork'),
    DIES: ops.some(({ op }) => op === 'die'),
    SENDS: ops.some((op) => op.op === 'signal' && op.from >= 0),
    GROUPS: ops.some(({ op }) => op === 'setpgid' || op === 'setsid'),
    TRACED: ops.some(({ op }) => op === 'traceme'),
    OLDER: processes.some(({ inherited }) => inherited),
    PLACES: processes.some(({ group, session }) => group === 'own' || session === 'own'),
    ANYBODY: processes[0]?.setuid !== true && launch.user === undefined,
    ROOT: processes[0]?.setuid === true,
    MEMORY: launch.limits?.FSIZE !== undefined,
  };
  const chosen = Object.entries(has).flatMap(([name, is]) => (is ? name : []));
  const kinds = new Set<string>(checks.map(({ kind }) => kind));
  const looks = (name: string, of: readonly string[]): string[] => (of.some((kind) => kinds.has(kind)) ? [name] : []);
  return new Set([
    ...chosen,
    ...kinds,
    ...looks('STATES', ['GONE', 'DEAD', 'ALIVE']),
    ...looks('LINKS', ['WORKS_IN', 'CLOSED']),
    ...looks('HANDED', ['BLOCKED', 'IGNORED']),
  ]);
}

/** What no actor does. */
const isFromOutside = (op: Op): boolean => op.op === 'freeze' || op.op === 'thaw' || (op.op === 'signal' && op.from < 0);
