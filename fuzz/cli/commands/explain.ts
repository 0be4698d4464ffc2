/** `initproof explain`: a case, a property, a signature or a verdict in plain words. */
import type { Command } from 'commander';
import { ALL_PROPERTIES, PROPERTIES } from '../../../properties/index.ts';
import { consequenceOf } from '../../campaign/account.ts';
import { aboutProperty, aboutVerdict, shortly, VERDICT_WORDS } from '../../report/explanation.ts';
import { wrap } from '../../report/table.ts';
import { explain } from '../../scenario/explain.ts';
import type { KnownProperty } from '../../judge/property.ts';
import { didYouMean } from '../../scenario/suggest.ts';
import { UsageError } from '../errors.ts';
import { chooseCase, readCorpus } from '../choose.ts';
import { command } from '../command.ts';
import { answer, answerWidth } from '../streams.ts';

export function explainCommand(): Command {
  return command('explain', 'Explain a case, a property, a signature or a verdict in plain words.', [
    'initproof explain forwards/signal-lost',
    'initproof explain bug.yaml',
  ])
    .argument(
      '[word]',
      `a case, the id of a property, a signature, or a verdict (${VERDICT_WORDS.join(', ')}); default: list the properties`,
    )
    .action(async (word?: string) => {
      answer(...(word === undefined ? PROPERTIES.flatMap((property) => shortly(property, answerWidth())) : await about(word)));
    });
}

async function about(word: string): Promise<string[]> {
  const verdict = aboutVerdict(word, answerWidth());
  if (verdict !== undefined) return verdict;
  const property = ALL_PROPERTIES.find(({ id }) => id === word || word.startsWith(`${id}/`));
  if (property === undefined) return aboutCase(word);
  const { cases } = await readCorpus(undefined);
  return aboutProperty(property, cases, answerWidth(), word === property.id ? undefined : signatureOf(property, word));
}

/** The word, if the property can say so. */
function signatureOf({ id, consequence }: KnownProperty, word: string): string {
  const all = Object.keys(consequence).map((what) => `${id}/${what}`);
  const [known = ''] = word.split(':');
  if (all.includes(known)) return word;
  throw new UsageError(`no signature ${word}${didYouMean(known, all) || `; there are ${all.join(', ')}`}`);
}

async function aboutCase(word: string): Promise<string[]> {
  const { path, id, case: saved } = await chooseCase(word);
  const { comment, property, signature, expect, found, report, scenario } = saved;
  const claim = ALL_PROPERTIES.find((known) => known.id === property)?.claim;
  const consequence = signature === undefined ? undefined : consequenceOf(signature);
  return [
    `case ${id}  ${path}`,
    ...(comment === '' ? [] : comment.split('\n').map((line) => `  ${line}`)),
    '',
    ...explain(scenario)
      .flatMap((line) => wrap(line, answerWidth() - 2))
      .map((line) => `  ${line}`),
    '',
    ...(property === undefined ? [] : [`  property   ${property}${claim === undefined ? '' : `: ${claim}`}`]),
    ...(signature === undefined ? [] : [`  signature  ${signature}`]),
    ...(consequence === undefined
      ? []
      : wrap(consequence, answerWidth() - 13).map((line, n) => `${n === 0 ? '  leads to   ' : ' '.repeat(13)}${line}`)),
    ...Object.entries(expect).map(([target, kind]) => `  expected   ${kind} on ${target}`),
    ...(found === undefined
      ? []
      : [`  found      on ${found.target}, seed ${found.seed}, scenario ${found.index}, ${found.repeats}, ${found.date}`]),
    ...(report === undefined ? [] : [`  report     ${report}`]),
  ];
}
