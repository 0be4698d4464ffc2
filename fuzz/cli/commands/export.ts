/** `initproof export`: a case as one file for whoever does not have initproof. */
import { type Command, Option } from 'commander';
import { findTarget } from '../../campaign/find-target.ts';
import { shippedTargets } from '../../campaign/target-files.ts';
import type { StoredCase } from '../../cases/store.ts';
import { writeFileAtomically } from '../../cases/write-file.ts';
import type { Exported } from '../../export/beyond-target.ts';
import { exportCase, type Format, FORMATS } from '../../export/export.ts';
import { PLAIN } from '../../judge/plain-contract.ts';
import { chooseCase } from '../choose.ts';
import { command } from '../command.ts';
import { UsageError } from '../errors.ts';
import { answerFile, say } from '../streams.ts';
import { outputFile } from '../values.ts';

interface Flags {
  format: Format;
  like?: string;
  output?: string;
}

const HELP = `
The file checks what the property of the case demands of an init with that contract. It exits with 0 if the init is right, 1 if it shows
the fault, 2 if it could not be tried. If the form cannot express the case, the error says why.`;

export function exportCommand(): Command {
  return command('export', 'Write a case as one file that shows the fault without initproof, for a bug report.', [
    'initproof export c41a9f6d > case.c',
    'initproof export reported/dumb-init-59 --format sh --output case.sh',
  ])
    .argument('<case>', 'a path, a name in the corpus, or the first digits of an id')
    .addOption(
      new Option('--format <format>', 'c: a program, needs a compiler; sh: a shell script, needs util-linux').choices(FORMATS).default('c'),
    )
    .option('--like <target>', 'judge by the contract of this target (default: the target on which the case was found, or any init)')
    .addOption(new Option('--output <file>', 'file to write (default: stdout)').argParser(outputFile))
    .addHelpText('after', HELP)
    .action(run);
}

async function run(word: string, flags: Flags): Promise<void> {
  const stored = await chooseCase(word);
  const text = await exportCase(stored, flags.format, await targetFor(stored, flags.like));
  if (flags.output === undefined) return answerFile(text);
  await writeFileAtomically(flags.output, text);
  say(`initproof: written to ${flags.output}`);
}

/** What it promises and how it is started: a target whose binary is not here will do. */
async function targetFor({ case: { found } }: StoredCase, like: string | undefined): Promise<Exported> {
  const shipped = (await shippedTargets()).map(({ file }) => file);
  const known = shipped.find(({ name }) => name === (like ?? found?.target));
  if (known !== undefined) return known;
  if (like === undefined) return { contract: PLAIN, args: [] };
  const target = await findTarget(like, { fetch: false });
  if (target.ok) return target.target;
  throw new UsageError(target.why);
}
