/** `initproof app`: one's own application, behind inits, through what production does to it. */
import { randomInt } from 'node:crypto';
import { join, resolve } from 'node:path';
import { type Command, InvalidArgumentError, Option } from 'commander';
import type { Application } from '../../app/application.ts';
import { examine, type Examined } from '../../app/examine.ts';
import { isImage, unpackImage } from '../../app/image.ts';
import { KIND_NAMES, type KindName } from '../../app/schedules.ts';
import { localAddress, readiness } from '../../app/words.ts';
import { EXIT } from '../../campaign/exit-code.ts';
import { writeFileAtomically } from '../../cases/write-file.ts';
import { appLines } from '../../report/app-lines.ts';
import { type AppFindingValue, type AppValue, findingValue } from '../../report/app-value.ts';
import { LiveBlock } from '../../report/live.ts';
import { plural } from '../../report/numbers.ts';
import type { SignalName } from '../../scenario/signals.ts';
import { chooseInits, environment } from '../choose-init.ts';
import { command } from '../command.ts';
import { UsageError } from '../errors.ts';
import { interruptible } from '../interrupt.ts';
import { type OutputFlags, withOutputs } from '../outputs.ts';
import { reporting } from '../reporting.ts';
import { answerWidth, look } from '../streams.ts';
import { duration, isFolder, oneOf, signalNamed, whole, words } from '../values.ts';
import { appReplayCommand } from './app-replay.ts';

/** What Docker waits between its signal and SIGKILL; Kubernetes waits 30 s. */
const GRACE_MS = 10_000;
/** A minute is what a person waits for an answer. */
const TIME_MS = 60_000;

interface Flags extends OutputFlags {
  root?: string;
  init: string[];
  ready: string;
  load?: string;
  only?: KindName[];
  stopSignal: SignalName;
  grace: number;
  time: number;
  moments?: number;
  seed?: number;
  show?: string[];
  out: string;
  color: boolean;
}

/** `--ready`. */
export function ready(text: string): string {
  const found = readiness(text);
  if (found === undefined)
    throw new InvalidArgumentError('Expected line:TEXT, file:PATH, tcp:PORT, http://127.0.0.1:PORT/PATH, or a time of rest such as 300ms.');
  return found;
}

function load(text: string): string {
  const found = localAddress(text);
  if (found === undefined) throw new InvalidArgumentError('Expected http://127.0.0.1:PORT/PATH, as the application has it inside.');
  return found;
}

function folder(path: string): string {
  if (!isFolder(path)) throw new InvalidArgumentError('There is no such folder.');
  return resolve(path);
}

const folders = (path: string, before: string[] = []): string[] => [...before, folder(path)];

export function appCommand(): Command {
  const made = command('app', 'Does your own application stop as it should, under which init, at every moment?', [
    'initproof app --ready tcp:8080 -- node server.js',
    'initproof app --ready http://127.0.0.1:8080/health --load http://127.0.0.1:8080/ --init none,tini -- ./entrypoint.sh',
  ])
    .argument(
      '<command...>',
      'the command as the Dockerfile has it, behind --; or an image: what docker save writes, OCI, or a root file system',
    )
    .addOption(
      new Option(
        '--root <folder>',
        'a folder that is its whole root (default: programs of this machine, and the current folder)',
      ).argParser(folder),
    )
    .addOption(new Option('--show <folder>', 'a further folder of this machine that it sees').argParser(folders))
    .addOption(
      new Option('--init <init>', 'what is PID 1: none, or inits as `run` has them').argParser(words).default(undefined, 'none,tini'),
    )
    .addOption(
      new Option('--ready <what>', 'when it is ready: line:TEXT, file:PATH, tcp:PORT, an address, or a time of rest')
        .argParser(ready)
        .default('rest:300', '300ms'),
    )
    .addOption(new Option('--load <url>', 'address that is asked for while it is stopped: lost requests are counted').argParser(load))
    .addOption(new Option('--only <kinds>', 'only these schedules').argParser(oneOf(KIND_NAMES)))
    .addOption(
      new Option('--stop-signal <signal>', 'the signal that stops it: STOPSIGNAL of its image').argParser(signalNamed).default('SIGTERM'),
    )
    .addOption(new Option('--grace <time>', 'within which a stop must be over').argParser(duration).default(GRACE_MS, '10s'))
    .addOption(new Option('--time <time>', 'maximum time of all').argParser(duration).default(TIME_MS, '60s'))
    .addOption(new Option('--moments <n>', 'moments of the start that are tried').argParser(whole(1, 1000)).default(undefined, '8'))
    .addOption(new Option('--seed <n>', 'the same seed gives the same schedules').argParser(whole(0)).env('INITPROOF_SEED'))
    .option('--out <folder>', 'where cases of what is found go', join('.initproof', 'app'))
    .option('--no-color', 'no colours')
    .action(run);
  return withOutputs(made, 'application', 'the answer').addCommand(appReplayCommand());
}

/** The application that the flags describe. */
function applicationOf(argv: readonly string[], { root, show = [], ready: when, load: address, stopSignal }: Flags): Application {
  const here = process.cwd();
  if (root === undefined && here === '/')
    throw new UsageError('the current folder is /, all of this machine: give the folder of the application by --root, or go there');
  const own = root === undefined ? [here] : [];
  return {
    command: argv,
    env: environment(),
    directory: root === undefined ? here : '/',
    ...(root === undefined ? {} : { root }),
    shown: [...own, ...show].map((path) => ({ from: path, at: path })),
    ready: when,
    ...(address === undefined ? {} : { load: address }),
    stop: stopSignal,
  };
}

/** An image is what stands alone, or before a command, and cannot be started; a command has -- before it. */
async function run(words: string[], flags: Flags): Promise<void> {
  const [first = '', ...command] = words;
  if (process.argv.indexOf('--') > process.argv.indexOf('app') && process.argv[process.argv.indexOf('--') + 1] === first)
    return examineOne(applicationOf(words, flags), flags);
  if (flags.root !== undefined || !(await isImage(first))) return examineOne(applicationOf(words, flags), flags);
  const unpacked = await interruptible((signal) => unpackImage(resolve(first), command, signal));
  const { ready: when, load: address, stopSignal } = flags;
  try {
    const { stop } = unpacked.app;
    const asked = stopSignal === 'SIGTERM' ? stop : stopSignal;
    await examineOne({ ...unpacked.app, stop: asked, ready: when, ...(address === undefined ? {} : { load: address }) }, flags);
  } finally {
    await unpacked.remove();
  }
}

async function examineOne(app: Application, flags: Flags): Promise<void> {
  const inits = await chooseInits(flags.init ?? ['none', 'tini']);
  const seed = flags.seed ?? randomInt(2 ** 31);
  const { terminal, out } = look(flags.color);
  const live = terminal === undefined ? undefined : new LiveBlock(terminal);
  await reporting('application', flags, async (report) => {
    report.say(`initproof app · seed ${seed} · ${plural(inits.length, 'init')}, ${flags.time / 1000} s at most`);
    const examined = await interruptible((signal) =>
      examine({
        app,
        inits,
        grace: flags.grace,
        ms: flags.time,
        seed,
        signal,
        ...(flags.only === undefined ? {} : { kinds: flags.only }),
        ...(flags.moments === undefined ? {} : { moments: flags.moments }),
        onProgress: (runs, doing) => live?.draw([`  ${plural(runs, 'run')}, last behind ${doing}`]),
      }),
    );
    live?.clear();
    const findings: AppFindingValue[] = [];
    for (const finding of examined.findings) findings.push(await saved(findingValue(app, finding, process.cwd()), flags.out));
    const { cells, starts, runs, ms, interrupted } = examined;
    const value: AppValue = { type: 'app', command: app.command, seed, cells, starts, runs, ms, interrupted, findings };
    report.tell([value], () => appLines(value, out, answerWidth()));
    process.exitCode = exitOf(examined);
  });
}

/** Writes the case of a finding. */
async function saved(finding: AppFindingValue, out: string): Promise<AppFindingValue> {
  const path = join(out, finding.row, `${finding.init.replace(/[^a-z0-9-]+/gi, '-')}-${finding.problem.kind}.yaml`);
  await writeFileAtomically(path, finding.yaml);
  return { ...finding, case: path };
}

export function exitOf({ cells, interrupted }: Pick<Examined, 'cells' | 'interrupted'>): number {
  if (interrupted) return EXIT.interrupted;
  if (cells.some(({ status }) => status === 'violated')) return EXIT.violated;
  const judged = cells.some(({ status }) => status === 'held');
  return judged && !cells.some(({ status }) => status === 'flaky') ? EXIT.holds : EXIT.inconclusive;
}
