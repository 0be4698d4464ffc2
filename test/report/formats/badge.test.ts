/** The endpoint badge of shields.io: its schema has these fields, and no others are needed. */
import { expect, test } from 'vitest';
import { badge } from '../../../fuzz/report/formats/badge.ts';
import { summary } from './summaries.ts';

const read = (name: string): unknown => JSON.parse(badge(summary(name)));
const of = (message: string, color: string, isError = false): object => ({ schemaVersion: 1, label: 'initproof', message, color, isError });

test.each([
  ['campaign', of('1 new failure', 'red')],
  ['replays', of('2 new failures', 'red')],
  ['sound', of('1 held', 'brightgreen')],
  ['nothing', of('inconclusive', 'yellow')],
  ['broken', of('error', 'lightgrey', true)],
])('%s', (name, expected) => expect(read(name)).toEqual(expected));
