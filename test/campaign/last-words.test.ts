import { expect, test } from 'vitest';
import { lastWords } from '../../fuzz/campaign/last-words.ts';

const of = (stderr: string): string[] => lastWords({ stderr });

test('lines that say something: of many the first five and the last six', () => {
  expect(of('')).toEqual([]);
  expect(of('\n \n')).toEqual([]);
  expect(of('one\r\n\ntwo\rthree  \n')).toEqual(['one', 'two', 'three']);
  const many = (count: number): string[] => Array.from({ length: count }, (_, n) => `line ${n}`);
  expect(of(many(11).join('\n'))).toEqual(many(11));
  expect(of(many(20).join('\n'))).toEqual([...many(5), '…', ...many(20).slice(14)]);
});

test('a terminal acts upon nothing of it, colours are left out, and no line is longer than 400 characters', () => {
  expect(of('\x1b[31mError:\x1b[0m no\tsuch \x1b]0;title\x07 file\\\n')).toEqual(['Error: no  such \\x1b]0;title\\x07 file\\\\']);
  expect(of('\x00'.repeat(10_000))[0]).toHaveLength(4 * 401 - 3);
});
