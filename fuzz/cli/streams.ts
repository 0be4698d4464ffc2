/** stdout is the answer, stderr the conversation. Nothing else writes to them, so that a terminal gets nothing of a stranger's that it acts upon. */
import { harmless, toJson } from '../base/printable.ts';
import { EXIT } from '../campaign/exit-code.ts';
import { whyNotWritten } from '../cases/file-error.ts';
import { type Paint, painter, rendered } from '../report/paint.ts';
import { toLine } from '../report/ndjson.ts';
import { severalLines, USUAL_WIDTH } from '../report/table.ts';
import { type Body, versioned } from '../report/values.ts';

const write = (stream: NodeJS.WriteStream, lines: readonly string[]): void => {
  stream.write(lines.map((line) => `${rendered(line)}\n`).join(''));
};

/** Lines of the answer, one an argument: a line end in one of them is a stranger's. */
export const answer = (...lines: string[]): void => write(process.stdout, lines);

/** Lines of the conversation: warnings, progress, hints; likewise. */
export const say = (...lines: string[]): void => write(process.stderr, lines);

/** What is wrong, which may take several lines. */
export const complain = (message: string): void => say(...severalLines(`initproof: ${message}`));

/** Values of `--json`, a line each. */
export const answerValues = (values: readonly Body[]): void => {
  process.stdout.write(values.map((body) => toLine(versioned(body))).join(''));
};

/** One JSON value that people read too. */
export const answerJson = (value: object): void => {
  process.stdout.write(`${toJson(value, 2)}\n`);
};

/** A file that is printed: as it is for a pipe or a file, harmless line by line for a terminal. Tabs are all right there. */
export const answerFile = (text: string, { isTTY }: { isTTY?: boolean } = process.stdout): void => {
  process.stdout.write(isTTY === true ? onTerminal(text) : text);
};

/** What a terminal gets of a file. */
export const onTerminal = (text: string): string => text.replace(/[^\n\t]+/g, harmless);

/** Widest text, columns: longer lines are hard to read. */
const WIDEST = 100;
/** Narrowest: below that, sentences come apart. */
const NARROWEST = 40;

/** Width of text in the answer: that of the terminal, 100 columns at most. */
export const answerWidth = ({ columns = USUAL_WIDTH }: { columns?: number } = process.stdout): number =>
  Math.max(NARROWEST, Math.min(WIDEST, columns));

/** Columns of the terminal that gets the answer: a table is cut there. Undefined where it goes to a file or a pipe. */
export const answerColumns = (): number | undefined => process.stdout.columns;

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
