/** stdout is the answer, stderr the conversation. */
import { EXIT } from '../campaign/exit-code.ts';
import { whyNotWritten } from '../cases/file-error.ts';
import { type Paint, painter } from '../report/paint.ts';

/** Lines of the answer. */
export const answer = (...lines: string[]): void => {
  process.stdout.write(lines.map((line) => `${line}\n`).join(''));
};

/** Lines of the conversation: warnings, progress, hints. */
export const say = (...lines: string[]): void => {
  process.stderr.write(lines.map((line) => `${line}\n`).join(''));
};

export interface Look {
  out: Paint;
  err: Paint;
  /** For the live block; absent unless stderr is a terminal that shows it. */
  terminal?: NodeJS.WriteStream;
}

/** How the streams look. `colour`: false with --no-color. */
export function look(colour: boolean): Look {
  const { CI, TERM } = process.env;
  const live = process.stderr.isTTY === true && CI === undefined && TERM !== 'dumb';
  return { out: painter(process.stdout, colour), err: painter(process.stderr, colour), ...(live ? { terminal: process.stderr } : {}) };
}

/** Why the answer cannot be written any more, and the exit code that this comes to. */
export interface AnswerLost {
  exit: number;
  why: string;
}

/**
 * Calls `lost` once, when stdout takes no more. Who reads our answer may stop reading (`| head`): then nothing is said, and the exit code
 * is that of a program which SIGPIPE ends. Everything else is the machine's: a full disk, a terminal that is gone. Where nobody hears the
 * conversation any more, the work goes on all the same.
 */
export function watchStreams(lost: (answer: AnswerLost) => void): void {
  let told = false;
  process.stderr.on('error', () => {});
  process.stdout.on('error', (error: NodeJS.ErrnoException) => {
    if (told) return;
    told = true;
    const exit = error.code === 'EPIPE' ? EXIT.reader : EXIT.machine;
    lost({ exit, why: error.code === 'EPIPE' ? '' : `the answer cannot be written to stdout: ${whyNotWritten(error)}` });
  });
}
