/** The manual page, from the help of the commands: `man` reads what `--help` says. */
import type { Command } from 'commander';

/** As roff(7) reads it as text: no escapes, no requests, and hyphens that can be pasted. */
const text = (line: string): string =>
  line
    .replaceAll('\\', '\\e')
    .replaceAll('-', '\\-')
    .replace(/^(?=[.'])/, '\\&');

/** Terms with what each is. */
const listed = (rows: readonly (readonly [string, string])[]): string[] =>
  rows.flatMap(([term, about]) => ['.TP', `.B ${text(term)}`, text(about)]);

/** `all`: the examples and exit codes that stand around the help of the whole, as they are printed. */
export function manPage(main: Command, version: string, { examples, exits }: { examples: string; exits: string }): string {
  const lines = [
    `.TH INITPROOF 1 "" "initproof ${version}" "User Commands"`,
    '.SH NAME',
    `initproof \\- ${text(main.description())}`,
    '.SH SYNOPSIS',
    '.B initproof',
    text(
      main
        .createHelp()
        .commandUsage(main)
        .replace(/^initproof /, ''),
    ),
    '.SH COMMANDS',
    ...commandsOf(main, ''),
    '.SH EXIT STATUS',
    text(
      exits
        .trim()
        .replace(/^Exit codes: /, '')
        .replaceAll('\n', ' '),
    ),
    '.SH EXAMPLES',
    '.nf',
    ...examples
      .trim()
      .split('\n')
      .slice(1)
      .map((line) => text(line.trim())),
    '.fi',
  ];
  return `${lines.join('\n')}\n`;
}

/** A section for each command that does something, behind the group that it is in. */
function commandsOf(parent: Command, before: string): string[] {
  const help = parent.createHelp();
  return help.visibleCommands(parent).flatMap((one) => {
    const name = `${before}${one.name()}`;
    if (one.commands.length > 0) return commandsOf(one, `${name} `);
    if (name === 'help') return [];
    const own = one.createHelp();
    const args = own.visibleArguments(one).map((argument) => [argument.name(), own.argumentDescription(argument)] as const);
    const options = own.visibleOptions(one).map((option) => [option.flags, own.optionDescription(option)] as const);
    return [`.SS ${text(`initproof ${name} ${one.usage()}`)}`, text(one.description()), ...listed([...args, ...options])];
  });
}
