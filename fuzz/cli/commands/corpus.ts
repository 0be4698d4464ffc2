/** `initproof corpus`: the folder of cases. */
import { join } from 'node:path';
import { type Command, Option } from 'commander';
import { EXIT } from '../../campaign/exit-code.ts';
import { openLab } from '../../campaign/lab.ts';
import { type Replayed, replay } from '../../campaign/replay.ts';
import type { Case } from '../../cases/case.ts';
import { redundant } from '../../cases/dedupe.ts';
import { listCases, readCaseFile, saveCase, type StoredCase } from '../../cases/store.ts';
import { toLine } from '../../report/ndjson.ts';
import { plural } from '../../report/numbers.ts';
import { replayLines } from '../../report/replay-lines.ts';
import { table } from '../../report/table.ts';
import { unsupported } from '../../scenario/unsupported.ts';
import { size } from '../../shrink/size.ts';
import { chooseCase, chooseProperties, chooseTargets, corpusFolders, targetsOf } from '../choose.ts';
import { command } from '../command.ts';
import { UsageError } from '../errors.ts';
import { answer, look, say } from '../streams.ts';
import { checkSupported } from '../supported.ts';
import { words } from '../values.ts';

export function corpusCommand(): Command {
  return command('corpus', 'The folder of cases: list, add, check.', [
    'initproof corpus list --property exit-code',
    'initproof corpus add bug.yaml --target tini',
  ])
    .addCommand(listCommand())
    .addCommand(addCommand())
    .addCommand(checkCommand());
}

const folders = (corpus: string | undefined): string[] => (corpus === undefined ? corpusFolders() : [corpus]);

async function readAll(corpus: string | undefined): Promise<Awaited<ReturnType<typeof listCases>>> {
  const all = await Promise.all(folders(corpus).map(listCases));
  return { cases: all.flatMap(({ cases }) => cases), errors: all.flatMap(({ errors }) => errors) };
}

function listCommand(): Command {
  return command('list', 'List cases.', ['initproof corpus list', 'initproof corpus list --property exit-code --json'])
    .option('--property <id>', 'only of this property')
    .option('--corpus <dir>', 'another folder')
    .option('--json', 'NDJSON on stdout')
    .action(async ({ property, corpus, json }: { property?: string; corpus?: string; json?: boolean }) => {
      const { cases, errors } = await readAll(corpus);
      const shown = cases.filter((stored) => property === undefined || stored.case.property === property);
      if (json === true)
        for (const { path, id, case: saved } of shown) process.stdout.write(toLine({ v: 1, type: 'case', path, id, ...saved }));
      else if (shown.length > 0) answer(...table([['id', 'property', 'steps', 'expected', 'signature', 'path'], ...shown.map(listRow)]));
      for (const error of errors) say(`initproof: ${error.message}`);
      if (json !== true) say(`  ${plural(shown.length, 'case')}${errors.length > 0 ? `, ${errors.length} cannot be read` : ''}`);
      if (errors.length > 0) process.exitCode = EXIT.usage;
    });
}

function listRow({ id, path, case: { property, signature, expect, scenario } }: StoredCase): string[] {
  const expected = Object.entries(expect).map(([target, kind]) => `${target}: ${kind}`);
  return [id, property ?? '–', String(size(scenario)[1]), expected.join(', ') || '–', signature ?? '–', path];
}

interface AddFlags {
  target?: string[];
  like?: string;
  property?: string;
  corpus?: string;
}

/** As a finding: it must give the same verdict each time. */
const ADD_TIMES = 10;

function addCommand(): Command {
  return command('add', 'Replay a case, record its verdicts and add it to the corpus.', [
    'initproof corpus add bug.yaml --property exit-code --target tini',
    'initproof corpus add .initproof/found/my-init/exit-code/7f3a91c2.yaml',
  ])
    .argument('<case>', 'path, name in the corpus, or the first digits of an id')
    .addOption(new Option('--target <target>', 'record the verdicts on these; default: those of the case').argParser(words))
    .option('--like <target>', 'paths of binaries have the contract and the arguments of this target')
    .option('--property <id>', 'the property that it is about, where the file has none')
    .option('--corpus <dir>', 'the folder (default: corpus/)')
    .action(add);
}

async function add(name: string, flags: AddFlags): Promise<void> {
  const stored = await chooseCase(name);
  checkSupported(stored.path, stored.case.scenario);
  const property = flags.property ?? stored.case.property;
  if (property === undefined) throw new UsageError(`${stored.path} names no property: give one with --property`);
  chooseProperties([property]);
  const about: StoredCase = { ...stored, case: { ...stored.case, property } };
  const results = await replayOn(about, flags.target ?? targetsOf(stored), flags.like);
  answer(...replayLines(about, results, look(true).out, false));
  const differing = results.find(({ always }) => always === undefined);
  if (differing !== undefined)
    throw new UsageError(`not added: on ${differing.target} it is not the same each time, and a corpus is for what is certain`);
  const folder = join(flags.corpus ?? (folders(undefined)[0] as string), stored.case.report === undefined ? 'found' : 'reported');
  const saved = await saveCase(folder, recorded(about.case, results));
  answer(`✓ added ${saved.path}`);
}

function recorded(saved: Case, results: readonly Replayed[]): Case {
  const expect = { ...saved.expect, ...Object.fromEntries(results.map(({ target, always }) => [target, always])) } as Case['expect'];
  const signature = saved.signature ?? results.flatMap(({ signatures }) => signatures)[0];
  return { ...saved, expect, ...(signature === undefined ? {} : { signature }) };
}

async function replayOn(stored: StoredCase, names: readonly string[], like?: string): Promise<Replayed[]> {
  const targets = await chooseTargets(names, like);
  const lab = await openLab(targets);
  try {
    const results: Replayed[] = [];
    for (const target of targets) results.push(await replay(lab, stored, target, ADD_TIMES));
    return results;
  } finally {
    await lab.close();
  }
}

interface CheckFlags {
  corpus?: string;
  replay?: boolean;
}

function checkCommand(): Command {
  return command('check', 'Read all cases; with --replay, run them too and compare with what is recorded.', [
    'initproof corpus check',
    'initproof corpus check --replay --corpus corpus',
  ])
    .argument('[file...]', 'only these files')
    .option('--corpus <dir>', 'another folder')
    .option('--replay', 'replay them on the targets that they speak of')
    .action(check);
}

async function check(files: string[], { corpus, replay: again }: CheckFlags): Promise<void> {
  const { cases, errors } = files.length > 0 ? { cases: await Promise.all(files.map(readCaseFile)), errors: [] } : await readAll(corpus);
  for (const error of errors) say(`initproof: ${error.message}`);
  for (const { stored, coveredBy } of redundant(cases)) say(`  ${stored.path} shows nothing that ${coveredBy.path} does not`);
  const differing = again === true ? await checkReplays(cases) : 0;
  answer(
    `${errors.length + differing === 0 ? '✓' : '✕'} ${plural(cases.length, 'case')}${again === true ? `, ${differing} not as recorded` : ''}, ${errors.length} cannot be read`,
  );
  if (errors.length > 0) process.exitCode = EXIT.usage;
  else if (differing > 0) process.exitCode = EXIT.violated;
}

/** How many are not as recorded; a line for each. */
async function checkReplays(cases: readonly StoredCase[]): Promise<number> {
  const names = [...new Set(cases.flatMap(({ case: { expect } }) => Object.keys(expect)))];
  if (names.length === 0) return 0;
  const targets = await chooseTargets(names);
  const lab = await openLab(targets);
  let differing = 0;
  try {
    for (const stored of cases) {
      if (unsupported(stored.case.scenario).length > 0) continue;
      for (const target of targets.filter(({ name }) => stored.case.expect[name] !== undefined)) {
        const result = await replay(lab, stored, target, 1);
        if (result.asRecorded === true) continue;
        differing++;
        say(
          `✕ ${stored.path} on ${target.name}: recorded as ${result.recorded}, now ${result.always ?? result.harnessErrors[0] ?? 'not certain'}`,
        );
      }
    }
    return differing;
  } finally {
    await lab.close();
  }
}
