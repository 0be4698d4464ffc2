/** `initproof corpus check`: can each case be read, says each something of its own, and is each still as recorded? */
import type { Command } from 'commander';
import { EXIT } from '../../campaign/exit-code.ts';
import { withLab } from '../../campaign/lab.ts';
import { replay } from '../../campaign/replay.ts';
import { redundant } from '../../cases/dedupe.ts';
import { readCaseFile, type StoredCase } from '../../cases/store.ts';
import { plural } from '../../report/numbers.ts';
import { chooseTargets, readCorpus } from '../choose.ts';
import { command } from '../command.ts';
import { answer, complain, say } from '../streams.ts';

interface CheckFlags {
  corpus?: string;
  replay?: boolean;
}

export function checkCommand(): Command {
  return command('check', 'Check that all cases can be read. With --replay, run them and compare with the recorded verdicts.', [
    'initproof corpus check',
    'initproof corpus check --replay --corpus corpus',
  ])
    .argument('[file...]', 'only these files')
    .option('--corpus <dir>', 'another folder')
    .option('--replay', 'replay each case on its recorded targets')
    .action(check);
}

async function check(files: string[], { corpus, replay: again }: CheckFlags): Promise<void> {
  const { cases, errors } = files.length > 0 ? { cases: await Promise.all(files.map(readCaseFile)), errors: [] } : await readCorpus(corpus);
  for (const error of errors) complain(error.message);
  for (const { stored, coveredBy } of redundant(cases)) say(`  ${stored.path} shows nothing that ${coveredBy.path} does not`);
  const differing = again === true ? await checkReplays(cases) : 0;
  answer(
    `${errors.length + differing === 0 ? '✓' : '✕'} ${plural(cases.length, 'case')}${again === true ? `, ${differing} not as recorded` : ''}, ${errors.length} cannot be read`,
  );
  if (errors.length > 0) process.exitCode = EXIT.usage;
  else if (differing > 0) process.exitCode = EXIT.violated;
}

/** How many are not as recorded; a line for each. */
async function checkReplays(cases: readonly StoredCase[]): Promise<number> {
  const names = [...new Set(cases.flatMap(({ case: { expect } }) => Object.keys(expect)))];
  if (names.length === 0) return 0;
  const targets = await chooseTargets(names);
  return withLab(targets, {}, async (lab) => {
    let differing = 0;
    for (const stored of cases) {
      for (const target of targets.filter(({ name }) => stored.case.expect[name] !== undefined)) {
        const result = await replay(lab, stored, target, 1);
        if (result.asRecorded === true) continue;
        differing++;
        say(
          `✕ ${stored.path} on ${target.name}: recorded as ${result.recorded}, now ${result.always ?? result.harnessErrors[0] ?? 'not certain'}`,
        );
      }
    }
    return differing;
  });
}
