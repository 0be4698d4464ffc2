/** `initproof explain`: a case, a scenario or a property in plain words. */
import type { Command } from 'commander';
import { PROPERTIES } from '../../../properties/index.ts';
import type { KnownProperty } from '../../judge/property.ts';
import { wrap } from '../../report/table.ts';
import { explain } from '../../scenario/explain.ts';
import { chooseCase } from '../choose.ts';
import { command } from '../command.ts';
import { answer } from '../streams.ts';

const WIDTH = 96;

export function explainCommand(): Command {
  return command('explain', 'Say in plain words what a case or scenario does, or what a property claims.', [
    'initproof explain reaps-orphans',
    'initproof explain bug.yaml',
  ])
    .argument('[case|property]', 'id of a property, or a case; default: all properties')
    .action(async (word?: string) => {
      if (word === undefined) return answer(...PROPERTIES.flatMap((property) => [...about(property), '']));
      // A signature starts with its property.
      const property = PROPERTIES.find(({ id }) => id === word || word.startsWith(`${id}/`));
      answer(...(property === undefined ? await aboutCase(word) : about(property)));
    });
}

const about = ({ id, claim, why, sources, reports }: KnownProperty): string[] => [
  id,
  ...[claim, why, `sources: ${sources.join('; ')}`, ...(reports.length === 0 ? [] : [`reports: ${reports.join('; ')}`])]
    .flatMap((text) => wrap(text, WIDTH))
    .map((line) => `  ${line}`),
];

async function aboutCase(word: string): Promise<string[]> {
  const { path, id, case: saved } = await chooseCase(word);
  const { comment, property, signature, expect, found, report, scenario } = saved;
  const claim = PROPERTIES.find((known) => known.id === property)?.claim;
  return [
    `case ${id}  ${path}`,
    ...(comment === '' ? [] : comment.split('\n').map((line) => `  ${line}`)),
    '',
    ...explain(scenario).map((line) => `  ${line}`),
    '',
    ...(property === undefined ? [] : [`  property   ${property}${claim === undefined ? '' : `: ${claim}`}`]),
    ...(signature === undefined ? [] : [`  signature  ${signature}`]),
    ...Object.entries(expect).map(([target, kind]) => `  expected   ${kind} on ${target}`),
    ...(found === undefined
      ? []
      : [`  found      on ${found.target}, seed ${found.seed}, scenario ${found.index}, ${found.repeats}, ${found.date}`]),
    ...(report === undefined ? [] : [`  report     ${report}`]),
  ];
}
