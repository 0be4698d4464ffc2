/** The command line. Each command is a file in commands/; exit codes are in campaign/exit-code.ts. */
import { Command, CommanderError } from 'commander';
import { EXIT } from '../campaign/exit-code.ts';
import { VERSION } from '../campaign/version.ts';
import { acceptCommand } from './commands/accept.ts';
import { appCommand } from './commands/app.ts';
import { bisectCommand } from './commands/bisect.ts';
import { compareCommand } from './commands/compare.ts';
import { completeCommand, completionCommand } from './commands/completion.ts';
import { contractCommand } from './commands/contract.ts';
import { corpusCommand } from './commands/corpus.ts';
import { digestsCommand } from './commands/digests.ts';
import { doctorCommand } from './commands/doctor.ts';
import { exportCommand } from './commands/export.ts';
import { exploreCommand } from './commands/explore.ts';
import { explainCommand } from './commands/explain.ts';
import { nightlyCommand } from './commands/nightly.ts';
import { profileCommand } from './commands/profile.ts';
import { replayCommand } from './commands/replay.ts';
import { reportCommand } from './commands/report.ts';
import { runCommand } from './commands/run.ts';
import { shrinkCommand } from './commands/shrink.ts';
import { targetsCommand } from './commands/targets.ts';
import { scanCommand } from './commands/scan.ts';
import { verifyCommand } from './commands/verify.ts';
import { whyCommand } from './commands/why.ts';
import { tell } from './errors.ts';
import { initOptionHint } from './init-option.ts';
import { endWork } from './interrupt.ts';
import { manPage } from './man.ts';
import { answer, type AnswerLost, complain, say, watchStreams } from './streams.ts';

const COMMANDS = [
  runCommand,
  replayCommand,
  shrinkCommand,
  compareCommand,
  corpusCommand,
  targetsCommand,
  contractCommand,
  doctorCommand,
  explainCommand,
  exploreCommand,
  appCommand,
  bisectCommand,
  profileCommand,
  verifyCommand,
  scanCommand,
  whyCommand,
  digestsCommand,
  exportCommand,
  completionCommand,
  acceptCommand,
  nightlyCommand,
  reportCommand,
];

const EXAMPLES = `Examples:
  initproof run tini --time 5m
  initproof run ./my-init
`;

const EXITS = `
Exit codes: 0 all held, 1 violated or tampered with, 2 wrong usage, 3 this machine cannot run it, 4 nothing was tried or inconclusive,
70 internal error in initproof (please report), 130 interrupted, 141 stdout was closed.`;

export function program(): Command {
  const main = new Command('initproof')
    .description('Fuzzes container inits (PID 1) and reports their faults.')
    .version(VERSION)
    .addHelpText('before', EXAMPLES)
    .addHelpText('after', EXITS);
  for (const make of COMMANDS) main.addCommand(make());
  main.addCommand(completeCommand(), { hidden: true });
  everyCommand(main, (one) => {
    one.exitOverride().showHelpAfterError(false).showSuggestionAfterError();
    one.configureOutput({
      outputError: (text) => complain(text.replace(/^error: /, '').trimEnd()),
      writeOut: (text) => answer(...linesOf(text)),
      writeErr: (text) => say(...linesOf(text)),
    });
  });
  return main;
}

/** The page that `man initproof` shows. */
export const manual = (): string => manPage(program(), VERSION, { examples: EXAMPLES, exits: EXITS });

/** Commander's settings are not inherited by commands that were made apart. */
function everyCommand(one: Command, set: (one: Command) => void): void {
  set(one);
  for (const child of one.commands) everyCommand(child, set);
}

/** Of a text that commander has made: help and version. */
const linesOf = (text: string): string[] => text.replace(/\n$/, '').split('\n');

/** Runs what the arguments of this process say, to its end, and sets the exit code. */
export async function main(): Promise<void> {
  let lost: AnswerLost | undefined;
  watchStreams((told) => {
    lost = told;
    if (told.why !== '') complain(told.why);
    // Executors end with us, whatever ends us.
    if (!endWork()) process.exit(told.exit);
  });
  await run();
  // What nobody could read is not the answer; a process that stays is worse.
  if (lost !== undefined && process.exitCode !== EXIT.internal) process.exitCode = lost.exit;
}

/** The option may be one of the init's. */
async function sayInstead({ code, message }: CommanderError): Promise<void> {
  const [, option] = code === 'commander.unknownOption' && !message.includes('Did you mean') ? (/'(.*)'/.exec(message) ?? []) : [];
  const hint = option === undefined ? undefined : await initOptionHint(option, process.argv.slice(2));
  if (hint !== undefined) say(`  ${hint}`);
}

async function run(): Promise<void> {
  try {
    await program().parseAsync();
  } catch (error) {
    if (error instanceof CommanderError) {
      await sayInstead(error);
      // Help and version are asked for; a command without its subcommand is not.
      process.exitCode = error.exitCode === 0 ? EXIT.holds : EXIT.usage;
      return;
    }
    const { exit, message } = tell(error);
    complain(message);
    process.exitCode = exit;
  }
}
