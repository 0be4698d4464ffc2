/** `initproof corpus add`: replay a case, and keep it with what it gave. */
import { join } from 'node:path';
import { type Command, Option } from 'commander';
import { withLab } from '../../campaign/lab.ts';
import { type Replayed, replay } from '../../campaign/replay.ts';
import type { Case } from '../../cases/case.ts';
import { caseId } from '../../cases/case-id.ts';
import { listCases, saveCase, type StoredCase, writeCaseFile } from '../../cases/store.ts';
import { replayLines } from '../../report/replay-lines.ts';
import { chooseCase, chooseProperties, chooseJudged, corpusFolders, targetsOf, type TargetFlags, withTargetOptions } from '../choose.ts';
import { command } from '../command.ts';
import { UsageError } from '../errors.ts';
import { answer, answerValues, answerWidth, look } from '../streams.ts';
import { words } from '../values.ts';

interface AddFlags extends TargetFlags {
  target?: string[];
  property?: string;
  corpus?: string;
  json?: boolean;
}

/** As a finding: it must give the same verdict each time. */
const ADD_TIMES = 10;

export function addCommand(): Command {
  return withTargetOptions(
    command('add', 'Replay a case, record its verdicts and add it to the corpus.', [
      'initproof corpus add bug.yaml --property exit-code --target tini',
      'initproof corpus add .initproof/found/my-init/exit-code/7f3a91c2.yaml',
    ]),
  )
    .argument('<case>', 'path, name in the corpus, or the first digits of an id')
    .addOption(new Option('--target <target>', 'record the verdicts on these (default: the targets of the case)').argParser(words))
    .option('--property <id>', 'the property of the case, if the file names none')
    .option('--corpus <dir>', 'the folder (default: corpus/)')
    .option('--json', 'replays and the case as NDJSON on stdout')
    .action(add);
}

async function add(name: string, flags: AddFlags): Promise<void> {
  const stored = await chooseCase(name);
  const property = flags.property ?? stored.case.property;
  if (property === undefined) throw new UsageError(`${stored.path} names no property: give one with --property`);
  chooseProperties([property]);
  const about: StoredCase = { ...stored, case: { ...stored.case, property } };
  const results = await replayOn(about, flags.target ?? targetsOf(stored), flags);
  if (flags.json === true) answerValues(results.map((one) => ({ type: 'replay', fails: false, ...one })));
  else answer(...replayLines(about, results, look(true).out, false, answerWidth()));
  const forging = results.find(({ verdicts }) => (verdicts.tampered ?? 0) > 0);
  if (forging !== undefined)
    throw new UsageError(`not added: ${forging.target} tampers with the record of its runs, and no case can expect that`);
  const differing = results.find(({ always }) => always === undefined);
  if (differing !== undefined)
    throw new UsageError(`not added: on ${differing.target} it is not the same each time, and a corpus is for what is certain`);
  const saved = await save(flags.corpus ?? (corpusFolders()[0] as string), about.case, results);
  if (flags.json === true) answerValues([{ type: 'case', path: saved.path, id: saved.id, ...saved.case }]);
  else answer(`✓ added ${saved.path}`);
}

/** Where the corpus has the case already, what other targets do stays recorded, and the file keeps its name. */
async function save(corpus: string, given: Case, results: readonly Replayed[]): Promise<StoredCase> {
  const id = caseId(given.scenario, given.property);
  const standing = (await listCases(corpus)).cases.find((stored) => stored.id === id);
  const verdicts = Object.fromEntries(results.map(({ target, always }) => [target, always])) as Case['expect'];
  const signature = standing?.case.signature ?? given.signature ?? results.flatMap(({ signatures }) => signatures)[0];
  const recorded: Case = {
    ...given,
    ...standing?.case,
    comment: given.comment || (standing?.case.comment ?? ''),
    expect: { ...given.expect, ...standing?.case.expect, ...verdicts },
    ...(signature === undefined ? {} : { signature }),
  };
  if (standing !== undefined) return writeCaseFile(standing.path, recorded);
  return saveCase(join(corpus, given.report === undefined ? 'found' : 'reported'), recorded);
}

async function replayOn(stored: StoredCase, names: readonly string[], flags: AddFlags): Promise<Replayed[]> {
  const targets = await chooseJudged(names, flags);
  return withLab(targets, {}, async (lab) => {
    const results: Replayed[] = [];
    for (const target of targets) results.push(await replay(lab, stored, target, ADD_TIMES));
    return results;
  });
}
