/** What an exported file says on top: the case in plain words, and where it comes from. */
import { PROPERTIES } from '../../properties/index.ts';
import type { Case } from '../cases/case.ts';
import { wrap } from '../report/table.ts';
import { explain } from '../scenario/explain.ts';

const WIDTH = 130;

/** `lines` for a comment; `steps`: what each step does, with its number. */
export function aboutLines(
  id: string,
  { comment, scenario, report, found, signature }: Case,
  property: string,
): { lines: string[]; steps: string[] } {
  const claim = PROPERTIES.find((known) => known.id === property)?.claim ?? '';
  const said = explain(scenario);
  const lines = [
    ...(comment === '' ? [] : [...comment.split(/\n\n+/).flatMap((paragraph) => wrap(paragraph.replaceAll('\n', ' '), WIDTH)), '']),
    ...wrap(`What must hold (${property}): ${claim}.`, WIDTH),
    ...said.flatMap((line) => wrap(line, WIDTH)),
    '',
    ...(report === undefined ? [] : [`Reported: ${report}`]),
    ...(found === undefined ? [] : [`Found on ${found.target}, ${found.date}, ${found.repeats} runs, kernel ${found.kernel}.`]),
    `Case ${id}${signature === undefined ? '' : `, ${signature}`}, exported by initproof.`,
  ];
  return { lines, steps: said.filter((line) => /^\d+\. /.test(line)) };
}
