import { expect, test } from 'vitest';
import { printable } from '../../fuzz/base/printable.ts';
import { cell, row } from '../../fuzz/report/markdown.ts';

test('nothing of a stranger is markup, and it is escaped once', () => {
  expect(cell(printable('<b>a|b\x1b`'))).toBe('&#60;b&#62;a&#124;b&#92;x1b&#96;');
  expect(cell(`it is ${printable('\x1b')}`)).toBe('it is &#92;x1b');
  expect(cell('line\n# one')).toBe('line&#92;x0a&#35; one');
});

test('a row', () => expect(row('a', 'b')).toBe('| a | b |'));
