/** `initproof corpus list`: each case in a line. */
import { basename } from 'node:path';
import type { Command } from 'commander';
import { ALL_PROPERTIES } from '../../../properties/index.ts';
import { EXIT } from '../../campaign/exit-code.ts';
import type { StoredCase } from '../../cases/store.ts';
import { plural } from '../../report/numbers.ts';
import { cutTable } from '../../report/table.ts';
import { didYouMean } from '../../scenario/suggest.ts';
import { size } from '../../shrink/size.ts';
import { readCorpus } from '../choose.ts';
import { command } from '../command.ts';
import { UsageError } from '../errors.ts';
import { answer, answerColumns, answerValues, complain, say } from '../streams.ts';

export function listCommand(): Command {
  return command('list', 'List cases.', ['initproof corpus list', 'initproof corpus list --property exit-code --json'])
    .option('--property <id>', 'only of this property')
    .option('--corpus <dir>', 'another folder')
    .option('--json', 'NDJSON on stdout, with all that a case says')
    .action(async ({ property, corpus, json }: { property?: string; corpus?: string; json?: boolean }) => {
      const { cases, errors } = await readCorpus(corpus);
      const shown = property === undefined ? cases : ofProperty(property, cases);
      if (json === true) answerValues(shown.map(({ path, id, case: saved }) => ({ type: 'case', path, id, ...saved })));
      else if (shown.length > 0)
        answer(...cutTable([['case', 'steps', 'signature', 'violated on'], ...shown.map(listRow)], answerColumns()));
      for (const error of errors) complain(error.message);
      if (json !== true) say(`  ${plural(shown.length, 'case')}${errors.length > 0 ? `, ${errors.length} cannot be read` : ''}`);
      if (errors.length > 0) process.exitCode = EXIT.usage;
    });
}

/** Cases may have properties that initproof does not know: those of whoever uses it as a library. */
function ofProperty(id: string, cases: readonly StoredCase[]): StoredCase[] {
  const found = cases.filter(({ case: { property } }) => property === id);
  const known = ALL_PROPERTIES.map((property) => property.id);
  if (found.length === 0 && !known.includes(id))
    throw new UsageError(`no property ${id}${didYouMean(id, known) || `; there are ${known.join(', ')}`}`);
  return found;
}

/** The first column is what other commands take: the name, which is the id of what was found. */
function listRow({ path, case: { property, signature, expect, scenario } }: StoredCase): string[] {
  const violated = Object.keys(expect).filter((target) => expect[target] === 'violated');
  const name = basename(path).replace(/\.ya?ml$/, '');
  return [name, String(size(scenario)[1]), signature ?? property ?? '–', violated.join(', ') || '–'];
}
