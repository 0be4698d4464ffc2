/** Scans as Markdown, for a comment on a change. */
import { printable } from '../base/printable.ts';
import { cell, row } from './markdown.ts';
import type { Finding } from '../scan/finding.ts';
import type { Scanned } from '../scan/scan.ts';
import { isPid1, replayOf, type ScanReport } from './scan-value.ts';
import { IN_WORDS } from './verify-lines.ts';

const quoted = (text: string): string => cell(printable(text));

export function scanMarkdown({ scanned, errors, base, advisories }: ScanReport): string[] {
  return [
    '# Inits in images',
    ...scanned.flatMap((one) => ['', `## ${quoted(one.image)}`, '', ...inits(one), ...findings(one)]),
    ...errors.flatMap(({ image, message }) => ['', `## ${quoted(image)}`, '', `**not scanned**: ${cell(message)}`]),
    '',
    `Digests as of ${base}. Advisories and defects are those known to this tool as of ${advisories}.`,
  ];
}

function inits(one: Scanned): string[] {
  if (one.kind === 'dockerfile') return [];
  const command = one.pid1 === undefined || one.pid1.argv.length === 0 ? 'nothing that is said' : quoted(one.pid1.argv.join(' '));
  const lines = [`${one.kind}, runs ${command}`, ''];
  if (one.inits.length === 0) return [...lines, 'No init that is known is in it.', ''];
  return [
    ...lines,
    row('file', 'PID 1', 'verdict', 'what'),
    row('---', '---', '---', '---'),
    ...one.inits.map((init) =>
      row(quoted(init.path), isPid1(one, init) ? 'yes' : 'no', IN_WORDS[init.verified.verdict.kind], cell(init.verified.verdict.what)),
    ),
    '',
  ];
}

function findings({ findings: all }: Scanned): string[] {
  if (all.length === 0) return ['Nothing found.'];
  return [row('level', 'rule', 'what', 'what to do'), row('---', '---', '---', '---'), ...all.map(findingRow)];
}

function findingRow(finding: Finding): string {
  const { level, rule, said, fix = '', line } = finding;
  const replay = replayOf(finding);
  const todo = [fix, ...(replay === undefined ? [] : [`see it by ${replay}`])].filter((one) => one !== '').join('; ');
  return row(level, rule, cell(line === undefined ? said : `line ${line}: ${said}`), cell(todo));
}
