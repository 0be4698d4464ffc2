/** `initproof replay`: cases again. */
import { type Command, Option } from 'commander';
import type { FoundTarget } from '../../campaign/find-target.ts';
import { EXIT } from '../../campaign/exit-code.ts';
import { kindInfo } from '../../campaign/kinds.ts';
import { type Lab, withLab } from '../../campaign/lab.ts';
import { type Replayed, replay, withCause } from '../../campaign/replay.ts';
import type { StoredCase } from '../../cases/store.ts';
import { replayedLine, replayLines } from '../../report/replay-lines.ts';
import { keepsProfile } from '../../../properties/keeps-profile.ts';
import { PROPERTIES } from '../../../properties/index.ts';
import { chooseProfile } from '../profiles.ts';
import { chooseCases, chooseJudged, targetsOf, type TargetFlags, withTargetOptions } from '../choose.ts';
import { jobsOption } from '../campaign-options.ts';
import { command } from '../command.ts';
import { interruptible } from '../interrupt.ts';
import { type OutputFlags, withOutputs } from '../outputs.ts';
import { type Report, reporting } from '../reporting.ts';
import { answerWidth, look } from '../streams.ts';
import { whole, words } from '../values.ts';

/** As often as a finding is replayed before it is kept. */
const DEFAULT_TIMES = 10;

/** What makes the exit code 1: a violation; another verdict than the recorded one, and a violation where none is recorded; or nothing. */
const FAIL_ON = ['violated', 'changed', 'nothing'] as const;
type FailOn = (typeof FAIL_ON)[number];

interface Flags extends TargetFlags, OutputFlags {
  target?: string[];
  profile?: string;
  times: number;
  jobs?: number;
  failOn: FailOn;
  verbose?: boolean;
  color: boolean;
}

export function replayCommand(): Command {
  const again = withTargetOptions(
    command('replay', 'Run saved cases again and compare the verdicts with the recorded ones.', [
      'initproof replay .initproof/found/my-init/exit-code/7f3a91c2.yaml',
      'initproof replay 7f3a --target tini,./my-init --times 100',
    ]),
  )
    .argument('<case...>', 'paths, folders, names in the corpus, or the first digits of an id')
    .addOption(new Option('--target <target>', 'run on these (default: the targets of the case, else all)').argParser(words))
    .option('--profile <file>', 'for a case of keeps-profile (default: the profile that comes with initproof for the target)')
    .addOption(new Option('--times <n>', 'number of runs').argParser(whole(1, 1_000_000)).default(DEFAULT_TIMES))
    .addOption(jobsOption('runs'))
    .addOption(
      new Option('--fail-on <what>', 'what sets exit code 1; changed: a verdict is not the recorded one; a tampered record always does')
        .choices(FAIL_ON)
        .default('violated'),
    )
    .option('--verbose', 'show every event and the reason of each verdict, also where it holds')
    .option('--no-color', 'no colours')
    .action(run);
  return withOutputs(again, 'replays', 'results');
}

interface Wanted {
  stored: StoredCase;
  targets: readonly FoundTarget[];
}

async function run(names: string[], flags: Flags): Promise<void> {
  const cases = (await Promise.all(names.map(chooseCases))).flat();
  const wanted = await Promise.all(cases.map(async (stored): Promise<Wanted> => ({ stored, targets: await targetsFor(stored, flags) })));
  const targets = wanted.flatMap((one) => one.targets);
  const work = (report: Report) =>
    interruptible(async (signal) => {
      const results: Replayed[] = [];
      await withLab(targets, { jobs: flags.jobs, properties: [...PROPERTIES, keepsProfile] }, async (lab) => {
        // A case may hang for seconds: whoever has seen enough does not wait for it.
        signal.addEventListener('abort', () => void lab.close());
        for (const target of new Set(targets)) await tellKind(lab, target, report);
        for (const one of wanted) results.push(...(await replayOne(lab, one, flags, report, signal)));
      });
      if (cases.length > 1 || signal.aborted) report.say(replayedLine(results, targets.length, signal.aborted));
      process.exitCode = exitOf(results, flags.failOn, signal.aborted);
    });
  await reporting('replays', flags, work);
}

/** Tells of the targets on which it came to its end. */
async function replayOne(lab: Lab, { stored, targets }: Wanted, flags: Flags, report: Report, signal: AbortSignal): Promise<Replayed[]> {
  const results: Replayed[] = [];
  for (const target of signal.aborted ? [] : targets) {
    const replayed = await withCause(lab, stored, target, await replay(lab, stored, target, flags.times, flags.verbose));
    if (!signal.aborted) results.push(replayed);
  }
  const values = results.map((one) => ({ type: 'replay' as const, fails: isTampered(one) || FAILS[flags.failOn](one), ...one }));
  const lines = () => replayLines(stored, results, look(flags.color).out, flags.verbose === true, answerWidth());
  report.tell(values, results.length > 0 ? lines : undefined);
  return results;
}

/** What a target is that has declared nothing: first of all, as `run` tells it; of an init there is nothing to tell. */
async function tellKind(lab: Lab, target: FoundTarget, report: Report): Promise<void> {
  const kind = await lab.kindOf(target);
  if (kind === undefined || kind.kind === 'init') return;
  const info = kindInfo(target.name, kind);
  report.tell([{ type: 'kind', ms: 0, ...info }]);
  report.say(info.said, ...(info.fix ?? []));
}

async function targetsFor(stored: StoredCase, { target, profile, ...flags }: Flags): Promise<FoundTarget[]> {
  const targets = await chooseJudged(target ?? targetsOf(stored), flags);
  if (stored.case.property !== keepsProfile.id) return targets;
  return Promise.all(targets.map(async (one) => ({ ...one, profile: await chooseProfile(profile, flags.like ?? one.as ?? one.name) })));
}

/** 1: as `failOn` says, every time or sometimes, or tampered with. 4: not judged, and not recorded so. */
function exitOf(results: readonly Replayed[], failOn: FailOn, interrupted: boolean): number {
  if (interrupted) return EXIT.interrupted;
  if (results.some((one) => isTampered(one) || FAILS[failOn](one))) return EXIT.violated;
  const isUnsure = (one: Replayed): boolean => isUnjudged(one) && !(failOn === 'changed' && one.asRecorded === true);
  return results.some(isUnsure) ? EXIT.inconclusive : EXIT.holds;
}

const isTampered = ({ verdicts }: Replayed): boolean => (verdicts.tampered ?? 0) > 0;

const FAILS: Record<FailOn, (result: Replayed) => boolean> = { violated: isViolated, changed: isChanged, nothing: () => false };

function isViolated({ verdicts }: Replayed): boolean {
  return (verdicts.violated ?? 0) > 0;
}

/** A run that could not be judged is no change. Always the recorded verdict, and not as recorded: with another signature. */
function isChanged(result: Replayed): boolean {
  const { recorded, asRecorded, always, verdicts } = result;
  if (recorded === undefined) return isViolated(result);
  if (asRecorded === true) return false;
  if (always !== undefined) return always !== 'inconclusive';
  return Object.keys(verdicts).some((kind) => kind !== recorded && kind !== 'inconclusive');
}

const isUnjudged = ({ harnessErrors, verdicts }: Replayed): boolean => harnessErrors.length > 0 || (verdicts.inconclusive ?? 0) > 0;
