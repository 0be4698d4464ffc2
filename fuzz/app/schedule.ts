/** A schedule: what happens to an application, and when. What is drawn, shrunk, saved and replayed is the same value. */
import { z } from 'zod';
import { durationMs, parseDuration } from '../scenario/duration.ts';
import { isSignalName, type SignalName } from '../scenario/signals.ts';

const duration = z.string().refine((text) => parseDuration(text) !== undefined, { error: 'expected a time such as 20ms or 2s' });
const signal = z.custom<SignalName>((value) => typeof value === 'string' && isSignalName(value), {
  error: 'expected a signal such as SIGTERM',
});

/** One thing that happens; times as `20ms`. */
export type AppStep =
  | { ready: true }
  | { load: string }
  | { unload: string }
  | { wait: string }
  | { signal: SignalName; exec?: number | undefined; after?: string | undefined }
  | { type: string }
  | { child: SignalName }
  | { probe: string[] }
  | { hangup: true }
  | { stays: string }
  | { within: string };

const stepSchema: z.ZodType<AppStep> = z.union(
  [
    z.strictObject({ ready: z.literal(true).describe('Until the application is ready.') }),
    z.strictObject({ load: duration.describe('Requests begin, and go on to the end; so long until the next step.') }),
    z.strictObject({
      unload: duration.describe('No more requests are begun, as behind a balancer that has let go; so long until the next step.'),
    }),
    z.strictObject({ wait: duration.describe('So long nothing is done.') }),
    z.strictObject({
      signal: signal.describe('To PID 1.'),
      exec: z.int().min(1).max(256).optional().describe('When so many programs have been started, the one of PID 1 first; default: now.'),
      after: duration.optional().describe('So long after that start.'),
    }),
    z.strictObject({ type: z.string().max(64).describe('On its terminal: ^C is "\\x03".') }),
    z.strictObject({ child: signal.describe('To the youngest process that the application has started.') }),
    z.strictObject({ probe: z.array(z.string()).min(1).describe('A command that enters the container, as exec probes do.') }),
    z.strictObject({ hangup: z.literal(true).describe('The runtime is gone: nobody reads the output.') }),
    z.strictObject({ stays: duration.describe('So long PID 1 must live on.') }),
    z.strictObject({ within: duration.describe('Within it PID 1 must have ended; then it is killed.') }),
  ],
  { error: 'no such step' },
);

export const scheduleSchema = z.strictObject({
  terminal: z.boolean().optional().describe('Whether the command has a terminal.'),
  steps: z.array(stepSchema).min(1).max(64),
});

export interface Schedule {
  terminal?: boolean | undefined;
  steps: AppStep[];
}

/** A time as steps have it. */
export const inSteps = (ms: number): string => `${Math.max(0, Math.round(ms))}ms`;

export const msOf = durationMs;

/** In words, a line a step. */
export function stepText(step: AppStep): string {
  if ('ready' in step) return 'until it is ready';
  if ('load' in step) return `requests for ${step.load}, and on`;
  if ('unload' in step) return `no more requests, for ${step.unload}`;
  if ('wait' in step) return `wait ${step.wait}`;
  if ('signal' in step)
    return step.exec === undefined ? `${step.signal} to PID 1` : `${step.signal} to PID 1 ${moment(step.exec, step.after)}`;
  if ('type' in step) return `type ${JSON.stringify(step.type)}`;
  if ('child' in step) return `${step.child} to its youngest process`;
  if ('probe' in step) return `an exec probe: ${step.probe.join(' ')}`;
  if ('hangup' in step) return 'the runtime is gone';
  if ('stays' in step) return `PID 1 lives on for ${step.stays}`;
  return `PID 1 ends within ${step.within}`;
}

const moment = (exec: number, after = '0ms'): string => `${after} after the start of program ${exec}`;
