/** The shape of the pictures that a state keeps: bounded, since it may be a stranger's. */
import { z } from 'zod';
import type { Account } from '../campaign/account.ts';
import type { Elsewhere } from '../campaign/elsewhere.ts';
import { count, id, STATE_VERSION, text } from './schema.ts';

const words = z.array(text).max(200);
/** ms: parts of it count. */
const instant = z.number().min(0);
const span = z.strictObject({ is: z.enum(['running', 'stopped', 'zombie']), from: instant, to: instant });
const MOMENTS = ['started', 'sent', 'received', 'ended', 'reaped', 'moved', 'done', 'fault'] as const;

/** What was seen of a finding when it was told: enough to draw it. */
export interface Story extends Pick<Account, 'due' | 'story' | 'timeline' | 'cause' | 'stderr'> {
  target: string;
  caseId: string;
  elsewhere?: Elsewhere[];
}

const story = z.strictObject({
  target: text,
  caseId: id,
  due: text.exactOptional(),
  cause: text.exactOptional(),
  stderr: words,
  story: z
    .array(z.strictObject({ ms: instant, who: text, what: text, fault: z.literal(true).exactOptional(), skipped: count.exactOptional() }))
    .max(1000),
  timeline: z
    .strictObject({
      ms: instant,
      lives: z
        .array(
          z.strictObject({
            who: text,
            pid: count.exactOptional(),
            under: text.exactOptional(),
            spans: z.array(span).max(1000),
            end: text.exactOptional(),
          }),
        )
        .max(1000),
      moments: z.array(z.strictObject({ ms: instant, kind: z.enum(MOMENTS), who: text, from: text.exactOptional(), what: text })).max(1000),
      more: count.exactOptional(),
    })
    .exactOptional(),
  elsewhere: z
    .array(
      z.strictObject({
        target: text,
        now: z.enum(['same', 'holds', 'violated', 'inconclusive', 'not-applicable', 'expected', 'tampered']),
      }),
    )
    .max(100)
    .exactOptional(),
}) satisfies z.ZodType<Story>;

/** Pictures that are kept: some kB each; a page draws some 50. */
export const MOST_STORIES = 200;

export const storiesSchema = z.strictObject({ v: z.literal(STATE_VERSION), stories: z.array(story).max(MOST_STORIES) });
