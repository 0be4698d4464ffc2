import { expect, test } from 'vitest';
import { parseDuration } from '../../fuzz/scenario/duration.ts';
import { signalHint } from '../../fuzz/scenario/signal-hint.ts';
import { didYouMean, distance, nearest } from '../../fuzz/scenario/suggest.ts';

test.each([
  ['', 'abc', 3],
  ['fork', 'frok', 1],
  ['kitten', 'sitting', 3],
  ['a', 'a', 0],
])('distance of %j and %j', (a, b, edits) => {
  expect(distance(a, b)).toBe(edits);
  expect(distance(b, a)).toBe(edits);
});

test('suggests what is near, and nothing otherwise', () => {
  expect(nearest('Frok', ['exit', 'fork'])).toBe('fork');
  expect(nearest('banana', ['exit', 'fork'])).toBeUndefined();
  expect(didYouMean('x'.repeat(100_000), ['fork'])).toBe('');
});

test.each([
  ['SIGTERN', 'unknown signal SIGTERN, did you mean SIGTERM?'],
  ['kill', 'unknown signal kill, did you mean SIGKILL?'],
  ['SIGPOLL', 'unknown signal SIGPOLL, did you mean SIGIO?'],
  ['SIGRTMAX-2', 'unknown signal SIGRTMAX-2, did you mean SIGRTMIN+28?'],
  ['BANANA', 'unknown signal BANANA'],
  [9, 'expected the name of a signal: write SIGKILL for 9'],
  ['40', 'expected the name of a signal: write SIGRTMIN+6 for 40'],
  [0, 'there is no signal 0: they go from 1 to 64'],
  [null, 'expected the name of a signal, such as SIGTERM'],
])('hint for %j', (value, message) => expect(signalHint(value)).toBe(message));

test.each([
  ['20ms', 20],
  ['2s', 2000],
  ['1.5s', 1500],
  ['5m', 300_000],
  ['1h', 3_600_000],
  ['20', undefined],
  ['-1s', undefined],
  ['1e3s', undefined],
  ['s', undefined],
])('%s', (text, ms) => expect(parseDuration(text)).toBe(ms));
