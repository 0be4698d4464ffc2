/** `initproof why`: what is wrong with a container that runs, or what an image will do when it is stopped. */
import type { Command } from 'commander';
import { EXIT } from '../../campaign/exit-code.ts';
import { command } from '../command.ts';
import { UsageError } from '../errors.ts';
import { interruptible } from '../interrupt.ts';
import { answer, answerValues, answerWidth, look } from '../streams.ts';
import { signalNamed, whole } from '../values.ts';
import { type WhyFlags, whyAnswers } from '../why-answers.ts';
import { whyLines } from '../../report/why-lines.ts';

interface Flags extends WhyFlags {
  json?: boolean;
  color: boolean;
}

export const whyCommand = (): Command =>
  command(
    'why',
    'Say why a container does not stop, or fills with zombies. Looks at /proc, control groups and files only: nothing is run, signalled, traced or changed.',
    ['docker inspect web | initproof why -', 'initproof why --pid 4711'],
  )
    .argument(
      '[subject]',
      'what docker inspect or podman inspect prints, in a file or - for stdin; or an image: archive of docker save, OCI archive or folder, folder with a root file system',
    )
    .argument('[command...]', 'what to run in the image instead of its own command; of a root file system, what to run at all')
    .option('--pid <pid>', 'PID 1 of the container, by its number on this machine', whole(1, 4_194_304))
    .option('--stop-signal <signal>', 'the signal that stops it; default: what the container or the image says, else SIGTERM', signalNamed)
    .option('--json', 'one JSON value a line on stdout, one for each container or image')
    .option('--no-color', 'no colours')
    .addHelpText(
      'after',
      '\nExit codes: 0 nothing is wrong, 1 something is, 2 wrong usage, or a process or an image that may not be looked at.',
    )
    .action(why);

async function why(subject: string | undefined, words: string[], flags: Flags): Promise<void> {
  if ((subject === undefined) === (flags.pid === undefined))
    throw new UsageError('give one of: --pid, a file of docker inspect (- for stdin), an image');
  const answers = await interruptible((signal) => whyAnswers({ subject, words }, flags, signal)).catch((error: Error) => {
    if (error.name !== 'AbortError') throw error;
    process.exitCode = EXIT.interrupted;
    return [];
  });
  if (flags.json === true) answerValues(answers.map(({ value }) => value));
  else for (const { head, lines } of answers) answer(...whyLines(head, lines, look(flags.color).out, answerWidth()));
  if (answers.some(({ lines }) => lines.some(({ grade }) => grade === 'fault'))) process.exitCode = EXIT.violated;
}
