/** `initproof corpus`: the folder of cases. */
import type { Command } from 'commander';
import { command } from '../command.ts';
import { addCommand } from './corpus-add.ts';
import { checkCommand } from './corpus-check.ts';
import { listCommand } from './corpus-list.ts';

export function corpusCommand(): Command {
  return command('corpus', 'The folder of cases: list, add, check.', [
    'initproof corpus list --property exit-code',
    'initproof corpus add bug.yaml --target tini',
  ])
    .addCommand(listCommand())
    .addCommand(addCommand())
    .addCommand(checkCommand());
}
