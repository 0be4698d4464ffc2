/** The answer of a command in every format that is asked for: values as they come, drawings at the end. */
import { closeSync, openSync, writeSync } from 'node:fs';
import { appendFile } from 'node:fs/promises';
import { EXIT } from '../campaign/exit-code.ts';
import { whyNotWritten } from '../cases/file-error.ts';
import { writeFileAtomically } from '../cases/write-file.ts';
import { type Answer, DRAWINGS, type Drawn } from '../report/formats.ts';
import { toLine } from '../report/ndjson.ts';
import { type Summary, Summing } from '../report/summary.ts';
import { type Body, versioned } from '../report/values.ts';
import { tell } from './errors.ts';
import { type OutputFlags, type Outputs, outputsOf } from './outputs.ts';
import { answer, answerFile, answerValues, complain, say } from './streams.ts';

export class Report {
  readonly #answer: Answer;
  readonly #outputs: Outputs;
  readonly #summing = new Summing();
  /** Descriptors of NDJSON files: a line is there as soon as it is told, whatever becomes of us. */
  readonly #streams: number[];
  /** What was told for the console and is not written there. */
  readonly shows: boolean;
  #concluded: Summary | undefined;
  /** Once it is closed: whether each file is written. */
  whole = true;
  /** Whether the conversation on stderr is wanted: NDJSON on stdout has all of it. */
  readonly talks: boolean;

  constructor(of: Answer, flags: OutputFlags) {
    this.#answer = of;
    this.#outputs = outputsOf(flags);
    const { stdout, files } = this.#outputs;
    this.shows = stdout === 'console';
    this.talks = stdout !== 'ndjson';
    this.#streams = files.flatMap(({ format, file }) => (format === 'ndjson' ? openSync(file, 'w') : []));
  }

  /** `lines`: what the console says of them, of a table of its own all at once. */
  tell(values: readonly Body[], lines?: () => readonly string[]): void {
    for (const value of values) {
      this.#summing.take(value);
      for (const stream of this.#streams) writeSync(stream, toLine(versioned(value)));
    }
    if (this.#outputs.stdout === 'ndjson') answerValues(values);
    else if (this.shows && lines !== undefined) answer(...lines());
  }

  /** What is drawn at the end, where that is not what the values come to: nights draw from what they have left. */
  concludes(summary: Summary): void {
    this.#concluded = summary;
  }

  asks(format: Drawn): boolean {
    const { stdout, files } = this.#outputs;
    return stdout === format || files.some((one) => one.format === format);
  }

  /** A line of the conversation. */
  say(...lines: string[]): void {
    if (this.talks) say(...lines);
  }

  /** Draws what is asked for. `broken`: why the work came to no end. A file that cannot be written is said, and hides none of the others. */
  async close(broken?: string): Promise<void> {
    for (const stream of this.#streams) closeSync(stream);
    const { stdout, annotations, files } = this.#outputs;
    const summary = (broken === undefined ? this.#concluded : undefined) ?? this.#summing.done(broken);
    if (stdout !== 'console' && stdout !== 'ndjson') answerFile(this.#drawn(stdout, summary));
    if (annotations) await annotate(this.#drawn('github', summary), this.#drawn('markdown', summary));
    for (const { format, file } of files)
      if (format !== 'ndjson' && format !== 'console')
        await writeFileAtomically(file, this.#drawn(format, summary)).catch((error: unknown) => {
          this.whole = false;
          notWritten(file, error);
        });
  }

  #drawn(format: Drawn, summary: Summary): string {
    return DRAWINGS[this.#answer][format]?.(summary) ?? '';
  }
}

/** Opens a report, works, and draws it, also of work that breaks down. Rejects as `work` does. */
export async function reporting<T>(of: Answer, flags: OutputFlags, work: (report: Report) => Promise<T>): Promise<T> {
  const report = new Report(of, flags);
  const [worked] = await Promise.allSettled([work(report)]);
  await report.close(worked.status === 'rejected' ? tell(worked.reason).message : undefined);
  if (worked.status === 'rejected') throw worked.reason;
  return worked.value;
}

/** What was found is told, and goes before: in the order of campaign/exit-code.ts. */
function notWritten(file: string, error: unknown): void {
  complain(`the report ${file} is not written: ${whyNotWritten(error)}`);
  const { exitCode } = process;
  if (exitCode === undefined || exitCode === EXIT.holds || exitCode === EXIT.inconclusive) process.exitCode = EXIT.machine;
}

/** To the log, and to the page of the run where GitHub says which file that is. */
async function annotate(lines: string, page: string): Promise<void> {
  answerFile(lines);
  const { GITHUB_STEP_SUMMARY: file = '' } = process.env;
  if (file === '') return;
  await appendFile(file, page).catch((error: unknown) => say(`initproof: the step summary is not written: ${whyNotWritten(error)}`));
}
