/** A finding in plain lines, for formats that show text. */
import { pageOf } from '../explanation.ts';
import { needsText, accountLines, nameOfCase } from '../failure.ts';
import { plural } from '../numbers.ts';
import type { Finding } from '../summary.ts';

/** What, how, how sure, and what to paste. */
export function storyOf(finding: Finding): string[] {
  const { said, scenario, signature, repeats, known, behind, standing } = finding;
  const [shown, runs] = repeats;
  const needs = needsOf(finding);
  const page = pageOf(finding.property);
  return [
    said,
    '',
    ...scenario.map((line) => `  ${line}`),
    '',
    ...accountLines(finding),
    ...(needs === undefined ? [] : [`  needs      ${needs}`]),
    `  repeats    ${shown} of ${plural(runs, 'run')}`,
    `  signature  ${signature}, ${standing ?? (known ? 'known' : 'new')}${behind === undefined ? '' : `: it shows without what case ${behind} needs`}`,
    `  case       ${finding.id}, ${finding.case}`,
    `  replay     ${replayOf(finding)}`,
    ...(page === undefined ? [] : [`  read       ${page}`]),
  ];
}

/** The line that shows it again. */
export const replayOf = (finding: Finding): string => finding.again ?? `npx initproof replay ${nameOfCase(finding)}`;

/** Undefined of a replay, which does not say. */
export const needsOf = ({ plain, needs }: Finding): string | undefined =>
  plain === undefined && needs === undefined ? undefined : needsText(needs === undefined ? { plain: true } : { needs });
