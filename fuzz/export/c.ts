/** A case as one C file that needs nothing but a compiler and Linux: tables of the case, and a course that is the same for all. */
import { join } from 'node:path';
import { readText } from '../cases/read-file.ts';
import type { StoredCase } from '../cases/store.ts';
import { compile } from '../compile/compile.ts';
import { type Op, type Program, REACTION } from '../compile/program.ts';
import { PACKAGE_ROOT } from '../execute/locate.ts';
import type { Contract } from '../judge/contract.ts';
import { aboutLines } from './about.ts';
import { beyondC } from './beyond-c.ts';
import { dataLines } from './c-data.ts';
import { launchC } from './c-launch.ts';
import { commentLines } from './c-text.ts';
import { type Check, checksOf } from './checks.ts';
import type { Exported } from './exported.ts';

/** What is the same for all: a C file, with marks for what is not, and what some do not need. */
const COURSE = join(PACKAGE_ROOT, 'native', 'src', 'export', 'case.c');

/** The file's text, or what of the case C does not express. */
export async function exportC({ id, case: saved }: StoredCase, property: string, contract: Contract): Promise<Exported> {
  const program = compile(saved.scenario);
  const beyond = beyondC(program);
  if (beyond.length > 0) return { ok: false, beyond };
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
  const marks: Record<string, string[]> = {
    about: commentLines([...about.lines, '', ...use]),
    data: [...dataLines(shown, found.checks, about.steps, features), `#define IF_BUSY ${property === 'stays-idle' ? 1 : 2}`],
    variables,
    prepare,
    launch,
    clean,
  };
  const course = choose(await readText(COURSE), features).flatMap((line) => {
    const [, indent = '', mark = ''] = /^(\t*)\/\*@(\w+)@\*\/$/.exec(line) ?? [];
    return mark === '' ? line : (marks[mark] ?? []).map((text) => indent + text);
  });
  return { ok: true, text: course.join('\n') };
}

function featuresOf({ launch, processes, ops }: Program, checks: readonly Check[]): Set<string> {
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
    HANDLES: processes.some(({ reactions }) => reactions.some((reaction) => reaction !== REACTION.default)),
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

/** The lines between `#ifdef NAME` and `#endif`, and those that end in a mark with a name, where the feature is there. */
function choose(text: string, features: ReadonlySet<string>): string[] {
  const lines: string[] = [];
  const within: boolean[] = [];
  for (const line of text.split('\n')) {
    const block = /^#ifdef (\w+)$/.exec(line);
    const mark = / ?\/\*\? (\w+) \*\/$/.exec(line);
    if (block !== null) within.push(features.has(block[1] ?? ''));
    else if (line === '#endif') within.pop();
    else if (!within.includes(false) && (mark === null || features.has(mark[1] ?? '')))
      lines.push(mark === null ? line : line.slice(0, mark.index));
  }
  return lines;
}
