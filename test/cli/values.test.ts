import { InvalidArgumentError } from 'commander';
import { expect, test } from 'vitest';
import { duration, outputFile, quotedWords, whole, words } from '../../fuzz/cli/values.ts';

test('times are a number and a unit', () => {
  expect(['300ms', '20s', '5m', '1h'].map(duration)).toEqual([300, 20_000, 300_000, 3_600_000]);
  for (const bad of ['', '5', '0s', '-1s', '5 s', '1d', 's']) expect(() => duration(bad), bad).toThrow(InvalidArgumentError);
});

test('whole numbers within bounds', () => {
  expect([whole(0)('0'), whole(1, 512)('512')]).toEqual([0, 512]);
  for (const bad of ['513', '0', '1.5', '1e3', '', '0x10', '99999999999999999'])
    expect(() => whole(1, 512)(bad), bad).toThrow(InvalidArgumentError);
  expect(() => whole(1)('x')).toThrow('Expected a whole number from 1.');
});

test('words by commas, and again', () => {
  expect(words('c', words('a,b'))).toEqual(['a', 'b', 'c']);
  expect(words(',a,,')).toEqual(['a']);
});

test('arguments are words with quotes, and nothing is done to them', () => {
  expect(quotedWords(`-p "SIG USR1" 'a b' c\\ d "" $HOME * ; --`)).toEqual(['-p', 'SIG USR1', 'a b', 'c d', '', '$HOME', '*', ';', '--']);
  expect(quotedWords('')).toEqual([]);
  for (const bad of ['-g "', "it's", 'a\\']) expect(() => quotedWords(bad), bad).toThrow(InvalidArgumentError);
});

test('a file to write is in a folder that is there', () => {
  expect(['x.c', './x.c', '/x.c'].map(outputFile)).toEqual(['x.c', './x.c', '/x.c']);
  for (const bad of ['/nonexistent/x.c', 'package.json/x.c'])
    expect(() => outputFile(bad), bad).toThrow(/^There is no folder (\/nonexistent|package\.json)\.$/);
});
