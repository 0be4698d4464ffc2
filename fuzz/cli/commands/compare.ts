/** `initproof compare`: the same scenarios on several inits. */
import { randomInt } from 'node:crypto';
import { type Command, Option } from 'commander';
import { compare, type Row } from '../../campaign/compare.ts';
import { EXIT } from '../../campaign/exit-code.ts';
import { withLab } from '../../campaign/lab.ts';
import { LiveBlock } from '../../report/live.ts';
import { matrixLines } from '../../report/matrix.ts';
import { grouped } from '../../report/numbers.ts';
import { chooseCase, chooseProperties, chooseJudged, type TargetFlags, withTargetOptions } from '../choose.ts';
import { jobsOption } from '../campaign-options.ts';
import { command } from '../command.ts';
import { interruptible } from '../interrupt.ts';
import { type OutputFlags, withOutputs } from '../outputs.ts';
import { type Report, reporting } from '../reporting.ts';
import { look, say } from '../streams.ts';
import { whole, words } from '../values.ts';

/** A few seconds for each target, and every kind of scenario many times. */
const DEFAULT_RUNS = 2000;

interface Flags extends TargetFlags, OutputFlags {
  runs: number;
  seed?: number;
  case?: string[];
  property?: string[];
  jobs?: number;
  color: boolean;
}

export function compareCommand(): Command {
  const compared = withTargetOptions(
    command('compare', 'Run the same scenarios on several inits and show which properties each one holds.', [
      'initproof compare tini dumb-init catatonit',
      'initproof compare tini ./my-init --case 7f3a --format markdown',
    ]),
  )
    .argument('[target...]', 'names, target files, or paths of binaries (default: all that come with initproof)')
    .addOption(new Option('--runs <n>', 'number of scenarios, each on every target').argParser(whole(1)).default(DEFAULT_RUNS))
    .addOption(new Option('--seed <n>', 'the same seed gives the same scenarios').argParser(whole(0)).env('INITPROOF_SEED'))
    .addOption(new Option('--case <case>', 'run these cases instead of generated scenarios').argParser(words))
    .addOption(new Option('--property <id>', 'only these properties').argParser(words))
    .addOption(jobsOption())
    .option('--no-color', 'no colours')
    .action(run);
  return withOutputs(compared, 'comparison', 'rows', { table: 'console', json: 'ndjson' });
}

async function run(names: string[], flags: Flags): Promise<void> {
  const properties = chooseProperties(flags.property);
  const cases = flags.case === undefined ? undefined : await Promise.all(flags.case.map(chooseCase));
  const targets = await chooseJudged(names, flags);
  const seed = flags.seed ?? randomInt(2 ** 31);
  if (cases === undefined) say(`initproof compare · seed ${seed} · ${grouped(flags.runs)} scenarios`);
  const { terminal } = look(flags.color);
  const live = terminal === undefined ? undefined : new LiveBlock(terminal);
  const work = (report: Report) =>
    withLab(targets, { jobs: flags.jobs, properties }, async (lab) => {
      const rows = await interruptible(async (signal) => {
        const result = await compare(lab, targets, {
          seed,
          runs: flags.runs,
          ...(cases === undefined ? {} : { scenarios: cases.map((stored) => stored.case.scenario) }),
          signal,
          onProgress: (done, of) => done % 200 === 0 && live?.draw([`  ${grouped(done)} / ${grouped(of)}`]),
        });
        if (signal.aborted) process.exitCode = EXIT.interrupted;
        return result;
      });
      live?.clear();
      const paths = cases?.map(({ path }) => path);
      const values = rows.map((row) => ({ type: 'row' as const, seed, ...row, ...(paths === undefined ? {} : { cases: paths }) }));
      report.tell(values, () => matrixLines(rows, look(flags.color).out, paths));
      process.exitCode ??= exitOf(rows);
    });
  await reporting('comparison', flags, work);
}

function exitOf(rows: readonly Row[]): number {
  const some = (test: (cell: Row['properties'][number]) => boolean): boolean => rows.some((row) => row.properties.some(test));
  if (rows.some(({ tampered }) => tampered !== undefined) || some((cell) => cell.violated > 0)) return EXIT.violated;
  return some((cell) => cell.flaky > 0) || rows.some((row) => row.harnessErrors > 0) ? EXIT.inconclusive : EXIT.holds;
}
