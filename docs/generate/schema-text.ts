/** A JSON Schema in words: what kind of value it is, and what stands in it. */

export interface Schema {
  type?: string;
  description?: string;
  enum?: readonly string[];
  const?: unknown;
  $ref?: string;
  items?: Schema;
  minimum?: number;
  maximum?: number;
  anyOf?: readonly Schema[];
  allOf?: readonly Schema[];
  properties?: Readonly<Record<string, Schema>>;
  additionalProperties?: Schema | boolean;
  propertyNames?: Schema;
  definitions?: Readonly<Record<string, Schema>>;
}

/** The values that it allows, in Markdown of one line. */
export function valuesOf(schema: Schema): string {
  const { enum: words, const: one, $ref, type, items, anyOf, allOf, properties, propertyNames, additionalProperties } = schema;
  if ($ref !== undefined) return NAMED[$ref.split('/').at(-1) ?? ''] ?? `a ${$ref.split('/').at(-1) ?? ''}`;
  if (allOf !== undefined) return valuesOf(allOf[0] ?? {});
  if (anyOf !== undefined) return [...new Set(anyOf.map(valuesOf))].join(', or ');
  if (one !== undefined) return `\`${String(one)}\``;
  if (words !== undefined) return words.map((word) => `\`${word}\``).join(', ');
  if (items !== undefined) return `list of: ${valuesOf(items)}`;
  if (properties !== undefined)
    return `map of ${Object.keys(properties)
      .map((key) => `\`${key}\``)
      .join(', ')}`;
  if (type === 'object')
    return `map from ${propertyNames?.$ref === undefined ? 'names' : 'signals'} to: ${typeof additionalProperties === 'object' ? valuesOf(additionalProperties) : 'values'}`;
  if (type === 'boolean') return '`true` or `false`';
  if (type === 'integer' || type === 'number') return rangeOf(schema);
  return 'text';
}

const NAMED: Readonly<Record<string, string>> = {
  signal: 'name of a signal',
  actorName: 'name of an actor',
  duration: 'time, such as `20ms`',
  reaction: '`default`, `ignore`, `note` or `{exit: 3, after: 20ms}`',
  recipient: '`init`, `everybody`, name of an actor, or `{group: an actor}`',
  togetherStep: 'step',
  heldStep: 'step',
};

const rangeOf = ({ type, minimum, maximum }: Schema): string =>
  `${type === 'integer' ? 'whole number' : 'number'}${minimum === undefined || maximum === undefined ? '' : `, ${minimum} to ${maximum}`}`;

/** Its description, that of what it refers to where it has none of its own. */
export const describedAs = ({ description, $ref, allOf }: Schema, root: Schema): string =>
  description ?? allOf?.[0]?.description ?? root.definitions?.[($ref ?? '').split('/').at(-1) ?? '']?.description ?? '';
