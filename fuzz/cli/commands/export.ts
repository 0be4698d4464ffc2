/** `initproof export`: a case as one file for whoever does not have initproof. */
import { type Command, Option } from 'commander';
import { findTarget, shippedTargets } from '../../campaign/find-target.ts';
import type { StoredCase } from '../../cases/store.ts';
import { writeFileAtomically } from '../../cases/write-file.ts';
import { exportCase, type Format, FORMATS } from '../../export/export.ts';
import type { Contract } from '../../judge/contract.ts';
import { PLAIN } from '../../judge/plain-contract.ts';
import { chooseCase } from '../choose.ts';
import { command } from '../command.ts';
import { UsageError } from '../errors.ts';
import { answerFile, say } from '../streams.ts';

interface Flags {
  format: Format;
  like?: string;
  output?: string;
}

const HELP = `
What must hold is compiled in: what the case's property demands of an init of that contract. The file exits with 0 where the init does
as it must, 1 where the fault shows, 2 where it could not be tried. What the form cannot express is named.`;

export function exportCommand(): Command {
  return command('export', 'Write a case as one file that shows the fault without initproof: for a bug report.', [
    'initproof export c41a9f6d --format c > case.c',
    'initproof export reported/dumb-init-59 --format sh --output case.sh',
  ])
    .argument('<case>', 'a path, a name in the corpus, or the first digits of an id')
    .addOption(
      new Option('--format <format>', 'c: a program that takes Linux and a compiler; sh: a script that takes util-linux')
        .choices(FORMATS)
        .makeOptionMandatory(),
    )
    .option('--like <target>', 'what must hold is what this target promises; default: the one on which it was found, or any init')
    .option('--output <file>', 'write it there; default: stdout')
    .addHelpText('after', HELP)
    .action(run);
}

async function run(word: string, flags: Flags): Promise<void> {
  const stored = await chooseCase(word);
  const text = await exportCase(stored, flags.format, await contractFor(stored, flags.like));
  if (flags.output === undefined) return answerFile(text);
  await writeFileAtomically(flags.output, text);
  say(`initproof: written to ${flags.output}`);
}

/** A contract alone: that of a target whose binary is not here will do. */
async function contractFor({ case: { found } }: StoredCase, like: string | undefined): Promise<Contract> {
  const shipped = (await shippedTargets()).map(({ file }) => file);
  const known = shipped.find(({ name }) => name === (like ?? found?.target));
  if (known !== undefined) return known.contract;
  if (like === undefined) return PLAIN;
  const target = await findTarget(like, { fetch: false });
  if (target.ok) return target.target.contract;
  throw new UsageError(target.why);
}
