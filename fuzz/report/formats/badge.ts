/** A summary as the JSON of a shields.io endpoint badge (shields.io/badges/endpoint-badge): serve the file, and give shields its address. */
import { toJson } from '../../base/printable.ts';
import { plural } from '../numbers.ts';
import type { Summary } from '../summary.ts';
import { stateOf, sumsOf } from './headline.ts';

const COLOURS = { broken: 'lightgrey', failing: 'red', open: 'yellow', sound: 'brightgreen' } as const;

export function badge(summary: Summary): string {
  const { failed, known, held } = sumsOf(summary);
  const state = stateOf(summary);
  const message = {
    broken: 'error',
    failing: plural(failed, 'new failure'),
    open: 'inconclusive',
    sound: known === 0 ? `${held} held` : `${held} held, ${known} known`,
  }[state];
  return `${toJson({ schemaVersion: 1, label: 'initproof', message, color: COLOURS[state], isError: state === 'broken' })}\n`;
}
