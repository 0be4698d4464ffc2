/** `initproof report`: the state of nights again, in the form that somebody needs. */
import { writeFileSync } from 'node:fs';
import { type Command, Option } from 'commander';
import { findTarget } from '../../campaign/find-target.ts';
import { toJson } from '../../base/printable.ts';
import { exportCase } from '../../export/export.ts';
import { isNews } from '../../nightly/finding.ts';
import { type FindingValue, type NightsValue, readNights } from '../../nightly/value.ts';
import { inOrder, nightLines } from '../../report/night-lines.ts';
import { issueText, nightMarkdown } from '../../report/night-markdown.ts';
import { nightsValue } from '../../report/night-value.ts';
import { command } from '../command.ts';
import { UsageError } from '../errors.ts';
import { answer, answerFile, answerWidth, look } from '../streams.ts';
import { outputFile } from '../values.ts';

interface Flags {
  format: NightFormat;
  finding?: string;
  output?: string;
  json?: boolean;
  color: boolean;
}

interface Asked {
  finding: string | undefined;
  color: boolean;
}

/** Each format but the console's as a text. */
const FORMATS = {
  console: async (nights, { color }) => nightLines(nights, look(color).out, answerWidth()).join('\n'),
  markdown: async (nights) => nightMarkdown(nights).join('\n'),
  issue: async (nights, { finding }) => issueOf(nights, finding),
  json: async (nights) => toJson(nightsValue(nights), 2),
} satisfies Record<string, (nights: NightsValue, asked: Asked) => Promise<string>>;

export type NightFormat = keyof typeof FORMATS;
export const NIGHT_FORMATS = Object.keys(FORMATS) as NightFormat[];

export function reportCommand(): Command {
  return command('report', 'Tell what the nights of a state have found.', [
    'initproof report .initproof-state --format markdown >> "$GITHUB_STEP_SUMMARY"',
    'initproof report .initproof-state --format issue --finding 6bceadfb',
  ])
    .argument('<dir>', 'the folder that `initproof nightly --state` was given')
    .addOption(new Option('--format <format>', 'form of the answer').choices(NIGHT_FORMATS).default('console'))
    .option('--finding <id>', 'with --format issue: the finding (default: the worst of those that are new)')
    .addOption(new Option('--output <file>', 'write the answer to this file').argParser(outputFile))
    .option('--json', 'the same as --format json')
    .option('--no-color', 'no colours')
    .action(report);
}

async function report(folder: string, { json, finding, output, color, ...given }: Flags): Promise<void> {
  const format = json === true ? 'json' : given.format;
  const nights = await readNights(folder);
  if (output !== undefined) return writeReport(output, format, nights, finding);
  if (format === 'console') return answer(...nightLines(nights, look(color).out, answerWidth()));
  answerFile(`${await FORMATS[format](nights, { finding, color })}\n`);
}

/** Writes what a night came to, without colours. */
export async function writeReport(path: string, format: NightFormat, nights: NightsValue, finding?: string): Promise<void> {
  writeFileSync(path, `${await FORMATS[format](nights, { finding, color: false })}\n`);
}

/** By its id, or the start of it; without one the first of the news. */
async function issueOf(nights: NightsValue, id: string | undefined): Promise<string> {
  const all = inOrder(nights.findings);
  const [finding, ...more] =
    id === undefined ? all.filter(({ state }) => isNews(state)).slice(0, 1) : all.filter((one) => one.id.startsWith(id));
  if (finding === undefined) {
    const known = all.map((one) => one.id).join(', ');
    throw new UsageError(id === undefined ? 'no finding is new: --finding names one' : `no finding ${id}; there are ${known || 'none'}`);
  }
  if (more.length > 0) throw new UsageError(`several findings begin with ${id}: ${[finding, ...more].map((one) => one.id).join(', ')}`);
  return issueText(finding, nights, await reproducerOf(finding)).join('\n');
}

/** The C file that shows it. None where the language cannot say it, or the target is not here. */
async function reproducerOf({ stored, target }: FindingValue): Promise<string | undefined> {
  if (stored === undefined) return undefined;
  try {
    const found = await findTarget(target, { fetch: false });
    return found.ok ? await exportCase(stored, 'c', found.target) : undefined;
  } catch {
    return undefined;
  }
}
