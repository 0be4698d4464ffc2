import { expect, test } from 'vitest';
import { commentLines, cString, signalMacro, signalMask } from '../../fuzz/export/c-text.ts';

test.each([
  ['plain', '"plain"'],
  ['"); system("rm', '"\\"); system(\\"rm"'],
  ['a\\b\n\t1', '"a\\\\b\\n\\0111"'],
  ['??/', '"\\?\\?/"'],
  ['é\udcff', '"\\303\\251\\377"'],
])('%j is a string and nothing else', (text, literal) => {
  expect(cString(text)).toBe(literal);
});

test('a comment ends where it should', () => {
  expect(commentLines(['*/ int x; /*', 'a\nb', 'c\\'])).toEqual(['/*', ' * * / int x; / *', ' * a\\x0ab', ' * c', ' */']);
});

test('signals', () => {
  expect([signalMacro('SIGTERM'), signalMacro('SIGRTMIN+3'), signalMacro(32)]).toEqual(['SIGTERM', '37 /* SIGRTMIN+3 */', '32']);
  expect(signalMask([1, 15, 64])).toBe('UINT64_C(0x8000000000004001)');
});
