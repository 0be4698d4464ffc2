/** A learnt contract as a target file: YAML, with a comment at each line that somebody should think about. */
import { Document, isMap, isScalar, isSeq, type Pair, YAMLMap } from 'yaml';
import { NEVER_FORWARDED } from '../judge/plain-contract.ts';
import type { Learnt } from '../learn/learn.ts';
import { type Remarkable, remarksOn } from '../learn/remarks.ts';
import { SIGNALS, type SignalName } from '../scenario/signals.ts';

/** What a target file says beside the contract. */
export interface Named {
  name: string;
  title: string;
  /** The path of the binary from the folder where the file will be; or the target that it is in all else, by name or path. */
  of: { path: string; args: readonly string[] } | Like;
}

/** `emptied`: what the other target says of its contract beside it, and what was seen says nothing of. */
interface Like {
  like: string;
  args?: readonly string[] | undefined;
  emptied: readonly ('versions' | 'deviations')[];
}

const HEAD = [
  'What this init was seen to do, as a target file. It is a draft: read each line, and strike out what is not meant. What stands here',
  'is no finding any more. The comments are at what may hurt whoever runs it.',
];

/** So long a line of YAML may be before it is folded. */
const WIDTH = 140;

export function contractFile(learnt: Learnt, { name, title, of }: Named): string {
  const { contract } = learnt;
  const file = {
    version: 1,
    name,
    title,
    ...('like' in of ? likeOf(of) : { find: { path: of.path }, ...(of.args.length === 0 ? {} : { args: of.args }) }),
    contract: { ...contract, ...(contract.forwards === undefined ? {} : { forwards: shortest(contract.forwards) }) },
  };
  const document = new Document(file);
  document.commentBefore = HEAD.map((line) => ` ${line}`).join('\n');
  comment(document, learnt);
  flow(document.contents);
  return document.toString({ lineWidth: WIDTH, flowCollectionPadding: false });
}

const likeOf = ({ like, args, emptied }: Like): Record<string, unknown> => ({
  like,
  ...(args === undefined ? {} : { args }),
  ...Object.fromEntries(emptied.map((field) => [field, []])),
});

/** As a list, or as all but a list, whichever is shorter. */
function shortest(forwards: readonly SignalName[]): readonly SignalName[] | { allBut: SignalName[] } {
  const others = SIGNALS.filter((signal) => !forwards.includes(signal) && !NEVER_FORWARDED.includes(signal));
  return others.length < forwards.length ? { allBut: others } : forwards;
}

const PLACES: Record<Remarkable, readonly string[]> = {
  becomes: ['becomes'],
  forwards: ['forwards'],
  rewrites: ['rewrites'],
  parting: ['parting'],
  leaves: ['leaves'],
  execFails: ['execFails'],
  mask: ['child', 'mask'],
  ignored: ['child', 'ignored'],
  raises: ['child', 'raises'],
  environment: ['child', 'environment'],
  directory: ['child', 'directory'],
  descriptors: ['child', 'descriptors'],
  wakeUps: ['wakeUps'],
};

function comment(document: Document, learnt: Learnt): void {
  for (const [field, sentences] of Object.entries(remarksOn(learnt))) {
    const pair = pairAt(document, ['contract', ...PLACES[field as Remarkable]]);
    if (pair !== undefined && isScalar(pair.key)) pair.key.commentBefore = sentences.map((line) => ` ${line}`).join('\n');
  }
}

function pairAt(document: Document, path: readonly string[]): Pair | undefined {
  const map = document.getIn(path.slice(0, -1));
  if (!(map instanceof YAMLMap)) return undefined;
  return map.items.find(({ key }: Pair) => isScalar(key) && key.value === path.at(-1));
}

/** Everything below a map on one line, but where a comment stands in it. */
function flow(map: unknown): void {
  if (!isMap(map)) return;
  for (const { value } of map.items) {
    if (isSeq(value)) value.flow = true;
    if (!isMap(value)) continue;
    value.flow = !hasComment(value);
    if (!value.flow) flow(value);
  }
}

const hasComment = (map: YAMLMap): boolean =>
  map.items.some(({ key, value }) => (isScalar(key) && key.commentBefore) || (isMap(value) && hasComment(value)));
