/** `initproof explain`: a case, a property, a signature or a verdict in plain words. */
import type { Command } from 'commander';
import { ALL_PROPERTIES, PROPERTIES } from '../../../properties/index.ts';
import { consequenceOf } from '../../campaign/account.ts';
import type { StoredCase } from '../../cases/store.ts';
import { plainnessOf } from '../../cause/plainness.ts';
import { aboutProperty, aboutVerdict, casesOf, pageOf, shortly, VERDICT_WORDS } from '../../report/explanation.ts';
import { needsText } from '../../report/failure.ts';
import { hanging, wrap } from '../../report/table.ts';
import { explain } from '../../scenario/explain.ts';
import type { KnownProperty } from '../../judge/property.ts';
import { didYouMean } from '../../scenario/suggest.ts';
import { UsageError } from '../errors.ts';
import { chooseCase, readCorpus } from '../choose.ts';
import { command } from '../command.ts';
import type { ValueOf } from '../../report/values.ts';
import { answer, answerValues, answerWidth } from '../streams.ts';

export function explainCommand(): Command {
  return command('explain', 'Explain a case, a property, a signature or a verdict in plain words.', [
    'initproof explain forwards/signal-lost',
    'initproof explain bug.yaml',
  ])
    .argument(
      '[word]',
      `a case, the id of a property, a signature, or a verdict (${VERDICT_WORDS.join(', ')}); default: list the properties`,
    )
    .option('--json', 'NDJSON on stdout')
    .action(async (word: string | undefined, { json }: { json?: boolean }) => {
      const explained = word === undefined ? PROPERTIES.map(shortOf) : [await about(word)];
      if (json === true) answerValues(explained.map(({ value }) => value));
      else answer(...explained.flatMap(({ lines }) => lines));
    });
}

/** For people and for programs. */
interface Explained {
  lines: string[];
  value: ValueOf<'property' | 'verdict' | 'case'>;
}

const shortOf = (property: KnownProperty): Explained => ({ lines: shortly(property, answerWidth()), value: propertyValue(property) });

async function about(word: string): Promise<Explained> {
  const verdict = aboutVerdict(word, answerWidth());
  if (verdict !== undefined) return { lines: verdict, value: { type: 'verdict', verdict: word, said: verdict.slice(1).join('\n') } };
  const property = ALL_PROPERTIES.find(({ id }) => id === word || word.startsWith(`${id}/`));
  if (property === undefined) return aboutCase(await chooseCase(word));
  const { cases } = await readCorpus(undefined);
  const signature = word === property.id ? undefined : signatureOf(property, word);
  const known = casesOf(property, cases, signature).map(({ id, case: { signature: of, expect } }) => ({ id, signature: of, expect }));
  const value = { ...propertyValue(property), ...(signature === undefined ? {} : { signature }), cases: known };
  return { lines: aboutProperty(property, cases, answerWidth(), signature), value };
}

function propertyValue({ id, claim, why, applies, contract, sources, reports, consequence }: KnownProperty): ValueOf<'property'> {
  return { type: 'property', id, claim, why, applies, contract, sources, reports, consequence, page: pageOf(id) ?? '' };
}

/** The word, if the property can say so. */
function signatureOf({ id, consequence }: KnownProperty, word: string): string {
  const all = Object.keys(consequence).map((what) => `${id}/${what}`);
  const [known = ''] = word.split(':');
  if (all.includes(known)) return word;
  throw new UsageError(`no signature ${word}${didYouMean(known, all) || `; there are ${all.join(', ')}`}`);
}

function aboutCase({ path, id, case: saved }: StoredCase): Explained {
  const { comment, property, signature, expect, found, report, scenario } = saved;
  const claim = ALL_PROPERTIES.find((known) => known.id === property)?.claim;
  const consequence = signature === undefined ? undefined : consequenceOf(signature);
  const said = explain(scenario);
  const lines = [
    `case ${id}  ${path}`,
    ...(comment === ''
      ? []
      : comment
          .split('\n')
          .flatMap((line) => wrap(line, answerWidth() - 2))
          .map((line) => `  ${line}`)),
    '',
    ...said.flatMap((line) => wrap(line, answerWidth() - 2)).map((line) => `  ${line}`),
    '',
    ...(property === undefined ? [] : [`  property   ${property}${claim === undefined ? '' : `: ${claim}`}`]),
    ...(signature === undefined ? [] : [`  signature  ${signature}`]),
    ...(consequence === undefined ? [] : hanging('  leads to   ', consequence, answerWidth())),
    ...hanging('  needs      ', needsText(plainnessOf(scenario)), answerWidth()),
    ...Object.entries(expect).map(([target, kind]) => `  expected   ${kind} on ${target}`),
    ...(found === undefined
      ? []
      : [`  found      on ${found.target}, seed ${found.seed}, scenario ${found.index}, ${found.repeats}, ${found.date}`]),
    ...(report === undefined ? [] : [`  report     ${report}`]),
  ];
  const more = { ...(claim === undefined ? {} : { claim }), ...(consequence === undefined ? {} : { consequence }) };
  return { lines, value: { type: 'case', path, id, ...saved, ...more, said } };
}
