/** `initproof explore`: each thing that may happen at each system call of the init. */
import { basename } from 'node:path';
import { type Command, Option } from 'commander';
import type { CampaignEventBody } from '../../campaign/events.ts';
import { EXIT } from '../../campaign/exit-code.ts';
import type { FoundTarget } from '../../campaign/find-target.ts';
import { provenance } from '../../campaign/provenance.ts';
import type { StoredCase } from '../../cases/store.ts';
import { type Base, BASES } from '../../explore/bases.ts';
import { type Exploration, explore } from '../../explore/explore.ts';
import { explorationLines, listLines } from '../../report/exploration.ts';
import { failureLines } from '../../report/failure.ts';
import { troubleLines } from '../../report/trouble.ts';
import { LiveBlock } from '../../report/live.ts';
import { clock, grouped } from '../../report/numbers.ts';
import { versioned } from '../../report/values.ts';
import { didYouMean } from '../../scenario/suggest.ts';
import { chooseCase, chooseJudged, DEFAULT_OUT, readCorpus, type TargetFlags, withTargetOptions } from '../choose.ts';
import { jobsOption } from '../campaign-options.ts';
import { command } from '../command.ts';
import { ExploreResult } from '../explore-result.ts';
import { UsageError } from '../errors.ts';
import { interruptible } from '../interrupt.ts';
import { type OutputFlags, withOutputs } from '../outputs.ts';
import { type Report, reporting } from '../reporting.ts';
import { answerWidth, look, say } from '../streams.ts';
import { whole, words } from '../values.ts';

interface Flags extends TargetFlags, OutputFlags {
  base?: string[];
  scenario?: string;
  jobs?: number;
  out: string;
  shrink: boolean;
  pairs: boolean;
  schedules?: number;
  depth: number;
  seed: number;
  color: boolean;
}

/** What depth 2 takes, the cells of `explore` meet for certain: drawn ones begin where those end. */
const DEPTH = 3;
/** Beyond this the chance of one is below 1 in 10^9. */
const MOST_DEPTH = 6;
/** All are drawn at once: some GB. */
const MOST_SCHEDULES = 1_000_000;

/** How often progress is drawn on a terminal, and said elsewhere, ms. */
const DRAW_MS = 200;
const SAY_MS = 10_000;

export function exploreCommand(): Command {
  const explored = withTargetOptions(
    command('explore', 'Pause the init at each of its system calls and try every event there.', [
      'initproof explore tini --schedules 10000 --depth 3 --seed 7',
      'initproof explore ./my-init --like dumb-init --scenario my.yaml',
    ]),
  )
    .argument('<target...>', 'names, target files, or paths of binaries')
    .addOption(
      new Option('--base <name>', `these of the built-in scenarios (${BASES.map(({ name }) => name).join(', ')})`).argParser(words),
    )
    .option('--scenario <file>', 'use this scenario or case instead of the built-in ones')
    .addOption(jobsOption())
    .option('--out <dir>', 'folder for findings and progress', DEFAULT_OUT)
    .option('--no-shrink', 'keep findings as they were found, without making them smaller')
    .option('--pairs', 'try two events at two calls instead of one event at one call', false)
    .addOption(
      new Option('--schedules <n>', 'number of random schedules of each scenario (PCT: random priorities that change at random moments)')
        .argParser(whole(1, MOST_SCHEDULES))
        .conflicts('pairs'),
    )
    .addOption(
      new Option('--depth <n>', 'bug depth for --schedules: how many orderings must coincide')
        .argParser(whole(1, MOST_DEPTH))
        .default(DEPTH),
    )
    .addOption(new Option('--seed <n>', 'seed for --schedules').argParser(whole(0, Number.MAX_SAFE_INTEGER)).default(1))
    .option('--no-color', 'no colours')
    .action(run);
  return withOutputs(explored, 'exploration', 'cells');
}

async function run(names: string[], flags: Flags): Promise<void> {
  const bases = await chooseBases(flags);
  const targets = await chooseJudged(names, flags);
  const { cases } = await readCorpus(undefined);
  const work = (report: Report) =>
    interruptible(async (signal) => {
      let worst: number = EXIT.holds;
      for (const target of targets) {
        const exit = await exploreOne(target, bases, cases, flags, report, signal);
        worst = Math.max(worst, exit);
      }
      process.exitCode = signal.aborted && worst !== EXIT.internal ? EXIT.interrupted : worst;
      if (signal.aborted) say('initproof: the same command goes on from here');
    });
  await reporting('exploration', flags, work);
}

async function chooseBases({ base, scenario }: Flags): Promise<readonly Base[]> {
  if (scenario !== undefined) {
    const stored = await chooseCase(scenario);
    const { as, early } = stored.case.scenario.launch;
    if (as !== undefined || early !== undefined)
      throw new UsageError(`${stored.path}: only an init that is PID 1, and gets no signals \`early\`, can be held at its calls`);
    return [{ name: basename(stored.path).replace(/\.ya?ml$/, ''), title: stored.path, scenario: stored.case.scenario, start: true }];
  }
  const known = BASES.map(({ name }) => name);
  for (const name of base ?? [])
    if (!known.includes(name)) throw new UsageError(`no base ${name}${didYouMean(name, known) || `; there are ${known.join(', ')}`}`);
  return BASES.filter(({ name }) => base?.includes(name) ?? true);
}

async function exploreOne(
  target: FoundTarget,
  bases: readonly Base[],
  corpus: StoredCase[],
  flags: Flags,
  report: Report,
  signal: AbortSignal,
): Promise<number> {
  const { out, err } = look(flags.color);
  const progress = progressOf(target, flags);
  const result = new ExploreResult();
  const emit = (event: CampaignEventBody): void => {
    progress.clear();
    result.take(event);
    const lines = event.type === 'failure' ? () => [...failureLines(versioned(event), undefined, out, answerWidth()), ''] : undefined;
    report.tell([event], lines);
    report.say(...troubleLines(versioned(event), err));
  };
  const given = { target, bases, corpus, jobs: flags.jobs, out: flags.out, shrink: flags.shrink, cells: cellsFor(flags), signal };
  report.tell([], () => [`${out('bold', target.name)} ${target.version ?? ''}`.trimEnd(), '']);
  for await (const explored of explore({ ...given, desk: { out: flags.out, provenance: provenance(0), emit }, progress: progress.tell })) {
    progress.clear();
    result.unreliable ||= explored.cells.some(({ outcome }) => outcome === 'failed' || outcome === 'flaky');
    const cells = explored.cells.map((cell) => ({ type: 'cell' as const, target: target.name, ...cell }));
    report.tell(cells, () => (given.cells === 'single' ? explorationLines(explored, out) : listLines(explored, out)));
  }
  progress.clear();
  return result.exit;
}

function cellsFor({ pairs, schedules: count, depth, seed }: Flags): Exploration['cells'] {
  if (count !== undefined) return { count, depth, seed };
  return pairs ? 'pairs' : 'single';
}

/** One line, drawn anew on a terminal; elsewhere now and then a line of its own. */
function progressOf(target: FoundTarget, flags: Flags) {
  const { terminal } = look(flags.color);
  const block = terminal === undefined ? undefined : new LiveBlock(terminal);
  let told = performance.now();
  let began = told;
  let of: Base | undefined;
  return {
    clear: (): void => block?.clear(),
    tell(base: Base, done: number, all: number, doing: string | undefined): void {
      const now = performance.now();
      if (base !== of) [of, began] = [base, now];
      if (now - told < (block === undefined ? SAY_MS : DRAW_MS)) return;
      told = now;
      const left = ((now - began) / done) * (all - done);
      const line = `${target.name} ${base.name}: ${grouped(done)} of ${grouped(all)} cells, ${clock(left)} left${doing === undefined ? '' : `, ${doing}`}`;
      if (block === undefined) say(line);
      else block.draw([line]);
    },
  };
}
