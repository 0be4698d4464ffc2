/**
 * Target files, `targets/*.yaml`: where an init is found, its arguments, contract, what its releases differ in, and declared deviations; or
 * which target it is like, and in what it differs.
 */
import type { z } from 'zod';
import type { Deviation, Target } from '../judge/contract.ts';
import type { ContractChange } from '../judge/contract-change.ts';
import { NEVER_FORWARDED } from '../judge/plain-contract.ts';
import { toJsonSchema } from '../scenario/schema.ts';
import { parseShape, type Shaped } from '../scenario/shape.ts';
import type { Problem } from '../scenario/validate.ts';
import { SIGNALS, type SignalName } from '../scenario/signals.ts';
import { unwrap } from '../scenario/yaml.ts';
import { parseSource, type Source } from '../scenario/yaml-source.ts';
import { COUNTED } from './contract-schema.ts';
import { targetSchema } from './target-schema.ts';

/**
 * How a target's binary is found: in a Debian package (`path` inside it, without a leading slash), among what the native part builds
 * (by name), by its name in PATH (`npm`: the npm package that brings it, and that nobody installs but the user), or at a path (from the
 * target file's folder where it is relative).
 */
export type Find = { package: string; path: string } | { built: string } | { command: string; npm?: string } | { path: string };

/**
 * A file or folder that the sandbox shows: of the host, from the target file's folder where it is relative, or of a Debian package. `at`:
 * where in the sandbox; default: its own place. `writable`: a copy for each run.
 */
export type FileOf =
  | string
  | { from: string; at?: string; writable?: boolean }
  | { package: string; path: string; at: string; writable?: boolean };

export interface TargetFile extends Omit<Target, 'deviations' | 'files' | 'ownPlace'> {
  find: Find;
  /** What it needs beside its binary. */
  files?: FileOf[];
  /** It is run where it is named, and not among all. */
  onRequest: boolean;
  /** Which init it is, as `initproof verify` tells; absent: its releases are not told apart. */
  init?: string;
  /** What was otherwise in older releases; the rest of the file says what the newest one promises. */
  versions: Version[];
  deviations: (Deviation & Releases)[];
}

/** Releases by their numbers: from `since`, before `until`. What is left out is no bound. */
export interface Releases {
  since?: string;
  until?: string;
}

/** What releases promise otherwise. */
export interface Version extends Releases {
  /** In the bytes of a build that belongs to them and that has no number: releases whose text tells none. */
  text?: string;
  args?: string[];
  contract: ContractChange;
}

/** A target file as it is written: what it leaves out is as in the target that it is like, or has a default. */
export interface WrittenTarget extends Partial<Omit<TargetFile, 'onRequest' | 'contract'>>, Pick<TargetFile, 'onRequest'> {
  like?: string;
  contract: ContractChange;
  /** The error to throw for a problem with it, at its place. */
  error: Source['error'];
}

type Raw = z.output<typeof targetSchema>;
type Forwards = NonNullable<Raw['contract']['forwards']>;

/** The target in `text`, as it is written; throws an InputError that points at what is wrong. `file` is its name in messages. */
export function readTarget(text: string, file: string): WrittenTarget {
  const source = parseSource(text, file);
  const { version: _, contract, versions, ...raw } = unwrap(source, parseTarget(source.value));
  return {
    ...raw,
    contract: toChange(contract),
    ...(versions === undefined ? {} : { versions: versions.map((one) => ({ ...one, contract: toChange(one.contract) })) }),
    error: source.error,
  };
}

function parseTarget(data: unknown): Shaped<Raw> {
  const shaped = parseShape(targetSchema, data, COUNTED);
  if (!shaped.ok) return shaped;
  const { contract, versions = [] } = shaped.value;
  const problems = [
    ...neverForwarded(contract.forwards, ['contract']),
    ...versions.flatMap((version, n) => neverForwarded(version.contract.forwards, ['versions', n, 'contract'])),
  ];
  return problems.length === 0 ? shaped : { ok: false, problems };
}

function neverForwarded(list: Forwards | undefined, path: (string | number)[]): Problem[] {
  if (!Array.isArray(list)) return [];
  const index = list.findIndex((signal) => NEVER_FORWARDED.includes(signal));
  return index < 0 ? [] : [{ path: [...path, 'forwards', index], message: `no init can forward ${list[index] ?? ''}` }];
}

const toChange = ({ forwards: list, ...contract }: Raw['contract']): ContractChange => ({
  ...contract,
  ...(list === undefined ? {} : { forwards: signals(list) }),
});

function signals(list: Forwards): SignalName[] {
  if (Array.isArray(list)) return list;
  const without = [...NEVER_FORWARDED, ...list.allBut];
  return SIGNALS.filter((signal) => !without.includes(signal));
}

/** `targets/target.schema.json`, for editors. Written by `npx vitest run test/cases/schema.test.ts -u`. */
export const targetJsonSchema = (): object => toJsonSchema(targetSchema, 'A target of initproof');
