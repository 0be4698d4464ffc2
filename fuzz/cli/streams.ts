/** stdout is the answer, stderr the conversation. */
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

/** Who reads our answer may stop reading (`| head`): then we end as a program does that SIGPIPE ends. */
export function endWithReader(): void {
  process.stdout.on('error', (error: NodeJS.ErrnoException) => {
    if (error.code !== 'EPIPE') throw error;
    process.exit(141);
  });
}
