/** `initproof profile record`: what inits do, as a profile. */
import { type Command, Option } from 'commander';
import { EXIT } from '../../campaign/exit-code.ts';
import { tallyLines } from '../../campaign/record-profile.ts';
import { writeFileAtomically } from '../../cases/write-file.ts';
import { writeProfile } from '../../profile/profile.ts';
import { chooseTargets, type TargetFlags, withTargetOptions } from '../choose.ts';
import { jobsOption, placementsOption } from '../campaign-options.ts';
import { command } from '../command.ts';
import { interruptible } from '../interrupt.ts';
import { DEFAULT_RUNS, DEFAULT_SEED, record } from '../profiles.ts';
import { answerFile, say } from '../streams.ts';
import { outputFile, whole } from '../values.ts';

interface Flags extends TargetFlags {
  output?: string;
  name?: string;
  runs: number;
  seed: number;
  placements: number;
  jobs?: number;
}

const HELP = `
Record builds that you trust; several builds of one init make one profile. A profile lists classes of system calls by phase (start, child,
supervising), the digests of the binaries, and what was tried.`;

export function recordProfileCommand(): Command {
  return withTargetOptions(
    command('record', 'Record the system calls of inits under the scenarios of a seed, as one profile.', [
      'initproof profile record ./my-init -o my-init.profile.yaml',
      'initproof profile record ./build-glibc ./build-musl --like tini --name my-tini',
    ]),
  )
    .argument('<init...>', 'names, target files, or paths of binaries: builds of one init')
    .addOption(new Option('-o, --output <file>', 'file to write (default: stdout)').argParser(outputFile))
    .option('--name <name>', 'name of the profile (default: that of the first init)')
    .addOption(new Option('--runs <n>', 'number of scenarios for each init').argParser(whole(1)).default(DEFAULT_RUNS))
    .addOption(new Option('--seed <n>', 'the same seed gives the same scenarios').argParser(whole(0)).default(DEFAULT_SEED))
    .addOption(placementsOption(0))
    .addOption(jobsOption())
    .addHelpText('after', HELP)
    .action(run);
}

async function run(names: string[], flags: Flags): Promise<void> {
  const targets = await chooseTargets(names, flags);
  const init = flags.name ?? targets[0]?.title ?? '';
  await interruptible(async (signal) => {
    const recorded = await record({ ...flags, init, targets }, signal);
    if (recorded === undefined) {
      process.exitCode = EXIT.interrupted;
      return;
    }
    say(
      ...tallyLines(recorded),
      `initproof: ${recorded.unrecorded} scenarios could not be recorded (the init is not PID 1 in most of them)`,
    );
    if (flags.output === undefined) answerFile(writeProfile(recorded.profile));
    else await writeFileAtomically(flags.output, writeProfile(recorded.profile));
  });
}
