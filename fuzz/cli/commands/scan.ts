/** `initproof scan`: what will be PID 1 in an image, is it what it says, and what is wrong with it. */
import { type Command, InvalidArgumentError, Option } from 'commander';
import { EXIT } from '../../campaign/exit-code.ts';
import { cyclonedx } from '../../report/cyclonedx.ts';
import type { Paint } from '../../report/paint.ts';
import { sarif } from '../../report/sarif.ts';
import { scanLines } from '../../report/scan-lines.ts';
import { scanMarkdown } from '../../report/scan-markdown.ts';
import { type ScanReport, scanValue } from '../../report/scan-value.ts';
import { versioned } from '../../report/values.ts';
import { type Limits, LIMITS } from '../../scan/budget.ts';
import { LEVELS, type Level } from '../../scan/finding.ts';
import { openOsv } from '../../scan/osv.ts';
import type { Scanned } from '../../scan/scan.ts';
import { dateOf, openBases } from '../../supply/base.ts';
import type { Acceptable } from '../../supply/verdict.ts';
import { InputError } from '../../scenario/input-error.ts';
import { command } from '../command.ts';
import { UsageError } from '../errors.ts';
import { interruptible } from '../interrupt.ts';
import { scanTasks, type Sources } from '../scan-tasks.ts';
import { answer, answerJson, answerValues, complain, look, say } from '../streams.ts';
import { whole, words } from '../values.ts';
import { layerProgress } from '../layer-progress.ts';
import { acceptOption, baseLine, digestsOption } from './verify.ts';

const FORMATS = ['console', 'ndjson', 'table', 'json', 'sarif', 'cyclonedx', 'markdown'] as const;

interface ScanFlags extends Sources {
  osv?: string[];
  digests?: string[];
  accept: Acceptable[];
  maxSize?: number;
  failOn: Level | 'nothing';
  format: (typeof FORMATS)[number];
  color: boolean;
}

export function scanCommand(): Command {
  return command(
    'scan',
    'Find out which program will be PID 1 of an image, verify every init in it, and look for known defects. Runs and fetches nothing.',
    ['initproof scan app.tar', 'initproof scan rootfs/ --inspect container.json --format sarif'],
  )
    .argument('[image...]', 'archive of docker save, OCI archive or folder, folder with a root file system')
    .option(
      '--inspect <file>',
      'output of docker inspect or podman inspect; for a single image it overrides the configuration in the image',
    )
    .option('--pid <pid>', 'scan the container of which this process is PID 1', whole(1, 4_194_304))
    .option('--dockerfile <file>', 'say what its last stage runs as PID 1, and which digests and inits in it nobody checks')
    .option('--name <tag>', 'the image to scan, in an archive with several')
    .option('--platform <platform>', 'the platform to scan, such as linux/arm64')
    .addOption(new Option('--osv <dir>', 'a folder with more advisories, in OSV form').argParser(words))
    .addOption(digestsOption())
    .addOption(acceptOption())
    .option('--max-size <size>', 'maximum size of the unpacked layers, such as 64G', size)
    .addOption(
      new Option('--fail-on <level>', 'lowest level of findings that sets exit code 1').choices([...LEVELS, 'nothing']).default('warning'),
    )
    .addOption(
      new Option('--format <format>', 'output format; table is the console, json one value for people').choices(FORMATS).default('console'),
    )
    .addOption(new Option('--json', 'one JSON value on stdout: --format json').implies({ format: 'json' }))
    .option('--no-color', 'no colours')
    .addHelpText(
      'after',
      '\nExit codes: 0 no finding at the level of --fail-on or above, 1 at least one, 2 wrong usage or unreadable image.',
    )
    .action(scan);
}

/** `512M`, `64G`; bytes. */
function size(text: string): number {
  const [, digits, unit = ''] = /^(\d{1,6})([MGT])i?B?$/.exec(text) ?? [];
  const power = { M: 2, G: 3, T: 4 }[unit];
  if (digits === undefined || power === undefined || Number(digits) === 0)
    throw new InvalidArgumentError('Expected a size such as 512M or 64G.');
  return Number(digits) * 1024 ** power;
}

/** Who lifts the limit knows the image: how well it is compressed says nothing then. */
const limitsOf = ({ maxSize }: ScanFlags): Limits =>
  maxSize === undefined ? LIMITS : { ...LIMITS, stored: maxSize * 1.1, unpacked: maxSize, ratio: Number.POSITIVE_INFINITY };

async function scan(images: string[], flags: ScanFlags): Promise<void> {
  if (images.length === 0 && flags.inspect === undefined && flags.pid === undefined && flags.dockerfile === undefined)
    throw new UsageError('nothing to scan: give an image, --inspect, --pid or --dockerfile');
  const bases = await openBases(flags.digests);
  const osv = await openOsv(flags.osv);
  const { out, terminal } = look(flags.color);
  const progress = layerProgress(terminal);
  const scanned: Scanned[] = [];
  const errors: { image: string; message: string }[] = [];
  try {
    await interruptible(async (signal) => {
      for (const { name, work } of scanTasks(images, flags)) {
        const scanning = { verifying: { bases, accept: flags.accept }, osv, limits: limitsOf(flags), progress: progress.of(name), signal };
        // One that is damaged keeps nobody from the others.
        await work(scanning).then(
          (found) => scanned.push(...found),
          (error) => errors.push({ image: name, message: messageOf(error) }),
        );
      }
    });
  } catch (error) {
    if ((error as Error).name !== 'AbortError') throw error;
    process.exitCode = EXIT.interrupted;
    return;
  } finally {
    progress.end();
  }
  const report = { scanned, errors, base: dateOf(bases), advisories: osv.date };
  print(report, flags, out);
  for (const { message } of errors) complain(message);
  if (flags.format === 'table' || flags.format === 'console') say(baseLine(bases));
  process.exitCode = exitOf(report, flags);
}

/** Faults of ours are none of the image's. */
function messageOf(error: unknown): string {
  if (error instanceof InputError) return error.message;
  throw error;
}

function print(report: ScanReport, { format }: ScanFlags, paint: Paint): void {
  if (format === 'ndjson') answerValues([scanValue(report)]);
  else if (format === 'json') answerJson(versioned(scanValue(report)));
  else if (format === 'sarif') answerJson(sarif(report));
  else if (format === 'cyclonedx') answerJson(cyclonedx(report, now()));
  else answer(...(format === 'markdown' ? scanMarkdown(report) : scanLines(report, paint)));
}

/** SOURCE_DATE_EPOCH, seconds, makes it the same from run to run (reproducible-builds.org). */
function now(): Date {
  const epoch = process.env.SOURCE_DATE_EPOCH ?? '';
  return /^\d{1,10}$/.test(epoch) ? new Date(Number(epoch) * 1000) : new Date();
}

function exitOf({ scanned, errors }: ScanReport, { failOn }: ScanFlags): number {
  if (errors.length > 0) return EXIT.usage;
  const counted = failOn === 'nothing' ? [] : LEVELS.slice(0, LEVELS.indexOf(failOn) + 1);
  return scanned.some(({ findings }) => findings.some(({ level }) => counted.includes(level))) ? EXIT.violated : EXIT.holds;
}
