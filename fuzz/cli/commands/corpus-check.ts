/** `initproof corpus check`: can each case be read, says each something of its own, and is each still as recorded? */
import type { Command } from 'commander';
import { EXIT } from '../../campaign/exit-code.ts';
import { withLab } from '../../campaign/lab.ts';
import { type Replayed, replay } from '../../campaign/replay.ts';
import { redundant } from '../../cause/redundant.ts';
import type { StoredCase } from '../../cases/store.ts';
import { plural } from '../../report/numbers.ts';
import { chooseCases, chooseTargets, readCorpus } from '../choose.ts';
import { command } from '../command.ts';
import { type OutputFlags, withOutputs } from '../outputs.ts';
import { type Report, reporting } from '../reporting.ts';
import { complain } from '../streams.ts';

interface CheckFlags extends OutputFlags {
  corpus?: string;
  replay?: boolean;
}

export function checkCommand(): Command {
  const checked = command('check', 'Check that all cases can be read. With --replay, run them and compare with the recorded verdicts.', [
    'initproof corpus check',
    'initproof corpus check --replay --corpus corpus',
  ])
    .argument('[case...]', 'only these: paths, folders, names in the corpus, or the first digits of an id')
    .option('--corpus <dir>', 'another folder')
    .option('--replay', 'replay each case on its recorded targets')
    .action(check);
  return withOutputs(checked, 'corpus', 'replays, what is wrong, and the sums');
}

const check = (words: string[], flags: CheckFlags): Promise<void> => reporting('corpus', flags, (report) => checkAll(words, flags, report));

async function checkAll(words: string[], { corpus, replay: again }: CheckFlags, report: Report): Promise<void> {
  const { cases, errors } = words.length > 0 ? { cases: await allOf(words), errors: [] } : await readCorpus(corpus);
  for (const error of errors) complain(error.message);
  const covered = redundant(cases).map(({ stored, coveredBy }) => ({ case: stored.path, coveredBy: coveredBy.path }));
  report.tell(covered.map((one) => ({ type: 'redundant', ...one })));
  for (const { case: path, coveredBy } of covered) report.say(`  ${path} shows nothing that ${coveredBy} does not`);
  const differing = again === true ? await checkReplays(cases, report) : 0;
  const sums = { cases: cases.length, ...(again === true ? { notAsRecorded: differing } : {}), unreadable: errors.length };
  report.tell([{ type: 'checked', ...sums }], () => [`${errors.length + differing === 0 ? '✓' : '✕'} ${inWords(sums)}`]);
  if (errors.length > 0) process.exitCode = EXIT.usage;
  else if (differing > 0) process.exitCode = EXIT.violated;
}

const allOf = async (words: readonly string[]): Promise<StoredCase[]> => (await Promise.all(words.map(chooseCases))).flat();

const inWords = ({ cases, notAsRecorded, unreadable }: { cases: number; notAsRecorded?: number; unreadable: number }): string =>
  `${plural(cases, 'case')}${notAsRecorded === undefined ? '' : `, ${notAsRecorded} not as recorded`}, ${unreadable} cannot be read`;

/** How many are not as recorded; a line for each. */
async function checkReplays(cases: readonly StoredCase[], report: Report): Promise<number> {
  const names = [...new Set(cases.flatMap(({ case: { expect } }) => Object.keys(expect)))];
  if (names.length === 0) return 0;
  const targets = await chooseTargets(names);
  return withLab(targets, {}, async (lab) => {
    let differing = 0;
    for (const stored of cases) {
      for (const target of targets.filter(({ name }) => stored.case.expect[name] !== undefined)) {
        const result = await replay(lab, stored, target, 1);
        const fails = result.asRecorded !== true;
        report.tell([{ type: 'replay', fails, ...result }]);
        if (!fails) continue;
        differing++;
        report.say(`✕ ${stored.path} on ${target.name}: recorded as ${result.recorded}, now ${nowOf(result)}`);
      }
    }
    return differing;
  });
}

const nowOf = ({ always, harnessErrors }: Replayed): string => always ?? harnessErrors[0] ?? 'not certain';
