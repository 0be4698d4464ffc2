/** `initproof report`: the state of nights again, in the form that somebody needs. */
import type { Command } from 'commander';
import { findTarget } from '../../campaign/find-target.ts';
import { exportCase } from '../../export/export.ts';
import { isNews } from '../../nightly/finding.ts';
import { type FindingValue, type NightsValue, readNights } from '../../nightly/value.ts';
import { inOrder, nightLines } from '../../report/night-lines.ts';
import { issueText } from '../../report/night-markdown.ts';
import { nightSummary } from '../../report/night-summary.ts';
import { nightsValue } from '../../report/night-value.ts';
import { command } from '../command.ts';
import { UsageError } from '../errors.ts';
import { type OutputFlags, withOutputs } from '../outputs.ts';
import { reporting } from '../reporting.ts';
import { answerWidth, look } from '../streams.ts';

interface Flags extends OutputFlags {
  finding?: string;
  color: boolean;
}

export function reportCommand(): Command {
  const report = command('report', 'Tell what the nights of a state have found.', [
    'initproof report .initproof-state --output report.html',
    'initproof report .initproof-state --format issue --finding 6bceadfb',
  ])
    .argument('<dir>', 'the folder that `initproof nightly --state` was given')
    .option('--finding <id>', 'with --format issue: the finding (default: the worst of those that are new)')
    .option('--no-color', 'no colours')
    .action(tellNights);
  return withOutputs(report, 'nights', 'the state', { json: 'ndjson' });
}

const tellNights = (folder: string, flags: Flags): Promise<void> =>
  reporting('nights', flags, async (report) => {
    const nights = await readNights(folder);
    const issue = report.asks('issue') ? await issueOf(nights, flags.finding) : undefined;
    report.concludes({ ...nightSummary(nights), ...(issue === undefined ? {} : { issue }) });
    report.tell([nightsValue(nights)], () => nightLines(nights, look(flags.color).out, answerWidth()));
  });

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
  return `${issueText(finding, nights, await reproducerOf(finding)).join('\n')}\n`;
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
