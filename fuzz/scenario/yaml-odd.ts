/** What YAML allows and plain data does not. */
import { type Alias, type Document, isNode, isScalar, type Node, visit, type YAMLMap } from 'yaml';
import type { InputError } from './input-error.ts';

/** Where a node is in the text. */
export function rangeOf(node: unknown): [number, number] {
  const range = isNode(node) ? node.range : undefined;
  return range === undefined || range === null ? [0, 0] : [range[0], range[1]];
}

type Refuse = (reason: string, start: number, end: number) => InputError;

/** Keys that are no plain text, or come twice, and aliases of what they are part of: no value that is plain data has such. */
export function refuseOdd(document: Document, error: Refuse): void {
  const anchors = new Map<string, unknown>();
  visit(document, {
    Map(_, map) {
      note(anchors, map);
      refuseOddKeys(map, error);
    },
    Seq: (_, list) => note(anchors, list),
    Scalar: (_, scalar) => note(anchors, scalar),
    Alias(_, alias, above) {
      if (above.includes(anchors.get(alias.source) as never))
        throw error(`*${alias.source} is part of what it stands for`, ...rangeOf(alias));
    },
  });
}

/** In the order of the text: an alias stands for the last before it that has the anchor. */
function note(anchors: Map<string, unknown>, node: Exclude<Node, Alias>): void {
  if (node.anchor !== undefined) anchors.set(node.anchor, node);
}

/** `__proto__` is no key to JavaScript. The library's own check for twice the same takes a minute for 40,000 keys. */
function refuseOddKeys({ items }: YAMLMap, error: Refuse): void {
  const seen = new Set<string>();
  for (const { key } of items) {
    const plain = isScalar(key) && key.value !== null && key.value !== '__proto__';
    if (!plain) throw error('expected a key of plain text', ...rangeOf(key));
    const name = String(key.value);
    if (seen.has(name)) throw error('Map keys must be unique', ...rangeOf(key));
    seen.add(name);
  }
}
