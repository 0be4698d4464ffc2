/** `initproof completion`: the script that a shell needs; and `complete`, which that calls. */
import { Argument, Command } from 'commander';
import { shippedTargets } from '../../campaign/target-files.ts';
import { command } from '../command.ts';
import { suggest } from '../completion.ts';
import { answerFile } from '../streams.ts';

const SHELLS = ['bash', 'zsh', 'fish', 'powershell'] as const;

export function completionCommand(): Command {
  return command('completion', 'Print a script by which a shell completes commands, options and targets.', [
    'initproof completion bash > ~/.local/share/bash-completion/completions/initproof',
    'initproof completion fish > ~/.config/fish/completions/initproof.fish',
  ])
    .addArgument(new Argument('<shell>', 'the shell; bash needs the package bash-completion').choices(SHELLS))
    .action(async (shell: string) => (await import('@bomb.sh/tab')).script(shell, 'initproof', 'initproof'));
}

/** What to do with a word, as the scripts read it: 0 leaves the rest to the shell, which completes paths; 4 says that it is none. */
const DIRECTIVE = { files: ':0', none: ':4' } as const;

/** For the scripts: a line for each suggestion, and one that says whether paths are wanted too. */
export function completeCommand(): Command {
  return new Command('complete').argument('[words...]').action(async (words: string[], _options: object, self: Command) => {
    const targets = (await shippedTargets()).map(({ file }): [string, string] => [file.name, file.title]);
    const { values, files } = suggest(self.parent ?? self, words, targets);
    const lines = [...values.map(([value, about]) => `${value}\t${about}`), files ? DIRECTIVE.files : DIRECTIVE.none];
    answerFile(`${lines.join('\n')}\n`);
  });
}
