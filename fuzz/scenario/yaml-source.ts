/** A YAML file with positions: its value, and errors that point at a part of it. Bounded, since files come from strangers too. */
import {
  type Document,
  isAlias,
  isCollection,
  isMap,
  isNode,
  isPair,
  isScalar,
  LineCounter,
  type Node,
  parseDocument,
  type YAMLError,
} from 'yaml';
import { InputError, type InputCode, type Position } from './input-error.ts';
import type { Problem } from './validate.ts';
import { rangeOf, refuseOdd } from './yaml-odd.ts';

/** Longest file that is read, bytes: a case has 1 or 2 KiB, a thousand steps some 60. */
export const MAX_BYTES = 1024 * 1024;
/** Values that aliases may stand for; more is a bomb (the same number as the library's default). */
const MAX_ALIASES = 100;

export interface Source {
  file: string;
  /** What the file says, as plain data. */
  value: unknown;
  /** The error to throw for a problem: at its place, or at the nearest thing around it that is there. */
  error(problem: Problem, code?: InputCode): InputError;
}

/** Reads `text` as one YAML document; throws an InputError for anything else. `file` is its name in messages. */
export function parseSource(text: string, file: string): Source {
  const bytes = Buffer.byteLength(text);
  if (bytes > MAX_BYTES) throw new InputError('TOO_LARGE', file, `the file has ${bytes} bytes, the limit is ${MAX_BYTES}`);
  const lines = new LineCounter();
  const place = (start: number, end: number): Position => {
    const { line, col } = lines.linePos(start);
    return { line: Math.max(1, line), column: Math.max(1, col), length: lengthInLine(text, start, end) };
  };
  const document = parse(text, file, lines, place);
  const error = (problem: Problem, code: InputCode = 'BAD_SHAPE'): InputError => {
    const [start, end] = find(document, problem);
    return new InputError(code, file, problem.message, place(start, end), text);
  };
  return { file, value: toValue(document, file), error };
}

type Place = (start: number, end: number) => Position;

function lengthInLine(text: string, start: number, end: number): number {
  const [line = ''] = text.slice(start, end).split(/\r?\n/, 1);
  return Math.max(1, line.trimEnd().length);
}

function parse(text: string, file: string, lines: LineCounter, place: Place): Document {
  const document = guarded(file, () =>
    parseDocument(text, { lineCounter: lines, prettyErrors: false, logLevel: 'error', uniqueKeys: false }),
  );
  const [problem] = [...document.errors, ...document.warnings];
  if (problem !== undefined) throw new InputError('NOT_YAML', file, reasonOf(problem), place(...problem.pos), text);
  const odd = (reason: string, start: number, end: number) => new InputError('NOT_YAML', file, reason, place(start, end), text);
  guarded(file, () => refuseOdd(document, odd));
  return document;
}

const TOO_DEEP = 'the file is nested too deeply';

/** The library's message, where it is for people; it reports its own stack overflow as an error in the file. */
function reasonOf({ code, message }: YAMLError): string {
  if (code === 'MULTIPLE_DOCS') return 'expected one YAML document, got several';
  return message.startsWith('Maximum call stack') ? TOO_DEEP : (message.split('\n', 1)[0] ?? '');
}

/** The parser and the converter recurse: deep nesting ends them with a RangeError. */
function guarded<T>(file: string, read: () => T): T {
  try {
    return read();
  } catch (error) {
    if (error instanceof RangeError) throw new InputError('NOT_YAML', file, TOO_DEEP);
    if (error instanceof ReferenceError) throw new InputError('NOT_YAML', file, 'the file has too many aliases');
    throw error;
  }
}

function toValue(document: Document, file: string): unknown {
  return guarded(file, () => document.toJS({ maxAliasCount: MAX_ALIASES }) as unknown);
}

/** The range of the value that the problem's path leads to; of its key where that is meant or the value takes several lines. */
function find(document: Document, { path, key }: Problem): [number, number] {
  let node: unknown = document.contents;
  let last: unknown;
  let missing = path.length;
  for (const part of path) {
    const next = child(resolve(node, document), part);
    if (next === undefined) break;
    last = next.key;
    node = next.value;
    missing--;
  }
  const keyMeant = key === true && missing === 0;
  const block = isCollection(node) && node.flow !== true;
  const useKey = last !== undefined && (keyMeant || block || !isNode(node) || emptyScalar(node));
  return rangeOf(useKey ? last : (node ?? document.contents));
}

const emptyScalar = (node: Node): boolean => isScalar(node) && node.range?.[0] === node.range?.[1];

function resolve(node: unknown, document: Document): unknown {
  return isAlias(node) ? node.resolve(document) : node;
}

function child(node: unknown, part: string | number): { key: unknown; value: unknown } | undefined {
  if (!isCollection(node)) return undefined;
  if (!isMap(node)) return typeof part === 'number' && part in node.items ? { key: undefined, value: node.items[part] } : undefined;
  const pair = node.items.find((item) => isScalar(item.key) && String(item.key.value) === String(part));
  return isPair(pair) ? { key: pair.key, value: pair.value } : undefined;
}
