/** `initproof run`: a campaign. */
import { randomInt } from 'node:crypto';
import { type Command, Option } from 'commander';
import { campaign, type CampaignOptions, type FailOn } from '../../campaign/campaign.ts';
import type { CampaignEvent } from '../../campaign/events.ts';
import { BASELINE } from '../../cases/baseline.ts';
import { ConsoleReport } from '../../report/console.ts';
import {
  accepted,
  chooseProperties,
  chooseJudged,
  corpusFolders,
  DEFAULT_OUT,
  namedCorpus,
  type TargetFlags,
  withTargetOptions,
} from '../choose.ts';
import { guidedOption, jobsOption, placementsOption } from '../campaign-options.ts';
import { command } from '../command.ts';
import { interruptible } from '../interrupt.ts';
import { type OutputFlags, withOutputs } from '../outputs.ts';
import { type Report, reporting } from '../reporting.ts';
import { answer, answerWidth, look, say } from '../streams.ts';
import { duration, whole, words } from '../values.ts';

/** Of a run without a budget: long enough for the faults that are usual, short enough to wait for. */
const DEFAULT_MS = 60_000;
/** Seeds that are drawn are short enough to be typed. */
export const SEEDS = 2 ** 31;

interface Flags extends TargetFlags, OutputFlags {
  time?: number;
  runs?: number;
  forever?: boolean;
  seed?: number;
  from?: number;
  jobs?: number;
  property?: string[];
  /** Absent without both options. */
  corpus?: string | boolean;
  baseline?: string;
  out: string;
  shrink: boolean;
  placements: number;
  guided: number;
  failOn: FailOn;
  verbose?: boolean;
  color: boolean;
}

export function runCommand(): Command {
  const run = withTargetOptions(
    command('run', 'Fuzz inits: generate scenarios, judge, shrink and keep what fails.', [
      'initproof run tini dumb-init --time 5m',
      'initproof run ./my-init --output report.html --format junit --output junit.xml',
    ]),
  )
    .argument('[target...]', 'names, target files, or paths of binaries (default: all that come with initproof)')
    .addOption(
      new Option('--time <time>', 'time in all, such as 20s or 5m; all is over 5 s later at the latest (default: 1m)')
        .argParser(duration)
        .env('INITPROOF_TIME'),
    )
    .addOption(new Option('--runs <n>', 'stop after this many scenarios for each target').argParser(whole(1)).env('INITPROOF_RUNS'))
    .addOption(new Option('--forever', 'run until Ctrl-C').conflicts(['time', 'runs']))
    .addOption(new Option('--seed <n>', 'the same seed gives the same scenarios').argParser(whole(0)).env('INITPROOF_SEED'))
    .addOption(new Option('--from <index>', 'begin at this scenario of the seed (default: 0)').argParser(whole(0)))
    .addOption(placementsOption())
    .addOption(guidedOption())
    .addOption(jobsOption().env('INITPROOF_JOBS'))
    .addOption(new Option('--property <id>', 'only these properties: several with commas, or give the option again').argParser(words))
    .option('--corpus <dir>', 'known cases, replayed beside the scenarios in a fifth of the time (default: corpus/ and those of initproof)')
    .option('--no-corpus', 'do not replay cases; treat every failure as new')
    .option('--baseline <file>', `findings that somebody has accepted, or the state of nights (default: ${BASELINE}, where it is there)`)
    .option('--out <dir>', 'folder for findings', DEFAULT_OUT)
    .option('--no-shrink', 'keep findings as they were found, without making them smaller')
    .addOption(
      new Option('--fail-on <what>', 'what sets exit code 1; a tampered record always does')
        .choices(['new', 'violated', 'flaky', 'nothing'])
        .default('new'),
    )
    .option('--verbose', 'report every property and every known fault')
    .option('--no-color', 'no colours')
    .action(fuzz);
  return withOutputs(run, 'campaign', 'events');
}

async function fuzz(names: string[], flags: Flags): Promise<void> {
  const properties = chooseProperties(flags.property);
  const corpus = typeof flags.corpus === 'string' ? [namedCorpus(flags.corpus)] : flags.corpus === false ? [] : corpusFolders();
  const begun = performance.now();
  const targets = await chooseJudged(names, flags);
  const unbounded = flags.forever === true || flags.runs !== undefined;
  const options: CampaignOptions = {
    targets,
    properties,
    seed: flags.seed ?? randomInt(SEEDS),
    from: flags.from,
    placements: flags.placements,
    guided: flags.guided,
    runs: flags.runs,
    ms: flags.time ?? (unbounded ? undefined : DEFAULT_MS),
    spent: performance.now() - begun,
    jobs: flags.jobs,
    corpus,
    accepted: await accepted(flags.baseline),
    replays: flags.corpus !== false,
    out: flags.out,
    shrink: flags.shrink,
    failOn: flags.failOn,
  };
  await reporting('campaign', flags, (report) => interruptible((signal) => tellAll(campaign({ ...options, signal }), report, flags)));
}

/**
 * Tells the events of a campaign and sets the exit code. What was found before it broke down is told as well. Resolves with the number of
 * scenarios.
 */
export async function tellAll(
  events: AsyncIterable<CampaignEvent>,
  report: Report,
  flags: Pick<Flags, 'verbose' | 'color'>,
): Promise<number> {
  const { out, err, terminal } = look(flags.color);
  const streams = { out: { write: report.shows ? answer : () => {}, paint: out }, err: { write: say, paint: err } };
  const lines = new ConsoleReport({ ...streams, terminal, width: answerWidth(), verbose: flags.verbose === true });
  let scenarios = 0;
  try {
    for await (const event of events) {
      report.tell([event]);
      if (report.talks) lines.take(event);
      if (event.type !== 'end') continue;
      process.exitCode = event.exit;
      scenarios = event.scenarios;
    }
  } finally {
    lines.findings();
  }
  return scenarios;
}
