/** `initproof profile check`: whether an init keeps a profile under the fuzzer. */
import { randomInt } from 'node:crypto';
import { type Command, Option } from 'commander';
import { keepsProfile } from '../../../properties/keeps-profile.ts';
import { campaign } from '../../campaign/campaign.ts';
import { stimuliOf } from '../../campaign/record-profile.ts';
import type { FoundTarget } from '../../campaign/find-target.ts';
import { digestOf } from '../../cases/digest.ts';
import type { Profile } from '../../profile/profile.ts';
import { chooseTargets, DEFAULT_OUT, type TargetFlags, withTargetOptions } from '../choose.ts';
import { jobsOption, placementsOption } from '../campaign-options.ts';
import { command } from '../command.ts';
import { interruptible } from '../interrupt.ts';
import { chooseProfile, DEFAULT_RUNS } from '../profiles.ts';
import { type OutputFlags, withOutputs } from '../outputs.ts';
import { reporting } from '../reporting.ts';
import { say } from '../streams.ts';
import { duration, whole } from '../values.ts';
import { tellAll, SEEDS } from './run.ts';

interface Flags extends TargetFlags, OutputFlags {
  profile?: string;
  runs?: number;
  time?: number;
  seed?: number;
  placements: number;
  jobs?: number;
  out: string;
  shrink: boolean;
  verbose?: boolean;
  color: boolean;
}

const HELP = `
Exit codes: 0 no deviation seen, 1 it deviates or tampers with the record, 2, 3, 4, 70, 130 as for all commands.
The report lists what was tried; nothing is known about the rest.`;

export function checkProfileCommand(): Command {
  const check = withTargetOptions(
    command('check', 'Fuzz an init and report every system call that is not in its profile.', [
      'initproof profile check ./tini --like tini',
      'initproof profile check ./my-init --profile my-init.profile.yaml --runs 5000',
    ]),
  )
    .argument('<init>', 'a name, a target file, or the path of a binary')
    .option('--profile <file>', 'the profile (default: the one that comes with initproof for this init, or for the target of --like)')
    .addOption(new Option('--runs <n>', `scenarios (default: ${DEFAULT_RUNS})`).argParser(whole(1)))
    .addOption(new Option('--time <time>', 'stop after this time').argParser(duration))
    .addOption(new Option('--seed <n>', 'the same seed gives the same scenarios').argParser(whole(0)))
    .addOption(placementsOption(0))
    .addOption(jobsOption())
    .option('--out <dir>', 'folder for findings', DEFAULT_OUT)
    .option('--no-shrink', 'keep findings as they were found, without making them smaller')
    .option('--verbose', 'report every property and every known fault')
    .option('--no-color', 'no colours')
    .addHelpText('after', HELP)
    .action(run);
  return withOutputs(check, 'campaign', 'events');
}

async function run(name: string, flags: Flags): Promise<void> {
  const [found] = await chooseTargets([name], flags);
  if (found === undefined) return;
  const profile = await chooseProfile(flags.profile, flags.like ?? found.as ?? found.name);
  say(await identity(found, profile));
  const seed = flags.seed ?? randomInt(SEEDS);
  const runs = flags.runs ?? (flags.time === undefined ? DEFAULT_RUNS : undefined);
  const options = { ...flags, targets: [{ ...found, profile }], properties: [keepsProfile], corpus: [], seed, runs, ms: flags.time };
  await reporting('campaign', flags, (report) =>
    interruptible(async (signal) => {
      const scenarios = await tellAll(campaign({ ...options, signal }), report, flags);
      const lines = [...stimuliOf({ seed, runs: scenarios, placements: flags.placements })];
      report.tell([{ type: 'stimuli', lines }], () => stimuliLines(lines));
    }),
  );
}

/** Whether the bytes are those of the profile: what is said of other bytes is said of their behaviour alone. */
async function identity({ title, binary }: FoundTarget, { init, binaries }: Profile): Promise<string> {
  const digest = await digestOf(binary);
  const same = binaries.find(({ sha256 }) => sha256 === digest);
  const whose = same === undefined ? 'is none of the binaries that it was recorded from' : `is the ${same.title} that it was recorded from`;
  return `initproof: ${title} by the profile of ${init}; sha256 ${digest} ${whose}`;
}

const stimuliLines = (lines: readonly string[]): string[] => [
  '',
  'tried',
  ...lines.map((line) => `  ${line}`),
  '  What was not tried is not vouched for: other variables, files, more orphans, longer times.',
];
