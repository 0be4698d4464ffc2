/** The shape of each kind of step. */
import { z } from 'zod';
import { ERRNO, type ErrnoName } from './answers.ts';
import { type HeldStep, LIMITS, type Step, type TogetherStep } from './scenario.ts';
import { actorName, duration, exitCode, int32, quiet, signal as signalName } from './schema-parts.ts';
import { object, show, whole, word } from './shape.ts';
import type { StepKind } from './steps.ts';
import { didYouMean } from './suggest.ts';

const recipient = z
  .union([z.string(), object({ group: actorName })], {
    error: (issue) => quiet(issue, (input) => `expected init, everybody, an actor or {group: an actor}, got ${show(input)}`),
  })
  .meta({ id: 'recipient', description: 'init, everybody, the name of an actor, or {group: an actor}.' });
const sending = {
  signal: signalName,
  to: recipient,
  from: z.string().exactOptional().describe('outside (default) or the name of an actor.'),
};

const exit = object({ exit: object({ actor: actorName, code: exitCode }) });
const die = object({ die: object({ actor: actorName, signal: signalName, core: z.boolean().exactOptional() }) });
const signal = object({ signal: object(sending) });
const queue = object({ queue: object({ ...sending, value: int32 }) });

const fork = object({ fork: actorName });
const stop = object({ stop: actorName });
const goOn = object({ continue: actorName });
const type = object({ type: z.string().describe('Text, ^C, ^\\, ^Z, and line ends.') });
const hangUp = object({ hangUp: word('terminal') });
const resize = object({ resize: object({ rows: whole(1, 1000), columns: whole(1, 1000) }) });

const storm = object({ storm: object({ actor: actorName, orphans: whole(1, LIMITS.storm) }) });

const TOGETHER_KINDS: readonly StepKind[] = ['exit', 'die', 'signal', 'queue', 'storm'];
const HELD_KINDS: readonly StepKind[] = [...TOGETHER_KINDS, 'fork', 'stop', 'continue', 'type', 'hangUp', 'resize'];
const KINDS: readonly StepKind[] = [
  ...HELD_KINDS,
  'freeze',
  'thaw',
  'orphan',
  'wait',
  'together',
  'setpgid',
  'setsid',
  'exec',
  'foreground',
  'read',
  'write',
  'at',
];

function stepError(input: unknown, kinds: readonly StepKind[]): string {
  const keys = typeof input === 'object' && input !== null && !Array.isArray(input) ? Object.keys(input) : [];
  const strange = keys.find((key) => !kinds.includes(key as StepKind));
  if (strange !== undefined) return `unknown step ${strange}${didYouMean(strange, kinds) || `: here it is one of ${kinds.join(', ')}`}`;
  if (keys.length > 1) return `a step is one thing: write ${keys.join(' and ')} as ${keys.length} steps`;
  return `expected a step such as {fork: a} or {wait: 20ms}, got ${show(input)}`;
}

const togetherStep: z.ZodType<TogetherStep> = z
  .union([exit, die, signal, queue, storm], { error: (issue) => stepError(issue.input, TOGETHER_KINDS) })
  .meta({ id: 'togetherStep' });

const heldStep: z.ZodType<HeldStep> = z
  .union([exit, die, signal, queue, storm, fork, stop, goOn, type, hangUp, resize], {
    error: (issue) => stepError(issue.input, HELD_KINDS),
  })
  .meta({ id: 'heldStep' });

const placement = object({
  at: object({
    call: z.string().describe('Name of a system call, or any; fork stands for all that make a process.'),
    nth: whole(1, LIMITS.nth).exactOptional(),
    when: word('entry', 'exit').exactOptional(),
    of: word('init', 'child').exactOptional(),
    index: whole(1, 100_000).exactOptional(),
    fails: word(...(Object.keys(ERRNO) as [ErrnoName, ...ErrnoName[]])).exactOptional(),
    do: z
      .array(heldStep)
      .min(1, { error: () => '`do` needs a step' })
      .exactOptional(),
  }),
});

/** Any step. */
export const step: z.ZodType<Step> = z
  .union(
    [
      fork,
      exit,
      die,
      signal,
      queue,
      stop,
      goOn,
      object({ freeze: word('init') }),
      object({ thaw: word('init') }),
      object({ orphan: word('init') }),
      object({ wait: duration }),
      object({ together: z.array(togetherStep).min(1, { error: '`together` needs a step' }) }),
      storm,
      type,
      hangUp,
      resize,
      object({ setpgid: actorName }),
      object({ setsid: actorName }),
      object({ exec: actorName }),
      object({ foreground: actorName }),
      object({ read: actorName }),
      object({ write: actorName }),
      placement,
    ],
    { error: (issue) => stepError(issue.input, KINDS) },
  )
  .meta({ id: 'step' });
