/** The shape of a contract as people write it: any part of it. */
import { z } from 'zod';
import { LIMIT_NAMES } from '../scenario/scenario.ts';
import { countedSignals } from '../scenario/schema.ts';
import { durationUpTo, signal } from '../scenario/schema-parts.ts';
import { object, whole, word } from '../scenario/shape.ts';

const codes = z.array(whole(0, 255)).min(1, { error: () => 'expected at least one exit code' });
const inits = word('own', "init's");

/** ms: Kubernetes' grace period is half of it, and a run has to wait for it. */
const LONGEST_MS = 60_000;

const time = durationUpTo(LONGEST_MS);

const grace = time.describe('For how long it waits, at most, before it kills.');

const forwards = z
  .union([z.array(signal), object({ allBut: z.array(signal) })], {
    error: () => 'expected a list of signals, or {allBut: [...]}',
  })
  .describe('Signals that reach the target of forwarding: a list, or all but a list (SIGKILL, SIGSTOP and SIGCHLD are never among them).');

/** Fields of a contract, as they are written. */
const fields = {
  forwards,
  rewrites: z.partialRecord(signal, signal).describe('Forwarded as another.'),
  to: word('child', 'group', 'own-group').describe('Whom it forwards to: the child, the group that this leads, the group of the init.'),
  parting: z
    .union([z.literal('none'), signal, object({ signal, to: word('everybody'), grace: grace.exactOptional() })], {
      error: () => 'expected none, the name of a signal, or {signal: SIGTERM, to: everybody, grace: 5s}',
    })
    .describe(
      'Sent when the main child has ended, to its group, or to everybody; then it waits until no child is left, for the grace at most.',
    ),
  endsOn: z
    .partialRecord(
      signal,
      z.union([codes, object({ codes, sends: signal, to: word('child', 'everybody'), grace })], {
        error: () => 'expected a list of exit codes, or {codes: [0], sends: SIGTERM, to: child or everybody, grace: 10s}',
      }),
    )
    .describe(
      'Signals upon which it leaves by itself, with which codes: at once, or when it has stopped its child or everybody, for the grace at most.',
    ),
  exitCodes: z
    .record(
      z.string().regex(/^(\d+|death|failure)$/, { error: () => 'expected an exit code, death or failure' }),
      z.union([whole(0, 255), z.literal('256 - n')], { error: () => 'expected an exit code, or 256 - n' }),
    )
    .describe('Exit codes that it turns into others: by code; else of any death by a signal n (`death`), of any failure (`failure`).'),
  retries: time
    .exactOptional()
    .describe('For how long it tries again, with pauses, where no process can be made for its command, before it gives up.'),
  directory: word('inherited', '/').describe('Working directory of the init after its start.'),
  leaves: word('with-main', 'when-empty').describe('When it leaves: with its main child, or when no child is left.'),
  becomes: z
    .literal('command', { error: () => 'expected command' })
    .exactOptional()
    .describe('Of a program that is no init: it starts the command by exec, so that PID 1 is the command itself.'),
  starts: word('again', 'never')
    .exactOptional()
    .describe('It starts its command again when that has ended, and goes on; or it has none at all, as a pause.'),
  descriptors: word('kept', 'closed').describe('Of those from 3 up that the init was started with, once its child runs.'),
  keys: word('once', 'twice').describe('How often a key that makes a signal reaches a child that is in the foreground with the init.'),
  wakeUps: z.number().min(0).max(1000).describe('Voluntary wake-ups a second while nothing happens.'),
  pollMs: whole(0, 10_000).describe('Longest sleep with a time-out, ms; 0 where it sleeps until something happens.'),
};
const execFails = {
  missing: codes.describe('When the command is not there.'),
  'not-executable': codes.describe('When the command may not be executed.'),
  directory: codes.describe('When the command is a directory.'),
  'script-without-interpreter': codes.describe('When the interpreter of the command is not there.'),
  'no-process-left': codes.describe('When fork(2) fails.'),
};

const signalChange = <const W extends string>(other: W) =>
  z.union([word('inherited', other), object({ adds: z.array(signal).exactOptional(), removes: z.array(signal).exactOptional() })], {
    error: () => `expected inherited, ${other}, or {adds: [...], removes: [...]}`,
  });

const variables = z.array(
  z.string().regex(/^[^=*\0]+\*?$/, { error: () => 'expected the name of a variable, or the beginning of one and *, such as npm_*' }),
);

const child = {
  group: inits.describe('Process group of the child: one of its own, or that of the init.'),
  session: inits.describe('Session of the child: one of its own, or that of the init.'),
  mask: signalChange('empty').describe(
    'Signals that it has blocked: those that the init was started with, none, or other ones by so much.',
  ),
  ignored: signalChange('reset').describe('Signals that it ignores, likewise; reset: 1 to 31 are set to their default.'),
  raises: z.array(word(...LIMIT_NAMES)).describe('Limits whose soft value the init raises for itself and hands on: told as expected.'),
  environment: object({
    adds: variables.exactOptional().describe('Variables that it adds.'),
    changes: variables.exactOptional().describe('Variables that have another value.'),
    removes: variables.exactOptional().describe('Variables that it takes away.'),
  }).describe('What the init may do to the environment of its child: names of variables, or beginnings of names with * behind them.'),
  user: whole(0, 65_535).describe('User id of the child, where the init is root.'),
  directory: z
    .string()
    .regex(/^\/[^\0]*$/, { error: () => 'expected an absolute path' })
    .describe('Working directory of the child; left out: that in which the init was started.'),
  umask: whole(0, 0o777).describe('File mode creation mask of the child, such as 0o077.'),
  descriptors: object({
    adds: whole(1, 16).exactOptional().describe('So many files of its own, at most, the init leaves open in the child.'),
    removes: z
      .literal('others', { error: () => 'expected others' })
      .exactOptional()
      .describe('The child has 0 to 2 of those that the init was started with, and no others.'),
  }).describe('What the init does to the open descriptors of its child.'),
  terminal: word('untouched', 'foreground', 'handed-over').describe(
    'The controlling terminal: the group of the init stays in its foreground, the group of the child is put there, or the child takes it over.',
  ),
};
const asSubreaper = {
  adopts: z
    .union([z.boolean(), z.literal('unknown'), object({ with: z.string().min(1) })], {
      error: () => 'expected true, false, unknown or {with: a variable}',
    })
    .describe('Whether orphans become its children then (PR_SET_CHILD_SUBREAPER); with: where this variable is in its environment.'),
  deadly: z
    .union([z.array(signal), z.literal('unknown')], { error: () => 'expected a list of signals, or unknown' })
    .describe('Signals that end it then, by their default action; unknown: any that it does not forward.'),
  suspends: z.array(signal).describe('Signals upon which it stops itself then, once it has forwarded them.'),
  parentDeath: z
    .union([z.literal('none'), signal], { error: () => 'expected none or the name of a signal' })
    .describe('What it has the kernel send it when its own parent ends.'),
};

type Some<S> = { [K in keyof S]: S[K] extends z.core.SomeType ? z.ZodExactOptional<S[K]> : never };

/** A map of which any part may be left out. */
function some<S extends z.core.$ZodLooseShape>(shape: S): z.ZodObject<Some<S>, z.core.$strict> {
  const optional = Object.entries(shape).map(([key, part]) => [key, z.exactOptional(part as z.core.SomeType)]);
  return object(Object.fromEntries(optional) as Some<S>);
}

/** A contract as far as it is written: what is left out is as in another one. */
export const change = some({
  ...fields,
  execFails: some(execFails).describe('Exit codes allowed when the command cannot be started.'),
  child: some(child).describe('In which state the main child starts.'),
  asSubreaper: some(asSubreaper).describe('What differs where it is not PID 1.'),
});

/** Lists whose length is looked at before all else. */
export const COUNTED = [['forwards'], ['forwards', 'allBut'], ['asSubreaper', 'deadly'], ['asSubreaper', 'suspends']].map((path) =>
  countedSignals('contract', ...path),
);
