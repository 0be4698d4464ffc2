/** `initproof replay`: cases again. */
import { type Command, Option } from 'commander';
import type { FoundTarget } from '../../campaign/find-target.ts';
import { EXIT } from '../../campaign/exit-code.ts';
import { kindInfo } from '../../campaign/kinds.ts';
import { type Lab, withLab } from '../../campaign/lab.ts';
import { type Replayed, replay } from '../../campaign/replay.ts';
import type { StoredCase } from '../../cases/store.ts';
import { replayLines } from '../../report/replay-lines.ts';
import { keepsProfile } from '../../../properties/keeps-profile.ts';
import { PROPERTIES } from '../../../properties/index.ts';
import { chooseProfile } from '../profiles.ts';
import { chooseCase, chooseJudged, targetsOf, type TargetFlags, withTargetOptions } from '../choose.ts';
import { command } from '../command.ts';
import { answer, answerValues, answerWidth, look, say } from '../streams.ts';
import { whole, words } from '../values.ts';

/** As often as a finding is replayed before it is kept. */
const DEFAULT_TIMES = 10;

interface Flags extends TargetFlags {
  target?: string[];
  profile?: string;
  times: number;
  jobs?: number;
  json?: boolean;
  verbose?: boolean;
  color: boolean;
}

export function replayCommand(): Command {
  return withTargetOptions(
    command('replay', 'Run saved cases again and compare the verdicts with the recorded ones.', [
      'initproof replay .initproof/found/my-init/exit-code/7f3a91c2.yaml',
      'initproof replay 7f3a --target tini,./my-init --times 100',
    ]),
  )
    .argument('<case...>', 'paths, names in the corpus, or the first digits of an id')
    .addOption(new Option('--target <target>', 'run on these (default: the targets of the case, else all)').argParser(words))
    .option('--profile <file>', 'for a case of keeps-profile (default: the profile that comes with initproof for the target)')
    .addOption(new Option('--times <n>', 'number of runs').argParser(whole(1, 1_000_000)).default(DEFAULT_TIMES))
    .addOption(new Option('--jobs <n>', 'runs at the same time (default: one per CPU)').argParser(whole(1, 512)))
    .option('--json', 'results as NDJSON on stdout')
    .option('--verbose', 'show every event and the reason of each verdict, also where it holds')
    .option('--no-color', 'no colours')
    .action(run);
}

async function run(names: string[], flags: Flags): Promise<void> {
  const cases = await Promise.all(names.map(chooseCase));
  const wanted = new Map(await Promise.all(cases.map(async (one) => [one, await targetsFor(one, flags)] as const)));
  const results = await withLab(
    [...wanted.values()].flat(),
    { jobs: flags.jobs, properties: [...PROPERTIES, keepsProfile] },
    async (lab) => {
      const all: Replayed[] = [];
      for (const target of new Set([...wanted.values()].flat())) await tellKind(lab, target, flags.json === true);
      for (const [stored, targets] of wanted) {
        const of: Replayed[] = [];
        for (const target of targets) of.push(await replay(lab, stored, target, flags.times, flags.verbose));
        if (flags.json === true) answerValues(of.map((one) => ({ v: 1, type: 'replay', ...one })));
        else answer(...replayLines(stored, of, look(flags.color).out, flags.verbose === true, answerWidth()));
        all.push(...of);
      }
      return all;
    },
  );
  process.exitCode = exitOf(results);
}

/** What a target is that has declared nothing: first of all, as `run` tells it; of an init there is nothing to tell. */
async function tellKind(lab: Lab, target: FoundTarget, json: boolean): Promise<void> {
  const kind = await lab.kindOf(target);
  if (kind === undefined || kind.kind === 'init') return;
  const { said, ...info } = kindInfo(target.name, kind);
  if (json) answerValues([{ v: 1, type: 'kind', ...info, said }]);
  else say(said, ...(info.fix ?? []));
}

async function targetsFor(stored: StoredCase, { target, profile, ...flags }: Flags): Promise<FoundTarget[]> {
  const targets = await chooseJudged(target ?? targetsOf(stored), flags);
  if (stored.case.property !== keepsProfile.id) return targets;
  return Promise.all(targets.map(async (one) => ({ ...one, profile: await chooseProfile(profile, flags.like ?? one.as ?? one.name) })));
}

/** 1: violated or tampered with, every time or sometimes. 4: not judged, or not recorded so and not violated either. */
function exitOf(results: readonly Replayed[]): number {
  if (results.some(({ verdicts }) => (verdicts.violated ?? 0) + (verdicts.tampered ?? 0) > 0)) return EXIT.violated;
  return results.some(({ verdicts, harnessErrors }) => harnessErrors.length > 0 || (verdicts.inconclusive ?? 0) > 0)
    ? EXIT.inconclusive
    : EXIT.holds;
}
