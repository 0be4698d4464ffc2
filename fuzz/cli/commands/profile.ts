/** `initproof profile`: what an init does, by its system calls. */
import type { Command } from 'commander';
import { command } from '../command.ts';
import { checkProfileCommand } from './profile-check.ts';
import { diffProfileCommand } from './profile-diff.ts';
import { recordProfileCommand } from './profile-record.ts';

export function profileCommand(): Command {
  return command('profile', 'What an init does, by its system calls under the fuzzer: record it, check another by it, compare two.', [
    'initproof profile check ./tini --like tini',
    'initproof profile diff tini ./my-tini',
  ])
    .addCommand(recordProfileCommand())
    .addCommand(checkProfileCommand())
    .addCommand(diffProfileCommand());
}
