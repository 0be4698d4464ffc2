/** The values that several parts of the schema are made of. */
import { z } from 'zod';
import { parseDuration } from './duration.ts';
import { LIMITS } from './scenario.ts';
import { show, whole } from './shape.ts';
import { signalHint } from './signal-hint.ts';
import { SIGNALS, type SignalName } from './signals.ts';

/** The message for a value that is there; that of a missing one is the same everywhere. */
export const quiet = (issue: { input?: unknown }, message: (input: unknown) => string) =>
  issue.input === undefined ? undefined : message(issue.input);

export const signal = z
  .enum(SIGNALS as readonly [SignalName, ...SignalName[]], { error: (issue) => quiet(issue, (input) => signalHint(input)) })
  .meta({ id: 'signal', description: 'The name of a signal; real-time ones as SIGRTMIN+3.' });
/** A time of `most` ms or less. */
export const durationUpTo = (most: number) =>
  z
    .string({ error: (issue) => quiet(issue, (input) => `expected a time like 20ms or 2s, got ${show(input)}`) })
    .regex(/^\d{1,9}(\.\d{1,3})?(ms|s|m|h)$/, { error: (issue) => `expected a time like 20ms or 2s, got ${show(issue.input)}` })
    .refine((text) => (parseDuration(text) ?? 0) <= most, {
      error: (issue) => `${String(issue.input)} is longer than the limit, ${most}ms`,
    });
export const duration = durationUpTo(LIMITS.waitMs).meta({ id: 'duration', description: `A time: 20ms, 2s. At most ${LIMITS.waitMs}ms.` });
export const actorName = z.string().meta({ id: 'actorName', description: 'The name of an actor.' });
export const exitCode = whole(0, 255);
export const int32 = whole(-0x7fffffff, 0x7fffffff);
