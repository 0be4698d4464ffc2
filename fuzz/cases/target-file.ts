/** Target files, `targets/*.yaml`: where an init is found, its arguments, contract and declared deviations. */
import { z } from 'zod';
import type { Contract, Deviation, Target } from '../judge/contract.ts';
import { countedSignals, toJsonSchema } from '../scenario/schema.ts';
import { signal } from '../scenario/schema-parts.ts';
import { ANY_FAILURE, PLAIN } from '../judge/plain-contract.ts';
import { object, parseShape, type Shaped, whole, word } from '../scenario/shape.ts';
import { SIGNALS, type SignalName } from '../scenario/signals.ts';
import { unwrap } from '../scenario/yaml.ts';
import { parseSource } from '../scenario/yaml-source.ts';
import { declarable, webAddress } from './schema.ts';

/**
 * How a target's binary is found: in a Debian package (`path` inside it, without a leading slash), among what the native part builds
 * (by name), or at a path (from the target file's folder where it is relative).
 */
export type Find = { package: string; path: string } | { built: string } | { path: string };

export interface TargetFile extends Target {
  find: Find;
  /** It is run where it is named, and not among all. */
  onRequest: boolean;
}

/** Never forwarded by anybody: two that cannot be caught, and the one that tells an init of its own children. */
const NEVER: readonly SignalName[] = ['SIGKILL', 'SIGSTOP', 'SIGCHLD'];

const codes = z.array(whole(0, 255)).min(1, { error: () => 'expected at least one exit code' });
const inits = word('own', "init's");

const forwards = z
  .union([z.array(signal), object({ allBut: z.array(signal) })], {
    error: () => 'expected a list of signals, or {allBut: [...]}',
  })
  .describe('Signals that reach the target of forwarding: a list, or all but a list (SIGKILL, SIGSTOP and SIGCHLD are never among them).');

const contract = object({
  forwards,
  rewrites: z.partialRecord(signal, signal).default({}).describe('Forwarded as another.'),
  to: word('child', 'group').describe('Whom it forwards to.'),
  parting: z
    .union([z.literal('none'), signal], { error: () => 'expected none or the name of a signal' })
    .describe('Sent to the group when the main child has ended.'),
  exitCodes: z
    .record(z.string().regex(/^\d+$/, { error: () => 'expected an exit code' }), whole(0, 255))
    .default({})
    .describe('Exit codes that it turns into others, by code.'),
  execFails: object({
    missing: codes,
    'not-executable': codes,
    directory: codes,
    'script-without-interpreter': codes,
    'no-process-left': codes.default(ANY_FAILURE).describe('When fork(2) fails; default: 1 to 127.'),
  }).describe('Exit codes allowed when the command cannot be started.'),
  child: object({
    group: inits,
    session: inits,
    mask: word('inherited', 'empty'),
    ignored: word('inherited', 'reset'),
    terminal: word('untouched', 'foreground', 'handed-over').default('untouched'),
  }).describe('In which state the main child starts.'),
  asSubreaper: object({
    adopts: z
      .union([z.boolean(), z.literal('unknown'), object({ with: z.string().min(1) })], {
        error: () => 'expected true, false, unknown or {with: a variable}',
      })
      .describe('Whether orphans become its children then (PR_SET_CHILD_SUBREAPER); with: where this variable is in its environment.'),
    deadly: z
      .union([z.array(signal), z.literal('unknown')], { error: () => 'expected a list of signals, or unknown' })
      .describe('Signals that end it then, by their default action; unknown: any that it does not forward.'),
    suspends: z.array(signal).default([]).describe('Signals upon which it stops itself then, once it has forwarded them.'),
    parentDeath: z
      .union([z.literal('none'), signal], { error: () => 'expected none or the name of a signal' })
      .default('none')
      .describe('What it has the kernel send it when its own parent ends.'),
  })
    .default(PLAIN.asSubreaper)
    .describe('What differs where it is not PID 1; default: nobody knows.'),
  directory: word('inherited', '/').describe('Working directory of the init after its start.'),
  leaves: word('with-main', 'when-empty').default('with-main').describe('When it leaves: with its main child, or when no child is left.'),
  descriptors: word('kept', 'closed').default('kept').describe('Of those from 3 up that the init was started with, once its child runs.'),
  wakeUps: z.number().min(0).max(1000).describe('Voluntary wake-ups a second while nothing happens.'),
  pollMs: whole(0, 10_000).describe('Longest sleep with a time-out, ms; 0 where it sleeps until something happens.'),
});

const deviation = object({
  property: declarable,
  signature: z.string().exactOptional().describe('Only signatures that start with this.'),
  reason: z.string().describe('Why it is intended, or known.'),
  link: webAddress.exactOptional(),
});

const relativePath = z.string().regex(/^(?!\/)(?!(?:.*\/)?\.\.(?:\/|$))[^\0]+$/, {
  error: () => 'expected a path inside the package, without a slash in front and without ..',
});
const packageName = z.string().regex(/^[a-z0-9][a-z0-9+.-]+$/, { error: () => 'expected the name of a Debian package' });

const find = z
  .union(
    [
      object({ package: packageName, path: relativePath }),
      object({
        built: z.string().regex(/^[a-z0-9][a-z0-9-]*$/, { error: () => 'expected the name of a program that the native part builds' }),
      }),
      object({ path: z.string().min(1, { error: () => 'expected a path' }) }),
    ],
    { error: () => 'expected {package: name, path: usr/bin/name}, {built: name} or {path: ./name}' },
  )
  .describe('Where the binary is found.');

const shown = z.string().regex(/^(\/[^/\0.][^/\0]*)+$/, {
  error: () => 'expected the absolute path of a directory, without links, and without a dot at the start of a name',
});

const targetSchema = object({
  version: z.literal(1).exactOptional().describe('Version of this format.'),
  name: z.string().regex(/^[a-z0-9][a-z0-9.-]*$/, { error: () => 'expected a name of lower-case letters, digits, dots and hyphens' }),
  title: z.string().describe('For people.'),
  find,
  onRequest: z.boolean().default(false).describe('Whether it is run only where it is named.'),
  args: z.array(z.string()).default([]).describe('Arguments of the init before the command.'),
  shows: z
    .array(shown)
    .max(8)
    .exactOptional()
    .describe('Directories of the host that its sandbox shows beside programs and libraries, read-only: what it needs of /opt, say.'),
  contract,
  deviations: z.array(deviation).default([]).describe('Violations that are intended, or known.'),
});

type Raw = z.output<typeof targetSchema>;

/** The target in `text`; throws an InputError that points at what is wrong. `file` is its name in messages. */
export function readTarget(text: string, file: string): TargetFile {
  const source = parseSource(text, file);
  const { version: _, ...raw } = unwrap(source, parseTarget(source.value));
  return { ...raw, contract: toContract(raw.contract), deviations: raw.deviations satisfies Deviation[] };
}

const COUNTED = [['forwards'], ['forwards', 'allBut'], ['asSubreaper', 'deadly'], ['asSubreaper', 'suspends']].map((path) =>
  countedSignals('contract', ...path),
);

function parseTarget(data: unknown): Shaped<Raw> {
  const shaped = parseShape(targetSchema, data, COUNTED);
  if (!shaped.ok) return shaped;
  const { forwards: list } = shaped.value.contract;
  const index = Array.isArray(list) ? list.findIndex((signal) => NEVER.includes(signal)) : -1;
  if (index < 0 || !Array.isArray(list)) return shaped;
  return { ok: false, problems: [{ path: ['contract', 'forwards', index], message: `no init can forward ${list[index] ?? ''}` }] };
}

function toContract({ forwards: list, ...rest }: Raw['contract']): Contract {
  if (Array.isArray(list)) return { ...rest, forwards: list };
  const without = [...NEVER, ...list.allBut];
  return { ...rest, forwards: SIGNALS.filter((signal) => !without.includes(signal)) };
}

/** `targets/target.schema.json`, for editors. Written by `npx vitest run test/cases/schema.test.ts -u`. */
export const targetJsonSchema = (): object => toJsonSchema(targetSchema, 'A target of initproof');
