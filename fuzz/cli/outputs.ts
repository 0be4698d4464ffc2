/** `--format`, `--output` and `--json`: which formats are asked for, and where each goes. */
import { type Command, InvalidArgumentError, Option } from 'commander';
import { type Answer, type Format, formatOfFile, formatsOf } from '../report/formats.ts';
import { UsageError } from './errors.ts';
import { isFolder, outputFile } from './values.ts';

/** `file`: absent for stdout. */
export interface Output {
  format: Format;
  file?: string;
}

export interface OutputFlags {
  /** Of both options, in the order in which they are given. */
  format?: Output[];
  output?: Output[];
  json?: boolean;
  /** `nightly`: another name of `output`. */
  report?: Output[];
}

/** Names that a command had before, for a format of today. */
type Aliases = Readonly<Record<string, Format>>;

/** Adds the options; `json`: what NDJSON has a line for; `also`: another name of `--output`. */
export function withOutputs(command: Command, answer: Answer, json: string, aliases: Aliases = {}, also?: string): Command {
  const asked: Output[] = [];
  const formats = formatsOf(answer);
  const named = (word: string): Output[] => {
    const format = aliases[word] ?? formats.find((known) => known === word);
    if (format === undefined) throw new InvalidArgumentError(`This command has ${formats.join(', ')}.`);
    asked.push({ format });
    return asked;
  };
  const placed = (path: string): Output[] => {
    const file = fileAt(path);
    const last = asked.at(-1);
    if (last !== undefined && last.file === undefined) last.file = file;
    else asked.push({ format: byEnding(file, formats), file });
    return asked;
  };
  if (also !== undefined) command.addOption(new Option(`${also} <file>`, 'the same as --output').argParser(placed));
  return command
    .addOption(
      new Option('--format <format>', 'format of the answer on stdout, or in the file of the --output behind it (default: console)')
        .choices(formats)
        .argParser(named),
    )
    .addOption(
      new Option(
        '--output <file>',
        'write a report there while the console goes on; the ending tells its format: --output report.html',
      ).argParser(placed),
    )
    .option('--json', `${json} as NDJSON on stdout: --format ndjson`)
    .addHelpText('after', formats.includes('html') ? HELP : '');
}

/** Said where all formats are there; which there are is in the help of `--format` anyway. */
const HELP = `
Both --format and --output may be given several times: --output report.html --format junit --output junit.xml
Endings: .html, .xml (junit), .sarif, .md, .ndjson. On GitHub: --format github adds annotations and the step summary to the console.`;

function fileAt(path: string): string {
  if (isFolder(path)) throw new InvalidArgumentError('It is a folder.');
  return outputFile(path);
}

function byEnding(file: string, formats: readonly Format[]): Format {
  const format = formatOfFile(file);
  if (format !== undefined && formats.includes(format)) return format;
  const said = format === undefined ? 'Its ending tells no format' : `This command has no format ${format}`;
  throw new InvalidArgumentError(`${said}: write --format FORMAT before it, one of ${formats.join(', ')}.`);
}

/** What goes to stdout, and what to files. Throws a UsageError where two formats ask for stdout. */
export interface Outputs {
  /** `console` where nothing else is asked for. */
  stdout: Format;
  /** Annotations go beside the console. */
  annotations: boolean;
  files: Required<Output>[];
}

export function outputsOf({ format, output, report, json }: OutputFlags): Outputs {
  const asked = [...(json === true ? [{ format: 'ndjson' as const }] : []), ...(format ?? output ?? report ?? [])];
  const files = asked.filter((one): one is Required<Output> => one.file !== undefined);
  const onStdout = new Set(asked.flatMap((one) => (one.file === undefined ? one.format : [])));
  const annotations = onStdout.delete('github');
  const [stdout = 'console', other] = onStdout;
  if (other !== undefined || (annotations && stdout !== 'console'))
    throw new UsageError(`two formats for stdout, ${stdout} and ${other ?? 'github'}: write --output FILE behind one of them`);
  if (files.some((one) => one.format === 'console')) throw new UsageError('the console is no file: send stdout there with >');
  const twice = files.find(({ file }, n) => files.findIndex((one) => one.file === file) < n);
  if (twice !== undefined) throw new UsageError(`two formats for ${twice.file}`);
  return { stdout, annotations, files };
}
