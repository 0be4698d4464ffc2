/** What all commands have in common. */
import { Command } from 'commander';

/** A command whose help begins with two examples. */
export function command(name: string, description: string, examples: readonly [string, string]): Command {
  const lines = ['Examples:', ...examples.map((example) => `  ${example}`), ''];
  return new Command(name).description(description).addHelpText('before', lines.join('\n'));
}
