import { expect, test } from 'vitest';
import { spokenName, splitWord } from '../../fuzz/campaign/spoken-target.ts';
import { temporary } from '../fixtures/temporary.ts';

test.each([
  ['./x', ['-g', '--']],
  ['./my init', ['-p', 'SIG USR1', '']],
  ["it's", ['"', '\\', '$(reboot)']],
])('the name of %s with %j is read back', (word, args) => {
  expect(splitWord(spokenName(word, args))).toEqual({ word, args });
});

test('without other arguments it is the word itself, and one word has none', () => {
  expect(spokenName('a b', undefined)).toBe('a b');
  expect(splitWord('tini')).toBeUndefined();
  expect(splitWord('  ')).toBeUndefined();
});

test('what is there is a path, whatever is in its name', () => expect(splitWord(`${temporary()}/. `.trimEnd())).toBeUndefined());
