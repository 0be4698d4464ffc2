/** Zod as it is used for all files: objects without unknown keys, and messages in the words of this project, located by a path. */
import { z } from 'zod';
import { didYouMean, nearest } from './suggest.ts';
import type { Problem } from './validate.ts';

export type Shaped<T> = { ok: true; value: T } | { ok: false; problems: Problem[] };

type Issue = z.core.$ZodIssue;

/** An object that may have these keys and no others; the nearest is suggested for one that is misspelt. */
export function object<S extends z.core.$ZodLooseShape>(shape: S): z.ZodObject<S, z.core.$strict> {
  const known = Object.keys(shape);
  return z.strictObject(shape, {
    error: (issue) => (issue.code === 'unrecognized_keys' ? unknownKey(issue.keys[0] ?? '', known) : undefined),
  });
}

function unknownKey(key: string, known: readonly string[]): string {
  const near = nearest(key, known);
  return near === undefined ? `unknown key ${key}; there are ${known.join(', ')}` : `unknown key ${key}, did you mean ${near}?`;
}

/** A whole number within bounds, both included. */
export function whole(min: number, max: number): z.ZodInt {
  const error = (issue: { input?: unknown }) =>
    issue.input === undefined ? undefined : `expected a whole number from ${min} to ${max}, got ${show(issue.input)}`;
  return z.int({ error }).min(min, { error }).max(max, { error });
}

/** One of several words. */
export function word<const T extends readonly string[]>(...words: T): z.ZodEnum<{ [K in T[number]]: K }> {
  const error = (issue: { input?: unknown }) => (issue.input === undefined ? undefined : expectedWord(issue.input, words));
  return z.enum(words, { error });
}

function expectedWord(input: unknown, words: readonly string[]): string {
  const near = typeof input === 'string' ? didYouMean(input, words) : '';
  return near === ''
    ? `expected ${words.join(', ').replace(/, ([^,]*)$/, ' or $1')}, got ${show(input)}`
    : `unknown word ${String(input)}${near}`;
}

/** A value as it is quoted in a message: JSON, 40 characters at most. */
export function show(value: unknown): string {
  const text = JSON.stringify(value) ?? String(value);
  return text.length > 40 ? `${text.slice(0, 39)}…` : text;
}

/** A list of `most` values at most. */
export interface Counted {
  path: readonly string[];
  most: number;
  said: string;
}

/**
 * The value of `data` as `schema` has it, defaults filled in; or each problem with the path to it. `counted`: lists whose length is looked at
 * before all else, since a megabyte of wrong values takes seconds, most of it for messages that nobody reads.
 */
export function parseShape<T>(schema: z.ZodType<T>, data: unknown, counted: readonly Counted[] = []): Shaped<T> {
  const long = counted.filter(({ path, most }) => lengthAt(data, path) > most);
  if (long.length > 0) return { ok: false, problems: long.map(({ path, said }) => ({ path: [...path], message: said })) };
  const result = schema.safeParse(data, { error: phrase });
  if (result.success) return { ok: true, value: result.data };
  return { ok: false, problems: result.error.issues.flatMap(flatten).sort(keysFirst).map(problem) };
}

function lengthAt(data: unknown, path: readonly string[]): number {
  const value = path.reduce((part, key) => (part as Record<string, unknown> | null | undefined)?.[key], data);
  return Array.isArray(value) ? value.length : 0;
}

const TYPES: Record<string, string> = {
  string: 'text',
  number: 'a number',
  int: 'a whole number',
  object: 'a map',
  record: 'a map',
  array: 'a list',
  boolean: 'true or false',
};

/** The message of an issue whose schema brings none. */
function phrase(issue: z.core.$ZodRawIssue): string {
  const { input } = issue;
  if (input === undefined && issue.code !== 'unrecognized_keys') return `\`${String(issue.path?.at(-1) ?? '')}\` is missing`;
  if (issue.code === 'invalid_type') return expectedType(issue.expected, input);
  if (issue.code === 'invalid_value') return expectedWord(input, issue.values.map(String));
  if (issue.code === 'unrecognized_keys') return `unknown key ${issue.keys[0] ?? ''}`;
  return `unexpected value ${show(input)}`;
}

function expectedType(expected: string, input: unknown): string {
  const type = TYPES[expected] ?? expected;
  if (expected === 'string' && (typeof input === 'number' || typeof input === 'boolean' || input === null))
    return `expected text, got ${show(input)}: write it in quotes, "${String(input)}"`;
  if (type === 'a map' && input === null) return 'expected a map, got nothing: write {} for an empty one';
  return `expected ${type}, got ${show(input)}`;
}

/** Of a union, the branch that was meant: the one of this type, else the one with no fault at its root; else the union itself. */
function flatten(issue: Issue): Issue[] {
  if (issue.code !== 'invalid_union') return [issue];
  const ofType = issue.errors.filter((branch) => !branch.some((i) => i.path.length === 0 && i.code !== 'unrecognized_keys'));
  const meant = ofType.length === 1 ? ofType : ofType.filter((branch) => branch.every((i) => i.path.length > 0));
  const [branch] = meant;
  if (branch === undefined || meant.length > 1) return [issue];
  return branch.flatMap(flatten).map((inner) => ({ ...inner, path: [...issue.path, ...inner.path] }));
}

/** A misspelt key makes another one missing: the first is the cause. */
const isKey = (issue: Issue): boolean => issue.code === 'unrecognized_keys';
const keysFirst = (a: Issue, b: Issue): number => Number(isKey(b)) - Number(isKey(a));

function problem(issue: Issue): Problem {
  const path = issue.path.map((part) => (typeof part === 'number' ? part : String(part)));
  if (issue.code !== 'unrecognized_keys') return { path, message: issue.message };
  return { path: [...path, issue.keys[0] ?? ''], message: issue.message, key: true };
}
