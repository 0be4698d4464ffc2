/** Scenarios as YAML: read with positions, written a line a thing. */
import { Document, isCollection, isMap, isSeq, type Scalar, type ToStringOptions, visit } from 'yaml';
import type { Scenario } from './scenario.ts';
import { parseScenario } from './schema.ts';
import { hasBytes } from './text-bytes.ts';
import { parseSource, type Source } from './yaml-source.ts';
import type { Shaped } from './shape.ts';

/** The scenario in `text`; throws an InputError that points at what is wrong. `file` is its name in messages. */
export function readScenario(text: string, file: string): Scenario {
  const source = parseSource(text, file);
  return unwrap(source, parseScenario(source.value));
}

/** The value, or else the error for the first problem; a newer version before all others, since it explains them. */
export function unwrap<T>(source: Source, shaped: Shaped<T>): T {
  if (shaped.ok) return shaped.value;
  const newer = shaped.problems.find(({ path, message }) => path[0] === 'version' && message.includes('is newer'));
  if (newer !== undefined) throw source.error(newer, 'NEWER_VERSION');
  throw source.error(shaped.problems[0] ?? { path: [], message: 'unexpected content' });
}

/** `scenario` as YAML. What `readScenario` gives for it is equal to it, key by key. */
export function writeScenario(scenario: Scenario): string {
  return writeYaml(scenarioKeys(scenario));
}

/** The keys of a scenario's file: those whose value a reader fills in are left out. */
export function scenarioKeys({ version, launch, actors, steps }: Scenario): Record<string, unknown> {
  const plainMain = Object.keys(actors).length === 1 && Object.keys(actors.main ?? { absent: true }).length === 0;
  return {
    version,
    ...(Object.keys(launch).length === 0 ? {} : { launch }),
    ...(plainMain ? {} : { actors }),
    ...(steps.length === 0 ? {} : { steps }),
  };
}

/** 120: a step with the longest names stays on its line. No block scalars, since texts are compared byte for byte. */
const FORMAT: ToStringOptions = { lineWidth: 120, flowCollectionPadding: false, blockQuote: false, indentSeq: true };

/** Plain data as YAML: top-level maps and lists in lines of their own, what is inside them in flow style, `together` and what happens at a call in lines again. */
export function writeYaml(value: Record<string, unknown>): string {
  const document = new Document(value, { aliasDuplicateObjects: false });
  if (isMap(document.contents)) for (const { value: part } of document.contents.items) layOut(part);
  visit(document, { Scalar: (_, scalar) => quoteBytes(scalar) });
  return document.toString(FORMAT);
}

/** As they are they would be lost: a file is UTF-8. In double quotes they are escaped. */
function quoteBytes(scalar: Scalar): void {
  if (typeof scalar.value === 'string' && hasBytes(scalar.value)) scalar.type = 'QUOTE_DOUBLE';
}

function layOut(part: unknown): void {
  if (!isCollection(part)) return;
  for (const item of part.items) flowBelow(isMap(part) ? (item as { value: unknown }).value : item);
}

function insideOf(node: unknown): unknown {
  if (!isMap(node)) return undefined;
  const placement = node.get('at', true);
  return isMap(placement) ? placement.get('do', true) : node.get('together', true);
}

function flowBelow(node: unknown): void {
  if (!isCollection(node)) return;
  const inside = insideOf(node);
  if (isSeq(inside)) for (const member of inside.items) flowBelow(member);
  else node.flow = true;
}
