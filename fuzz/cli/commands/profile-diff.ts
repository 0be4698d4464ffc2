/** `initproof profile diff`: two inits, or two profiles, side by side. */
import { type Command, Option } from 'commander';
import { EXIT } from '../../campaign/exit-code.ts';
import { levelOf } from '../../profile/deviations.ts';
import { type ActDifference, differencesOf } from '../../profile/difference.ts';
import type { Profile } from '../../profile/profile.ts';
import { chooseTargets, type TargetFlags, withTargetOptions } from '../choose.ts';
import { jobsOption } from '../campaign-options.ts';
import { command } from '../command.ts';
import { interruptible } from '../interrupt.ts';
import { DEFAULT_RUNS, DEFAULT_SEED, profileAt, record } from '../profiles.ts';
import { answer, answerValues } from '../streams.ts';
import { whole } from '../values.ts';

interface Flags extends TargetFlags {
  runs: number;
  seed: number;
  jobs?: number;
  json?: boolean;
}

const HELP = `
A file that ends in .profile.yaml, or lies in a folder called profiles, is a profile; everything else is an init, which is recorded first.
Exit codes: 0 no difference, 1 they differ, 2, 3, 70, 130 as for all commands.`;

export function diffProfileCommand(): Command {
  return withTargetOptions(
    command('diff', 'Compare the system calls of two inits, of two profiles, or of an init and a profile.', [
      'initproof profile diff ./tini-0.18 ./tini-0.19 --like tini',
      'initproof profile diff my-init.profile.yaml ./my-init',
    ]),
  )
    .argument('<first>', 'a profile, or an init as a name, a target file or the path of a binary')
    .argument('<second>', 'another')
    .addOption(new Option('--runs <n>', 'number of scenarios for each init').argParser(whole(1)).default(DEFAULT_RUNS))
    .addOption(new Option('--seed <n>', 'the same seed gives the same scenarios').argParser(whole(0)).default(DEFAULT_SEED))
    .addOption(jobsOption())
    .option('--json', 'differences as NDJSON on stdout')
    .addHelpText('after', HELP)
    .action(run);
}

async function run(first: string, second: string, flags: Flags): Promise<void> {
  await interruptible(async (signal) => {
    const one = await profileOf(first, flags, signal);
    const other = one === undefined ? undefined : await profileOf(second, flags, signal);
    if (one === undefined || other === undefined) {
      process.exitCode = EXIT.interrupted;
      return;
    }
    const differences = differencesOf(one, other);
    if (flags.json === true) answerValues(differences.map((each) => ({ type: 'difference', ...each })));
    else answer(...lines(differences, first, second));
    process.exitCode = differences.length === 0 ? EXIT.holds : EXIT.violated;
  });
}

const isProfile = (word: string): boolean => /(?:\.profile|(?:^|\/)profiles\/[^/]+)\.ya?ml$/.test(word);

async function profileOf(word: string, flags: Flags, signal: AbortSignal): Promise<Profile | undefined> {
  if (isProfile(word)) return profileAt(word);
  const targets = await chooseTargets([word], flags);
  return (await record({ ...flags, init: word, targets, placements: 0 }, signal))?.profile;
}

function lines(differences: readonly ActDifference[], first: string, second: string): string[] {
  if (differences.length === 0) return [`${first} and ${second} do the same in every phase`];
  return differences.map(
    ({ phase, act, only }) =>
      `${only === 'first' ? '-' : '+'} ${phase.padEnd(12)} ${act.padEnd(40)} ${levelOf(act).padEnd(9)} only ${only === 'first' ? first : second}`,
  );
}
