import { expect, test } from 'vitest';
import { cutTable, severalLines, table, wrap } from '../../fuzz/report/table.ts';

test('columns are as wide as their widest cell, and no line ends in spaces', () => {
  const rows = [
    ['a', 'long one', 'x'],
    ['bbb', '', ''],
  ];
  expect(table(rows)).toEqual(['  a    long one  x', '  bbb']);
});

test('what has no room on the terminal is cut, and elsewhere nothing is', () => {
  const rows = [['a', '0123456789']];
  expect(cutTable(rows, 10)).toEqual(['  a  0123…']);
  expect(cutTable(rows, 15)).toEqual(['  a  0123456789']);
  expect(cutTable(rows, undefined)).toEqual(['  a  0123456789']);
});

test('nothing is an empty table', () => expect(table([])).toEqual([]));

test('text is broken at spaces; a word that is too long stays whole', () => {
  expect(wrap('one two three', 7)).toEqual(['one two', 'three']);
  expect(wrap('onetwothree four', 5)).toEqual(['onetwothree', 'four']);
  expect(wrap('', 5)).toEqual(['']);
});

test('what is escaped counts as wide as it is shown', () => {
  expect(
    table([
      ['a\x1b', 'x'],
      ['bbbbbb', 'y'],
    ]),
  ).toEqual(['  a\\x1b   x', '  bbbbbb  y']);
});

test('of a message none but the first line begins where ours do', () => {
  expect(severalLines('a\nb\n  c\n')).toEqual(['a', '  b', '  c', '']);
});
