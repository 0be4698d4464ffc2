/** A case as one POSIX shell script that needs nothing but util-linux and the usual commands: a course that is the same for all, and the steps. */
import { join } from 'node:path';
import { readText } from '../cases/read-file.ts';
import type { StoredCase } from '../cases/store.ts';
import { compile } from '../compile/compile.ts';
import { type Program, REACTION } from '../compile/program.ts';
import { PACKAGE_ROOT } from '../execute/locate.ts';
import type { Contract } from '../judge/contract.ts';
import { aboutLines } from './about.ts';
import { beyond } from './beyond.ts';
import { BEYOND_SH } from './beyond-sh.ts';
import type { Check } from './check.ts';
import { checksOf } from './checks.ts';
import { fillCourse, type Marks } from './course.ts';
import type { Exported } from './exported.ts';
import { courseSh, reactionsSh } from './sh-course.ts';
import { hasEnded, launchSh } from './sh-launch.ts';
import { shComment } from './sh-text.ts';

/** What is the same for all: a script, with marks for what is not, and what some do not need. */
const COURSE = join(PACKAGE_ROOT, 'native', 'src', 'export', 'case.sh');

const MARKS: Marks = { block: /^#\[ (\w+)$/, end: '#]', line: / *#\? (\w+)$/, place: /^(\t*)#@(\w+)@$/ };

/** The file's text, or what of the case a shell does not express. */
export async function exportSh({ id, case: saved }: StoredCase, property: string, contract: Contract): Promise<Exported> {
  const program = compile(saved.scenario);
  const unsaid = beyond(BEYOND_SH, program);
  if (unsaid.length > 0) return { ok: false, beyond: unsaid };
  const found = checksOf(program, contract, property);
  if (!found.ok) return { ok: false, beyond: [{ what: property, why: found.why }] };
  const shown = { ...program, ops: program.ops.slice(0, found.last + 1) };
  const about = aboutLines(id, saved, property);
  const use = [
    'sh THIS_FILE INIT [ITS ARGUMENTS], with util-linux and coreutils',
    'exits with 0: the init does as it must; 1: the fault; 2: not tried',
  ];
  const features = featuresOf(shown, found.checks);
  const places = {
    about: shComment([...about.lines, '', ...use]),
    reactions: reactionsSh(program.processes),
    course: courseSh(shown, found.checks, about.steps),
    ...launchSh(program),
  };
  const course = (await readText(COURSE))
    .replace('IF_BUSY', property === 'stays-idle' ? '1' : '2')
    .replace('LAST_SLOT', `${program.processes.length - 1}`);
  return { ok: true, text: fillCourse(course, MARKS, features, places) };
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
