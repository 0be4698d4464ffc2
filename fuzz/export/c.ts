/** A case as one C file that needs nothing but a compiler and Linux: tables of the case, and a course that is the same for all. */
import { join } from 'node:path';
import { readText } from '../cases/read-file.ts';
import type { StoredCase } from '../cases/store.ts';
import { compile } from '../compile/compile.ts';
import { type Op, type Program, REACTION } from '../compile/program.ts';
import { PACKAGE_ROOT } from '../execute/locate.ts';
import type { Contract } from '../judge/contract.ts';
import { aboutLines } from './about.ts';
import { beyond } from './beyond.ts';
import { BEYOND_C } from './beyond-c.ts';
import { dataLines, handsIgnored } from './c-data.ts';
import { launchC, makesFolder } from './c-launch.ts';
import { commentLines } from './c-text.ts';
import type { Check } from './check.ts';
import { checksOf } from './checks.ts';
import { fillCourse, type Marks } from './course.ts';
import type { Exported } from './exported.ts';

/** What is the same for all: a C file, with marks for what is not, and what some do not need. */
const COURSE = join(PACKAGE_ROOT, 'native', 'src', 'export', 'case.c');

const MARKS: Marks = {
  block: /^#ifdef (\w+)$/,
  end: '#endif',
  line: / ?\/\*\? (\w+) \*\/$/,
  place: /^(\t*)\/\*@(\w+)@\*\/$/,
};

/** The file's text, or what of the case C does not express. */
export async function exportC({ id, case: saved }: StoredCase, property: string, contract: Contract): Promise<Exported> {
  const program = compile(saved.scenario);
  const unsaid = beyond(BEYOND_C, program);
  if (unsaid.length > 0) return { ok: false, beyond: unsaid };
  const found = checksOf(program, contract, property);
  if (!found.ok) return { ok: false, beyond: [{ what: property, why: found.why }] };
  const shown = { ...program, ops: program.ops.slice(0, found.last + 1) };
  const about = aboutLines(id, saved, property);
  const use = [
    'cc -Wall -Wextra -o case THIS_FILE && ./case INIT [ITS ARGUMENTS]',
    'exits with 0: the init does as it must; 1: the fault; 2: not tried',
    ...(program.launch.pending === undefined
      ? []
      : ['What is pending comes while the init starts, which is a race: run it some twenty times.']),
  ];
  const features = featuresOf(shown, found.checks);
  const { variables, prepare, launch, clean } = launchC(program);
  const places = {
    about: commentLines([...about.lines, '', ...use]),
    data: dataLines(shown, found.checks, about.steps, features),
    variables,
    prepare,
    launch,
    clean,
  };
  const course = (await readText(COURSE)).replace('IF_BUSY', property === 'stays-idle' ? '1' : '2');
  return { ok: true, text: fillCourse(course, MARKS, features, places) };
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
