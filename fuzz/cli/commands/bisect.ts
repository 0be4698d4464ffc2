/** `initproof bisect`: which build has brought a fault, or taken it away. */
import { type Command, InvalidArgumentError, Option } from 'commander';
import { bisect, type Bisection } from '../../campaign/bisect.ts';
import { readBuilds } from '../../campaign/builds.ts';
import { EXIT } from '../../campaign/exit-code.ts';
import { type FoundTarget, findTarget } from '../../campaign/find-target.ts';
import { shippedTargets } from '../../campaign/target-files.ts';
import { parseRate, type Rate } from '../../campaign/trials.ts';
import type { StoredCase } from '../../cases/store.ts';
import { bisectionLines, triedLine } from '../../report/bisection.ts';
import type { ValueOf } from '../../report/values.ts';
import { chooseCase } from '../choose.ts';
import { jobsOption } from '../campaign-options.ts';
import { command } from '../command.ts';
import { UsageError } from '../errors.ts';
import { interruptible } from '../interrupt.ts';
import { type OutputFlags, withOutputs } from '../outputs.ts';
import { type Report, reporting } from '../reporting.ts';
import { look, say } from '../streams.ts';
interface Flags extends OutputFlags {
  builds: string;
  firstGood?: boolean;
  like?: string;
  rate?: Rate;
  jobs?: number;
  color: boolean;
}

const HELP = `
Builds are the executable files of a folder, in natural order of their names, or the paths in a text file, one per line, oldest first.
Exit codes: 0 found, 4 not found (the first and the last build do the same), 2, 3, 70, 130 as for all commands.`;

export function bisectCommand(): Command {
  const bisected = command('bisect', 'Find the first build that has the fault of a case, or the first that no longer has it.', [
    'initproof bisect c41a9f6d --builds builds/ --like tini',
    'initproof bisect bug.yaml --builds releases.txt --first-good',
  ])
    .argument('<case>', 'a path, a name in the corpus, or the first digits of an id')
    .requiredOption('--builds <dir|list>', 'a folder of binaries, or a file with one path per line, oldest first')
    .option('--first-good', 'find the first build without the fault; the oldest build has it')
    .option('--like <target>', 'contract and arguments of the builds (default: those of the target on which the case was found)')
    .addOption(new Option('--rate <k/n>', 'how often the fault shows (default: as the case says, else measured)').argParser(rateOf))
    .addOption(jobsOption('runs'))
    .option('--no-color', 'no colours')
    .addHelpText('after', HELP)
    .action(run);
  return withOutputs(bisected, 'bisection', 'builds and the answer');
}

function rateOf(text: string): Rate {
  const rate = parseRate(text);
  if (rate === undefined) throw new InvalidArgumentError('Expected how often it shows of how many runs, such as 3/10.');
  return rate;
}

async function run(word: string, flags: Flags): Promise<void> {
  const [stored, builds] = await Promise.all([chooseCase(word), readBuilds(flags.builds)]);
  if (stored.case.property === undefined) throw new UsageError(`${stored.path}: a scenario without a property has no fault to look for`);
  const name = await modelFor(stored, flags.like);
  const rate = flags.rate ?? parseRate(stored.case.found?.repeats ?? '');
  const sought = flags.firstGood === true ? 'good' : 'bad';
  const { out, err } = look(flags.color);
  say(
    `initproof: case ${stored.id} on ${builds.length} builds, ${builds[0]?.name} to ${builds.at(-1)?.name}, judged as ${name ?? 'any init'} is`,
  );
  const work = (report: Report) =>
    interruptible(async (signal) => {
      const tell: Parameters<typeof bisect>[0]['tell'] = (tried) => {
        report.tell([{ type: 'build', ...tried }]);
        report.say(triedLine(tried, builds.length, err));
      };
      const result = await bisect({ stored, builds, like: asTarget(name), rate, sought, jobs: flags.jobs, signal, tell });
      report.tell([summary(stored, result)], () => bisectionLines(result, sought, out));
      process.exitCode = { found: EXIT.holds, 'no-edge': EXIT.inconclusive, interrupted: EXIT.interrupted }[result.kind];
    });
  await reporting('bisection', flags, work);
}

/**
 * As whom the builds are judged: `like`, or the target on which the case was found where that is a shipped one, or what everybody expects.
 */
async function modelFor({ case: { found } }: StoredCase, like: string | undefined): Promise<string | undefined> {
  return like ?? (await shippedTargets()).find(({ file }) => file.name === found?.target)?.file.name;
}

/** Each build by the contract of its own release. */
const asTarget =
  (like: string | undefined) =>
  async (binary: string): Promise<FoundTarget> => {
    const found = await findTarget(binary, { like });
    if (!found.ok) throw new UsageError(found.why);
    return found.target;
  };

/** The answer alone: the builds have a line each. */
function summary(stored: StoredCase, { tried: _, ...result }: Bisection): ValueOf<'bisection'> {
  return { type: 'bisection', case: stored.path, id: stored.id, ...result };
}
