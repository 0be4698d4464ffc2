/** `initproof shrink`: a case or scenario that fails, made smaller. */
import { type Command, Option } from 'commander';
import { confirm, MOST_RUNS, repeat, shows } from '../../campaign/confirm.ts';
import { EXIT } from '../../campaign/exit-code.ts';
import { EXPECTED } from '../../campaign/keep.ts';
import { examinedOf } from '../../campaign/examination.ts';
import type { FoundTarget } from '../../campaign/find-target.ts';
import { type Lab, withLab } from '../../campaign/lab.ts';
import { type StoredCase, writeCaseFile } from '../../cases/store.ts';
import { type Fault, faultsOf } from '../../judge/fault.ts';
import { plural, time } from '../../report/numbers.ts';
import type { Scenario } from '../../scenario/scenario.ts';
import { retriesFor, shrink, SHRINK_DEFAULTS } from '../../shrink/shrink.ts';
import { size } from '../../shrink/size.ts';
import { chooseCase, chooseJudged, targetsOf, type TargetFlags, withTargetOptions } from '../choose.ts';
import { command } from '../command.ts';
import { UsageError } from '../errors.ts';
import { interruptible } from '../interrupt.ts';
import { answer, answerValues, say } from '../streams.ts';
import { duration, outputFile, whole, words } from '../values.ts';

interface Flags extends TargetFlags {
  target?: string[];
  signature?: string;
  budget: number;
  calls: number;
  output?: string;
  json?: boolean;
}

export function shrinkCommand(): Command {
  return withTargetOptions(
    command('shrink', 'Make a failing scenario smaller while it fails with the same signature.', [
      'initproof shrink crash.yaml --target ./my-init',
      'initproof shrink 7f3a --budget 2m --output smaller.yaml',
    ]),
  )
    .argument('<case>', 'path, name in the corpus, or the first digits of an id; a plain scenario works too')
    .addOption(new Option('--target <target>', 'run on this one (default: the target of the case)').argParser(words))
    .option('--signature <signature>', 'the violation to keep (default: that of the case, else the first one seen)')
    .addOption(new Option('--budget <time>', 'maximum time').argParser(duration).default(SHRINK_DEFAULTS.ms, '1m'))
    .addOption(new Option('--calls <n>', 'maximum number of runs').argParser(whole(1, 1_000_000)).default(SHRINK_DEFAULTS.calls))
    .addOption(new Option('--output <file>', 'file to write (default: next to the case, with .min in its name)').argParser(outputFile))
    .option('--json', 'the result as JSON on stdout')
    .action(run);
}

interface Failing {
  stored: StoredCase;
  target: FoundTarget;
  fault: Fault;
}

async function run(name: string, flags: Flags): Promise<void> {
  const stored = await chooseCase(name);
  const targets = await chooseJudged(flags.target ?? targetsOf(stored), flags);
  await withLab(targets, {}, async (lab) => {
    const failing = await findFailing(lab, stored, targets, flags.signature ?? stored.case.signature);
    if (failing === undefined) {
      say(`initproof: ${stored.path} violates nothing on ${targets.map((target) => target.name).join(', ')}: there is nothing to shrink`);
      process.exitCode = EXIT.inconclusive;
      return;
    }
    await interruptible((signal) => makeSmaller(lab, failing, flags, signal));
  });
}

/** The first target on which it fails, and how. */
async function findFailing(
  lab: Lab,
  stored: StoredCase,
  targets: readonly FoundTarget[],
  signature: string | undefined,
): Promise<Failing | undefined> {
  for (const target of targets) {
    const { judgements } = examinedOf(await lab.examine(stored.case.scenario, target, 'careful'));
    const fault = faultsOf(judgements).find((one) => signature === undefined || one.signature === signature);
    if (fault !== undefined) return { stored, target, fault };
  }
  return undefined;
}

async function makeSmaller(lab: Lab, { stored, target, fault }: Failing, flags: Flags, signal: AbortSignal): Promise<void> {
  const { scenario } = stored.case;
  const { property, signature } = fault;
  const first = await confirm(lab, scenario, target, signature);
  if (first.shown === 0)
    throw new UsageError(`${signature} showed once on ${target.name} and not again in ${first.runs} runs: too rare to shrink`);
  say(`  start    ${inWords(scenario)}   ${signature} on ${target.name}, ${first.shown} of ${first.runs}`);
  const began = performance.now();
  const result = await shrink(scenario, (smaller) => shows(lab, smaller, target, signature), {
    ...SHRINK_DEFAULTS,
    ms: flags.budget,
    calls: flags.calls,
    retries: retriesFor(first.shown, first.runs),
    signal,
    onSmaller: (smaller, tries) => say(`  smaller  ${inWords(smaller)}   ${plural(tries, 'try', 'tries')}`),
  });
  const ms = Math.round(performance.now() - began);
  const last = await repeat(lab, result.scenario, target, signature, MOST_RUNS);
  const path = flags.output ?? stored.path.replace(/(\.ya?ml)?$/, '.min.yaml');
  const { found, ...rest } = stored.case;
  const comment = last.fault?.said ?? stored.case.comment;
  const origin = found === undefined ? {} : { found: { ...found, repeats: `${last.shown}/${last.runs}` } };
  const saved = {
    ...rest,
    ...origin,
    comment,
    property,
    signature,
    expect: { ...rest.expect, [target.name]: EXPECTED[fault.kind] },
    scenario: result.scenario,
  };
  await writeCaseFile(path, saved);
  if (flags.json === true) {
    answerValues([
      {
        type: 'shrunk',
        case: path,
        signature,
        target: target.name,
        tries: result.tries,
        ended: result.ended,
        ms,
        repeats: [last.shown, last.runs],
      },
    ]);
  } else
    answer(
      `✓ ${inWords(result.scenario)}, ${last.shown} of ${last.runs}, ${plural(result.tries, 'try', 'tries')} in ${time(ms)} (${result.ended}); wrote ${path}`,
    );
  if (result.ended === 'interrupted') process.exitCode = EXIT.interrupted;
}

function inWords(scenario: Scenario): string {
  const [processes, steps] = size(scenario);
  return `${plural(steps, 'step')}, ${plural(processes, 'process', 'processes')}`;
}
