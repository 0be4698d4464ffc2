/** Nights as Markdown: the summary of a job, and the text of an issue about one finding. What strangers wrote is no markup there. */
import { harmless } from '../base/printable.ts';
import { writeCase } from '../cases/case-file.ts';
import { TAMPERED } from '../judge/fault.ts';
import type { FindingValue, NightsValue } from '../nightly/value.ts';
import { isNews, type State } from '../nightly/finding.ts';
import { trends } from '../nightly/trend.ts';
import { explain } from '../scenario/explain.ts';
import { cell, fenced, row } from './markdown.ts';
import { inOrder, rateOf, standingOf, STATE_WORDS, sumsOf } from './night-lines.ts';

const TITLE: State[] = ['new', 'back'];

export function nightMarkdown(nights: NightsValue): string[] {
  const { night, findings, tonight, history, warnings } = nights;
  const [first] = tonight;
  return [
    `# initproof, night ${night}${first === undefined ? '' : `, ${first.date}`}`,
    '',
    `${cell(sumsOf(findings))}.`,
    ...(findings.length === 0 ? [] : ['', ...findingTable(inOrder(findings))]),
    ...inOrder(findings).flatMap((finding) => (isNews(finding.state) ? ['', ...section(finding)] : [])),
    ...(tonight.length === 0 ? [] : ['', ...trendTable(trends(history, tonight))]),
    ...warnings.flatMap((warning) => ['', cell(warning)]),
  ];
}

const findingTable = (findings: readonly FindingValue[]): string[] => [
  row('state', 'target', 'signature', 'showed', 'since', 'id'),
  row('---', '---', '---', '---', '---', '---'),
  ...findings.map((finding) => {
    const state = TITLE.includes(finding.state) ? `**${finding.state}**` : finding.state;
    const { target, signature, since, id } = finding;
    return row(state, cell(target), cell(signature), rateOf(finding), since.date, id);
  }),
];

function section(finding: FindingValue): string[] {
  const { target, said, stored } = finding;
  return [
    `## ${STATE_WORDS[finding.state].said}: ${cell(target)}`,
    '',
    cell(said),
    '',
    `${cell(standingOf(finding))}. It showed ${rateOf(finding)}.`,
    ...(stored === undefined ? [] : ['', ...fenced('', explain(stored.case.scenario))]),
  ];
}

const trendTable = (all: ReturnType<typeof trends>): string[] => [
  row('target', 'scenarios', 'the night before', 'a second', 'inconclusive', 'notes'),
  row('---', '---', '---', '---', '---', '---'),
  ...all.map(({ line, before, perSecond, warnings }) =>
    row(
      cell(line.target),
      String(line.scenarios),
      before === undefined ? '' : String(before.scenarios),
      perSecond.toFixed(0),
      String(line.inconclusive),
      cell(warnings.join('; ')),
    ),
  ),
];

const block = (language: string, text: string): string[] => fenced(language, text.trimEnd().split('\n'));

/** Characters that an issue of GitHub may have are 65,536: what comes last is left out first. */
const MOST_ISSUE = 60_000;

/**
 * An issue about one finding: its title on the first line, then its text. `reproducer`: the C file that shows it by itself, where there is one.
 */
export function issueText(finding: FindingValue, nights: NightsValue, reproducer: string | undefined): string[] {
  const { target, signature, said, stored, first, id } = finding;
  const line = nights.tonight.find((one) => one.target === target);
  const title = `${harmless(target)}: ${harmless(said).slice(0, 160)}`;
  const head = [
    cell(said),
    '',
    `\`${harmless(signature).replaceAll('`', '')}\`, ${rateOf(finding)}; ${cell(standingOf(finding))}. First seen ${first.date}.`,
    ...(line === undefined
      ? []
      : ['', `Init ${line.release ?? ''} sha256 ${line.init}, initproof ${cell(line.version)}, Linux ${cell(line.kernel)}.`]),
  ];
  const scenario = stored === undefined ? [] : ['', 'What happens:', '', ...fenced('', explain(stored.case.scenario))];
  const yaml =
    stored === undefined
      ? []
      : ['', `The case (\`npx initproof replay ${id}.yaml --target PATH\`):`, '', ...block('yaml', writeCase(stored.case))];
  const code =
    reproducer === undefined || finding.property === TAMPERED
      ? []
      : ['', '<details><summary>A C file that shows it by itself</summary>', '', ...block('c', reproducer), '', '</details>'];
  return [title, '', ...within([head, scenario, yaml, code])];
}

/** As many of the parts as there is room for, from the first. */
function within(parts: readonly string[][]): string[] {
  const lines: string[] = [];
  for (const part of parts) {
    if ([...lines, ...part].join('\n').length > MOST_ISSUE) return [...lines, '', 'More of it is in the state of the night.'];
    lines.push(...part);
  }
  return lines;
}
