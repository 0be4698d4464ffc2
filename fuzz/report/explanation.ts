/** What a property, a signature or a verdict means, for people. */
import { ALL_PROPERTIES } from '../../properties/index.ts';
import type { StoredCase } from '../cases/store.ts';
import { TAMPERED } from '../judge/fault.ts';
import type { KnownProperty } from '../judge/property.ts';
import type { Verdict } from '../judge/verdict.ts';
import { size } from '../shrink/size.ts';
import { BOUNDS } from '../trace/trace.ts';
import { plural } from './numbers.ts';
import { table, wrap } from './table.ts';

/** Known faults of a property that are listed: a screen has room for them and for the rest. */
const MOST_KNOWN = 8;

/** What stands before each part, and its lines beside that. */
function part(name: string, texts: readonly string[], width: number): string[] {
  const indent = '  '.padEnd(INDENT);
  return texts.flatMap((text) => wrap(text, width - INDENT)).map((line, n) => `${n === 0 ? `  ${name}`.padEnd(INDENT) : indent}${line}`);
}
const INDENT = 15;

/** The page of a property, or of tampering, in the package: what it claims and why, with an example and a picture. One of a project's own has none. */
export function pageOf(property: string): string | undefined {
  if (property === TAMPERED) return 'docs/verdicts.md';
  return ALL_PROPERTIES.some(({ id }) => id === property) ? `docs/properties/${property}.md` : undefined;
}

/** In short: for a list of all. */
export const shortly = ({ id, claim }: KnownProperty, width: number): string[] => [
  id,
  ...wrap(claim, width - 2).map((line) => `  ${line}`),
];

/**
 * A property, or one of its signatures (`what`, and all that begins with `signature`): what it claims, why that matters, when it is judged,
 * what it rests on, where that stands, who has broken it, and a case to see it happen. `known`: the cases of the corpus.
 */
export function aboutProperty(property: KnownProperty, known: readonly StoredCase[], width: number, signature?: string): string[] {
  const { id, claim, why, applies, contract, sources, reports, consequence } = property;
  const what = signature?.split(/[/:]/)[1];
  const consequences = Object.entries(consequence).filter(([one]) => what === undefined || what === one);
  const cases = casesOf(property, known, signature);
  return [
    signature ?? id,
    ...part('claims', [claim], width),
    ...part('why', [why], width),
    ...part('judged', [applies], width),
    ...(contract.length === 0
      ? []
      : part('contract', [`${contract.join(', ')}: a target file can say otherwise (targets/README.md)`], width)),
    ...part('sources', [sources.join('; ')], width),
    ...(reports.length === 0 ? [] : part('reports', [reports.join('; ')], width)),
    ...part('page', [pageOf(id) ?? []].flat(), width),
    '',
    ...consequences.flatMap(([one, text]) => [`  ${id}/${one}`, ...wrap(text, width - 4).map((line) => `    ${line}`)]),
    ...(cases.length === 0 ? [] : ['', ...knownLines(cases), '', `  See one happen   npx initproof replay ${plainest(cases).id}`]),
  ];
}

/** The cases of `known` that are about the property, or about those of its signatures that begin with `signature`. */
export const casesOf = ({ id }: KnownProperty, known: readonly StoredCase[], signature?: string): StoredCase[] =>
  known.filter(
    ({ case: { property, signature: named } }) => property === id && (signature === undefined || named?.startsWith(signature) === true),
  );

/** Which targets are known to be at fault, and the case that shows it. */
function knownLines(cases: readonly StoredCase[]): string[] {
  const rows = cases.flatMap(({ id, case: { signature, expect } }) => {
    const targets = Object.keys(expect).filter((target) => expect[target] === 'violated');
    return signature === undefined || targets.length === 0 ? [] : [[id, signature, `on ${targets.join(', ')}`]];
  });
  if (rows.length === 0) return [`  known: ${plural(cases.length, 'case')}, violated on no target by now`];
  const more = rows.length - MOST_KNOWN;
  return [
    '  known faults',
    ...table(rows.slice(0, MOST_KNOWN), '    '),
    ...(more > 0 ? [`    and ${more} more: npx initproof corpus list`] : []),
  ];
}

/** The one with the fewest steps and processes: it is read at a glance. One that violates today goes before. */
function plainest(cases: readonly StoredCase[]): StoredCase {
  const weight = ({ case: { scenario, expect } }: StoredCase): number =>
    size(scenario)[0] + size(scenario)[1] + (Object.values(expect).includes('violated') ? 0 : 1000);
  return cases.reduce((best, one) => (weight(one) < weight(best) ? one : best));
}

/** Each verdict in a few sentences: what it means, and what to do. */
const VERDICTS: Readonly<Record<Verdict['kind'], readonly string[]>> = {
  holds: ['The run came to its end, and nothing that the property claims was seen to be otherwise. `replay --verbose` says what was seen.'],
  violated: [
    'The kernel showed something else than the contract promises. A finding has been replayed: `7 of 10` means that it showed in 7 of 10 runs.',
  ],
  inconclusive: [
    'This run cannot be judged: its conditions were not met, or several outcomes are right. It is neither a pass nor a fault of the init.',
    'A few per cent are usual, since scenarios race by intent. Where it is most of them, the machine is too busy, or it lacks something: `initproof doctor` says what. `replay --verbose` and `run --verbose` say why.',
  ],
  'not-applicable': ['The property says nothing of such a scenario: one of the terminal, say, where there is no terminal.'],
  expected: [
    'It differs, and somebody has said that this is meant: the target file declares it with a reason and a link, or programs of that kind do so. It fails nothing.',
  ],
  tampered: [
    'The record of the run disagrees with what only the kernel can have written: the init, or something in it, has tried to write the record. No verdict on it is evidence.',
  ],
};

const isVerdict = (word: string): word is Verdict['kind'] => Object.hasOwn(VERDICTS, word);

/** Words that `aboutVerdict` knows. */
export const VERDICT_WORDS: readonly string[] = Object.keys(VERDICTS);

const item = (text: string, width: number): string[] => wrap(text, width - 6).map((line, n) => `${n === 0 ? '    - ' : '      '}${line}`);

/** What a verdict, or a signature of tampering, means; undefined where the word is neither. */
export function aboutVerdict(word: string, width: number): string[] | undefined {
  const [kind = ''] = word.split('/');
  if (!isVerdict(kind) || (kind !== word && kind !== TAMPERED)) return undefined;
  const bounds = Object.values(BOUNDS).flatMap((why) => item(why, width));
  return [
    word,
    ...VERDICTS[kind].flatMap((text) => wrap(text, width - 2)).map((line) => `  ${line}`),
    ...(kind === 'inconclusive' ? ['', '  A run ends before it can be judged, where', ...bounds] : []),
  ];
}
