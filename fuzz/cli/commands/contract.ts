/** `initproof contract`: what an init does, written down as the contract that its makers could promise. */
import { basename, relative, resolve } from 'node:path';
import type { Command } from 'commander';
import { EXIT } from '../../campaign/exit-code.ts';
import { findTarget } from '../../campaign/find-target.ts';
import { isYaml, readTargetFile, shippedTargets } from '../../campaign/target-files.ts';
import type { TargetFile } from '../../cases/target-file.ts';
import { learnTarget } from '../../campaign/learn-target.ts';
import { withLab } from '../../campaign/lab.ts';
import { contractFile } from '../../report/contract-file.ts';
import { TARGET_NAME } from '../../cases/target-schema.ts';
import { sayKind, whatToDo } from '../../kind/said.ts';
import { command } from '../command.ts';
import { type TargetFlags, withTargetOptions } from '../choose.ts';
import { NothingToRunError } from '../errors.ts';
import { answerFile, say } from '../streams.ts';

export function contractCommand(): Command {
  return withTargetOptions(
    command('contract', 'Write down what an init does, as a target file to read and to correct.', [
      'initproof contract ./my-init > my-init.yaml',
      "initproof contract tini --args '-g --' > tini-g.yaml",
    ]),
  )
    .argument('<init>', 'path of a binary, name in PATH, or target')
    .action(write);
}

async function write(word: string, flags: TargetFlags): Promise<void> {
  const { fetch: packages, like, args } = flags;
  const found = await findTarget(word, { like, args, ...(packages === undefined ? {} : { packages }) });
  if (!found.ok) throw new NothingToRunError(found.why);
  const { target } = found;
  say(`initproof: learning what ${target.name} does, from some fifteen runs`);
  const learnt = await withLab([target], {}, (lab) => learnTarget(lab, target));
  if (learnt.kind === 'not-learnt') {
    if (learnt.program !== undefined) say(`initproof: ${sayKind(target.name, learnt.program)}`, ...whatToDo(learnt.program));
    else
      say(
        `initproof: ${target.name} does not start the command that it is given, so that there is nothing to learn`,
        '  where it takes options before the command, give them: --args',
      );
    process.exitCode = EXIT.inconclusive;
    return;
  }
  const model = await modelOf(word);
  const of =
    model === undefined
      ? { path: pathFromHere(target.binary), args: target.args }
      : {
          like: model.like,
          ...(args === undefined ? {} : { args }),
          emptied: CONTRACT_LISTS.filter((field) => model.file[field].length > 0),
        };
  answerFile(contractFile(learnt, { name: fileName(model?.file.name ?? basename(target.binary)), title: target.title, of }));
}

const CONTRACT_LISTS = ['versions', 'deviations'] as const;

/** The target file that the word means: files, variables and the like are as there. */
async function modelOf(word: string): Promise<{ like: string; file: TargetFile } | undefined> {
  if (isYaml(word)) return { like: pathFromHere(word), file: (await readTargetFile(word)).file };
  const shipped = (await shippedTargets()).find(({ file }) => file.name === word);
  return shipped === undefined ? undefined : { like: word, file: shipped.file };
}

/** Of the current folder, where the file is most likely to be. */
function pathFromHere(binary: string): string {
  const from = relative(process.cwd(), resolve(binary));
  return from.startsWith('..') ? binary : `./${from}`;
}

const fileName = (base: string): string => {
  const name = base
    .toLowerCase()
    .replace(/[^a-z0-9.-]+/g, '-')
    .replace(/^[^a-z0-9]+/, '');
  return TARGET_NAME.test(name) ? name : 'my-init';
};
