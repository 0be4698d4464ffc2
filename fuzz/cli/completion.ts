/** What may stand at the place in a command line where somebody presses Tab: from the commands themselves, so that nothing is listed twice. */
import type { Argument, Command, Option } from 'commander';

export interface Suggestions {
  /** What it may be, each with a few words about it. */
  values: [value: string, about: string][];
  /** Whether it may be a path as well. */
  files: boolean;
}

/** Where one of these is to be given, it is a target. */
const TARGETS: readonly string[] = ['target', 'like', 'init'];

/** `words`: what is typed behind `initproof`, the last one up to the cursor, maybe empty. `targets`: names, with titles. */
export function suggest(main: Command, words: readonly string[], targets: Suggestions['values']): Suggestions {
  const typed = words.at(-1) ?? '';
  const { command, option, place } = walk(main, words.slice(0, -1));
  const all = option === undefined ? inCommand(command, place, typed, targets) : ofName(option, option.attributeName(), targets);
  return { ...all, values: all.values.filter(([value]) => value.startsWith(typed)) };
}

/** The command that the words lead to, the option whose value comes next, and how many arguments there are before. */
function walk(main: Command, words: readonly string[]): { command: Command; option: Option | undefined; place: number } {
  let [command, option, place] = [main, undefined as Option | undefined, 0];
  for (const word of words) {
    const given = word.startsWith('-') ? command.options.find(({ long, short }) => long === word || short === word) : undefined;
    const next = option === undefined ? command.commands.find((one) => one.name() === word) : undefined;
    if (option === undefined && next === undefined && !word.startsWith('-')) place++;
    if (next !== undefined) [command, place] = [next, 0];
    option = given !== undefined && (given.required || given.optional) ? given : undefined;
  }
  return { command, option, place };
}

function inCommand(command: Command, place: number, typed: string, targets: Suggestions['values']): Suggestions {
  const help = command.createHelp();
  if (typed.startsWith('-')) {
    const options = help.visibleOptions(command).map((one): [string, string] => [one.long ?? one.flags, one.description]);
    return { values: options, files: false };
  }
  const commands = help.visibleCommands(command).map((one): [string, string] => [one.name(), one.description()]);
  const last = command.registeredArguments.at(-1);
  const argument = command.registeredArguments[place] ?? (last?.variadic === true ? last : undefined);
  if (argument === undefined) return { values: commands, files: false };
  return ofName(argument, argument.name(), targets);
}

/** Of an argument, or of the value of an option. */
function ofName({ argChoices }: Argument | Option, name: string, targets: Suggestions['values']): Suggestions {
  if (argChoices !== undefined) return { values: argChoices.map((choice) => [choice, '']), files: false };
  return { values: TARGETS.includes(name) ? targets : [], files: true };
}
