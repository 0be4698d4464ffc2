/** `initproof nightly`: one night, which goes on from the nights before. */
import { existsSync } from 'node:fs';
import { randomInt } from 'node:crypto';
import { type Command, Option } from 'commander';
import type { FailOn } from '../../campaign/campaign.ts';
import type { Accepted } from '../../campaign/known-by.ts';
import { hasNews } from '../../nightly/exit.ts';
import type { NightEvent } from '../../nightly/events.ts';
import type { NightFinding } from '../../nightly/finding.ts';
import { takeState } from '../../nightly/lock.ts';
import { markReported, night } from '../../nightly/night.ts';
import type { NightOptions } from '../../nightly/options.ts';
import { isWebHook, notify } from '../../nightly/notify.ts';
import { type NightsValue, readNights } from '../../nightly/value.ts';
import { ConsoleReport } from '../../report/console.ts';
import { nightLines } from '../../report/night-lines.ts';
import { nightSummary } from '../../report/night-summary.ts';
import { noticeText } from '../../report/night-value.ts';
import { accepted, chooseTargets, corpusFolders, namedCorpus, type TargetFlags, withTargetOptions } from '../choose.ts';
import { guidedOption, jobsOption, placementsOption } from '../campaign-options.ts';
import { command } from '../command.ts';
import { UsageError } from '../errors.ts';
import { interruptible } from '../interrupt.ts';
import { type OutputFlags, outputsOf, withOutputs } from '../outputs.ts';
import { type Report, reporting } from '../reporting.ts';
import { answerWidth, look, say } from '../streams.ts';
import { duration, whole } from '../values.ts';
import { SEEDS } from './run.ts';

/** Long enough for what is rare, short enough for a job of a continuous integration, which may take an hour or two. */
const DEFAULT_MS = 30 * 60_000;

interface Flags extends TargetFlags, OutputFlags {
  state: string;
  time: number;
  runs?: number;
  seed?: number;
  jobs?: number;
  placements: number;
  guided: number;
  corpus?: string | boolean;
  baseline?: string;
  failOn: FailOn;
  notify?: string;
  notifyWhen: 'new' | 'always';
  dryRun?: boolean;
  color: boolean;
}

export function nightlyCommand(): Command {
  const nights = withTargetOptions(
    command('nightly', 'Fuzz for a night, go on from the nights before, and say what is new, back, gone or fixed.', [
      'initproof nightly ./my-init --state .initproof-state --time 1h',
      'initproof nightly tini ./my-init --state .initproof-state --output night.html',
    ]),
  )
    .argument('[target...]', 'names, target files, or paths of binaries (default: all that come with initproof)')
    .requiredOption('--state <dir>', 'folder of what nights know: kept from one to the next')
    .addOption(new Option('--time <time>', 'time in all, such as 30m or 1h').argParser(duration).default(DEFAULT_MS, '30m'))
    .addOption(new Option('--runs <n>', 'stop after this many scenarios for each target').argParser(whole(1)))
    .addOption(new Option('--seed <n>', 'of the scenarios (default: that of the nights before)').argParser(whole(0)))
    .addOption(placementsOption())
    .addOption(guidedOption())
    .addOption(jobsOption())
    .option('--corpus <dir>', 'known cases (default: corpus/ and those of initproof)')
    .option('--no-corpus', 'no cases but those that nights have found')
    .option('--baseline <file>', "accepted findings (default: those of this project and the state's baseline.yaml)")
    .addOption(
      new Option('--fail-on <what>', 'what sets exit code 1: new means new and back; a tampered record always does')
        .choices(['new', 'violated', 'flaky', 'nothing'])
        .default('new'),
    )
    .option('--notify <url>', 'post {"text"} to this web hook; INITPROOF_NOTIFY does not show in a list of processes')
    .addOption(new Option('--notify-when <when>', 'what is worth a message').choices(['new', 'always']).default('new'))
    .option('--dry-run', 'replay what is known and say how it stands; write nothing')
    .option('--no-color', 'no colours')
    .action(nightly);
  return withOutputs(nights, 'night', 'events', {}, '--report');
}

async function nightly(names: string[], flags: Flags): Promise<void> {
  const hook = hookOf(flags);
  checkDry(flags);
  const targets = await chooseTargets(names, flags);
  const corpus = typeof flags.corpus === 'string' ? [namedCorpus(flags.corpus)] : flags.corpus === false ? [] : corpusFolders();
  const taken = await takeState(flags.state);
  if (!taken.ok) {
    const { by } = taken;
    const who = by === undefined ? 'another one' : `process ${by.pid} on ${by.host}, since ${by.since}`;
    throw new UsageError(`${flags.state}: a night is under way there: ${who}`);
  }
  try {
    const options = { ...campaignOptions(flags), targets, corpus, accepted: await acceptedBy(flags) };
    await interruptible((signal) => tellNight(night({ ...options, signal }), flags, hook));
  } finally {
    await taken.release();
  }
}

/** Tells a night as it goes, then what it has left: on the console, in each format, and in a message. Only then its news have been told. */
async function tellNight(events: AsyncIterable<NightEvent>, flags: Flags, hook: string | undefined): Promise<void> {
  const { color, dryRun, state } = flags;
  const { nights, report } = await reporting('night', flags, async (told) => {
    process.exitCode = await tell(events, told, flags);
    // Of a dry run nothing is written, which `tell` has told of.
    if (dryRun === true) return { nights: undefined, report: told };
    const left = await readNights(state);
    told.concludes(nightSummary(left));
    told.tell([], () => nightLines(left, look(color).out, answerWidth()));
    return { nights: left, report: told };
  });
  if (nights === undefined) return;
  await post(nights, flags, hook);
  if (report.whole) await markReported(state);
}

const campaignOptions = ({ state, time, runs, seed, jobs, placements, guided, failOn, dryRun }: Flags): Omit<NightOptions, 'targets'> => ({
  state,
  ms: time,
  runs,
  seed,
  newSeed: randomInt(SEEDS),
  jobs,
  placements,
  guided,
  failOn,
  dryRun,
});

/** What is drawn is drawn from what a night leaves. */
function checkDry(flags: Flags): void {
  const { stdout, annotations, files } = outputsOf(flags);
  const drawn = [stdout, ...files.map(({ format }) => format)].some((format) => format !== 'console' && format !== 'ndjson');
  if (flags.dryRun === true && (drawn || annotations)) throw new UsageError('--dry-run writes no report: it has console and ndjson');
}

/** It is a secret: commander would say it of one that is wrong. */
function hookOf({ notify: given }: Flags): string | undefined {
  const { INITPROOF_NOTIFY: variable } = process.env;
  const url = given ?? (variable === '' ? undefined : variable);
  if (url !== undefined && !isWebHook(url)) {
    throw new UsageError(`${given === undefined ? 'INITPROOF_NOTIFY' : '--notify'}: expected an address that starts with https://`);
  }
  return url;
}

const acceptedBy = async ({ state, baseline }: Flags): Promise<Accepted[]> => [
  ...(await accepted(baseline)),
  ...(existsSync(state) ? await accepted(state) : []),
];

/** Tells the events of a night while it goes on, and resolves with its exit code. */
async function tell(events: AsyncIterable<NightEvent>, report: Report, { color, dryRun }: Flags): Promise<number> {
  const { out, err, terminal } = look(color);
  // What the campaign found is told by the report of the night.
  const streams = { out: { write: () => {}, paint: out }, err: { write: say, paint: err } };
  const lines = new ConsoleReport({ ...streams, terminal, width: answerWidth(), verbose: false });
  let exit = 0;
  for await (const event of events) {
    if (event.type === 'night-end') exit = event.exit;
    report.tell([event], () => (event.type === 'finding' && dryRun === true ? [standingLine(event)] : []));
    switch (event.type) {
      case 'night':
        say(`initproof: night ${event.night}, seed ${event.seed}, ${event.known} known findings are replayed first`);
        break;
      case 'control':
        say(`initproof: ${event.target ?? 'control'}: ${event.ok ? 'a sound init holds, a faulty one is caught' : event.why}`);
        break;
      case 'replayed':
        say(`initproof: ${event.done} of ${event.of} known: ${event.target} ${event.signature} ${event.repeats.join(' of ')}`);
        break;
      case 'finding':
      case 'night-end':
        break;
      default:
        if (report.talks) lines.take(event);
    }
  }
  return exit;
}

const standingLine = ({ state, target, signature, id, why }: NightFinding): string =>
  `${state}: ${target} ${signature} (${id})${why === undefined ? '' : `: ${why}`}`;

async function post(nights: NightsValue, { notifyWhen }: Flags, hook: string | undefined): Promise<void> {
  const worth = notifyWhen === 'always' || hasNews(nights.findings);
  const told = hook === undefined || !worth ? undefined : await notify(hook, noticeText(nights));
  if (told?.ok === false) say(`initproof: the message could not be posted: ${told.why}`);
}
