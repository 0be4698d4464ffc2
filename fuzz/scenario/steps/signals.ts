/** Steps that send. */
import { z } from 'zod';
import type { Recipient, Scenario, Sender } from '../scenario.ts';
import { actorName, int32, quiet, signal } from '../schema-parts.ts';
import { object, show } from '../shape.ts';
import { checkQueue, checkSending } from '../validate-sending.ts';
import type { Rows } from './facts.ts';
import { sends } from './mentions.ts';
import { all } from './words.ts';

const recipient = z
  .union([z.string(), object({ group: actorName })], {
    error: (issue) => quiet(issue, (input) => `expected init, everybody, an actor or {group: an actor}, got ${show(input)}`),
  })
  .meta({ id: 'recipient', description: 'init, everybody, the name of an actor, or {group: an actor}.' });
const sending = { signal, to: recipient, from: z.string().exactOptional().describe('outside (default) or the name of an actor.') };

export const SIGNALLING: Rows<'signal' | 'queue'> = {
  signal: {
    ...sends(),
    shape: object(sending).describe('A signal is sent by kill(2).'),
    check: (value, walk) => checkSending(walk, 'signal', value),
    explain: ({ signal, to, from }, s) => [`${sender(from)} ${signal} to ${toWhom(to, from, s)}.`],
  },
  queue: {
    ...sends(),
    shape: object({ ...sending, value: int32.describe('A 32-bit number.') }).describe('A signal is sent with a value by sigqueue(3).'),
    check: (value, walk) => checkQueue(walk, value),
    explain: ({ signal, to, from, value }, s) => [`${sender(from)} ${signal} with the value ${value} to ${toWhom(to, from, s)}.`],
  },
};

const sender = (from: Sender = 'outside'): string => (from === 'outside' ? 'Somebody outside sends' : `${from} sends`);

function toWhom(to: Recipient, from: Sender | undefined, s: Scenario): string {
  if (to === 'init') return 'the init';
  if (to === 'everybody') return from === undefined || from === 'outside' ? 'everybody' : 'everybody but the init and itself';
  return typeof to === 'object' ? `the group of ${to.group}` : all(to, s).replace('All', 'all');
}
