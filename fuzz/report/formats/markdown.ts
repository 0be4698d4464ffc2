/** Summaries as Markdown, for the summary of a step, a comment or an issue. */
import { printable } from '../../base/printable.ts';
import { cell, fenced, row } from '../markdown.ts';
import { matrixMarkdown } from '../matrix.ts';
import { nightMarkdown } from '../night-markdown.ts';
import { plural } from '../numbers.ts';
import type { Finding, Summary } from '../summary.ts';
import { headline } from './headline.ts';
import { MEANINGS, matrixOf, SIGNS } from './matrix.ts';
import { replayOf, storyOf } from './story.ts';

/** Findings with their stories: the summary of a step has room for 1 MiB, a person for less. */
const MOST_STORIES = 20;

const text = (lines: readonly string[]): string => `${lines.join('\n')}\n`;

export function markdown(summary: Summary): string {
  const { fresh, known, notes, begun, broken } = summary;
  return text([
    `### initproof: ${cell(headline(summary))}`,
    '',
    ...(broken === undefined ? [] : [cell(broken), '']),
    ...matrixLines(summary),
    ...fresh.slice(0, MOST_STORIES).flatMap(findingLines),
    ...(fresh.length > MOST_STORIES ? [`And ${fresh.length - MOST_STORIES} more findings.`, ''] : []),
    ...knownLines(known),
    ...(notes.length === 0 ? [] : [...notes.map((note) => `- ${cell(note)}`), '']),
    ...(begun === undefined ? [] : [cell(`initproof ${begun.version}, seed ${begun.seed}, kernel ${begun.kernel}`)]),
  ]);
}

function matrixLines(summary: Summary): string[] {
  const { targets, rows } = matrixOf(summary);
  if (rows.length === 0) return [];
  const seen = new Set(summary.checks.map(({ status }) => status));
  const legend = Object.entries(MEANINGS).flatMap(([status, words]) =>
    seen.has(status as never) ? `${SIGNS[status as keyof typeof SIGNS]} ${words}` : [],
  );
  return [
    row('', ...targets.map((target) => cell(printable(target)))),
    `|${' --- |'.repeat(targets.length + 1)}`,
    ...rows.map(({ name, checks }) =>
      row(cell(printable(name)), ...checks.map((check) => (check === undefined ? '–' : SIGNS[check.status]))),
    ),
    '',
    legend.join(' · '),
    '',
  ];
}

/** Open, with its story: of several the first is what a person reads. */
const findingLines = (finding: Finding): string[] => [
  `#### ✕ ${cell(printable(finding.target))}: ${cell(finding.signature)}`,
  '',
  cell(finding.said),
  '',
  ...(finding.consequence === undefined ? [] : [`→ ${cell(finding.consequence)}`, '']),
  ...fenced('sh', [replayOf(finding)]),
  '',
  '<details><summary>Story and case</summary>',
  '',
  ...fenced('text', storyOf(finding)),
  '',
  ...fenced('yaml', finding.yaml.trimEnd().split('\n')),
  '',
  '</details>',
  '',
];

function knownLines(known: readonly Finding[]): string[] {
  if (known.length === 0) return [];
  const lines = known.map(({ target, signature, id }) => `- ${cell(printable(target))}: ${cell(signature)}, case ${cell(id)}`);
  return [`<details><summary>${plural(known.length, 'known failure')}</summary>`, '', ...lines, '', '</details>', ''];
}

/** A comparison is its matrix, with counts. */
export function comparisonMarkdown({ rows }: Summary): string {
  return text(matrixMarkdown(rows, rows[0]?.cases));
}

/** A bisection: its answer, and a row for each build. */
export function bisectionMarkdown({ builds, bisection }: Summary): string {
  const answer =
    bisection?.kind === 'found'
      ? `${cell(printable(bisection.after.name))} differs from ${cell(printable(bisection.before.name))}, with a confidence of ${Math.floor(bisection.confidence * 100)} % or more.`
      : `No answer: ${cell(bisection?.kind === 'no-edge' ? bisection.why : 'it was interrupted')}.`;
  return text([
    `### initproof bisect${bisection === undefined ? '' : `: case ${cell(bisection.id)}`}`,
    '',
    answer,
    '',
    row('build', 'shows it'),
    '| --- | --- |',
    ...[...builds]
      .sort((a, b) => a.index - b.index)
      .map((one) => row(cell(printable(one.build)), one.outcome === 'unjudged' ? cell(`? ${one.why}`) : `${one.shown} of ${one.runs}`)),
  ]);
}

/** Nights: a row for each finding, then what is new, then how the night was. One that broke down before has none of it. */
export const nightsMarkdown = (summary: Summary): string =>
  summary.nights === undefined ? markdown(summary) : text(nightMarkdown(summary.nights));
