/**
 * `npm run between`: what programs that stand between a container's runtime and its application do as PID 1. It prints the table of
 * corpus/between/README.md anew: each case of that folder on each program of the table that this machine has, several times. Words: rows whose
 * program has one of them in it.
 */
import { readdir, readFile } from 'node:fs/promises';
import { join } from 'node:path';
import { survives } from '../../properties/survives.ts';
import { type FoundTarget, findTarget } from '../../fuzz/campaign/find-target.ts';
import { type Lab, withLab } from '../../fuzz/campaign/lab.ts';
import { type Replayed, replay } from '../../fuzz/campaign/replay.ts';
import { readCaseFile, type StoredCase } from '../../fuzz/cases/store.ts';
import { PACKAGE_ROOT } from '../../fuzz/execute/locate.ts';
import { startsNothing } from '../../fuzz/kind/kind.ts';
import { row } from '../../fuzz/report/markdown.ts';
import { quotedWords } from '../../fuzz/cli/values.ts';

const FOLDER = join(PACKAGE_ROOT, 'corpus', 'between');
/** A race shows in some runs and not in others. */
const TIMES = 5;

/** The programs of the table, as they would stand before the command in a Dockerfile. */
async function programsOfPage(): Promise<string[]> {
  const page = await readFile(join(FOLDER, 'README.md'), 'utf8');
  return [...page.slice(page.indexOf('| program |')).matchAll(/^\| `([^`]+)` \|/gm)].map(([, words]) => words as string);
}

/** Undefined where this machine does not have it. */
async function targetOf(program: string): Promise<FoundTarget | undefined> {
  const [word = '', ...args] = quotedWords(program);
  const found = await findTarget(word, { args }).catch(() => undefined);
  return found?.ok === true ? { ...found.target, name: program } : undefined;
}

/** By the property of the case; where that holds only since the init had left before, by that it had. */
async function judged(lab: Lab, one: StoredCase, target: FoundTarget): Promise<Replayed> {
  const replayed = await replay(lab, one, target, TIMES);
  if (replayed.always !== 'holds') return replayed;
  const left = await replay(lab, { ...one, case: { ...one.case, property: survives.id } }, target, TIMES);
  return left.verdicts.violated === undefined ? replayed : left;
}

/** What was violated, always or how often; `(✕)`: it is not there to see to that; `–`: nothing that this program does or leaves. */
function cell({ verdicts, harnessErrors, signatures, times }: Replayed): string {
  if (harnessErrors.length > 0) return `error: ${harnessErrors[0]}`;
  const { holds = 0, violated = 0, expected = 0, 'not-applicable': none = 0 } = verdicts;
  const what = signatures.map((signature) => signature.replace(/^.*\//, '').replace(/:.*/, '')).join(', ');
  if (violated > 0) return violated === times ? `✕ ${what}` : `✕ ${what} ${violated}/${times}`;
  if (none === times) return '–';
  if (expected > 0) return '(✕)';
  return holds === times ? '✓' : '?';
}

/** In the order of harm: a lost stop first. */
const ORDER = ['stop', 'code', 'killed', 'orphan', 'probe', 'left', 'start', 'control-c'];
const place = (file: string): number => ORDER.indexOf(file.slice(0, -'.yaml'.length));

const words = process.argv.slice(2);
const programs = (await programsOfPage()).filter((program) => words.length === 0 || words.some((word) => program.includes(word)));
const files = (await readdir(FOLDER)).filter((file) => file.endsWith('.yaml')).sort((a, b) => place(a) - place(b));
const cases = await Promise.all(files.map((file) => readCaseFile(join(FOLDER, file))));
const say = (...cells: string[]): boolean => process.stdout.write(`${row(...cells)}\n`);
say('program', 'is', ...files.map((file) => file.slice(0, -'.yaml'.length)));
say('---', '---', ...files.map(() => ':-:'));
for (const program of programs) {
  const target = await targetOf(program);
  if (target === undefined) process.stderr.write(`${program} is not on this machine\n`);
  else
    await withLab([target], {}, async (lab) => {
      const kind = await lab.kindOf(target);
      const chosen = kind === undefined || !startsNothing(kind) ? cases : [];
      const replayed = await Promise.all(chosen.map((one) => judged(lab, one, target)));
      say(`\`${program}\``, kind?.kind ?? 'init, known', ...replayed.map(cell));
    });
}
