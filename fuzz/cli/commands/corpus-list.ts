/** `initproof corpus list`: each case in a line. */
import type { Command } from 'commander';
import { EXIT } from '../../campaign/exit-code.ts';
import type { StoredCase } from '../../cases/store.ts';
import { plural } from '../../report/numbers.ts';
import { table } from '../../report/table.ts';
import { size } from '../../shrink/size.ts';
import { readCorpus } from '../choose.ts';
import { command } from '../command.ts';
import { answer, answerValues, complain, say } from '../streams.ts';

export function listCommand(): Command {
  return command('list', 'List cases.', ['initproof corpus list', 'initproof corpus list --property exit-code --json'])
    .option('--property <id>', 'only of this property')
    .option('--corpus <dir>', 'another folder')
    .option('--json', 'NDJSON on stdout')
    .action(async ({ property, corpus, json }: { property?: string; corpus?: string; json?: boolean }) => {
      const { cases, errors } = await readCorpus(corpus);
      const shown = cases.filter((stored) => property === undefined || stored.case.property === property);
      if (json === true) answerValues(shown.map(({ path, id, case: saved }) => ({ v: 1, type: 'case', path, id, ...saved })));
      else if (shown.length > 0) answer(...table([['id', 'property', 'steps', 'expected', 'signature', 'path'], ...shown.map(listRow)]));
      for (const error of errors) complain(error.message);
      if (json !== true) say(`  ${plural(shown.length, 'case')}${errors.length > 0 ? `, ${errors.length} cannot be read` : ''}`);
      if (errors.length > 0) process.exitCode = EXIT.usage;
    });
}

function listRow({ id, path, case: { property, signature, expect, scenario } }: StoredCase): string[] {
  const expected = Object.entries(expect).map(([target, kind]) => `${target}: ${kind}`);
  return [id, property ?? '–', String(size(scenario)[1]), expected.join(', ') || '–', signature ?? '–', path];
}
