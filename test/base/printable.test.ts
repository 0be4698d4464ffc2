import fc from 'fast-check';
import { expect, test } from 'vitest';
import { printable } from '../../fuzz/base/printable.ts';

test('plain text is left, what moves the cursor or turns the writing is escaped', () => {
  expect(printable('usr/bin/tini ü 漢')).toBe('usr/bin/tini ü 漢');
  expect(printable('a\x1b[2Jb\nc\r')).toBe('a\\x1b[2Jb\\x0ac\\x0d');
  expect(printable('tini\u202etxt\u2028')).toBe('tini\\u{202e}txt\\u{2028}');
  expect(printable('\\x1b')).toBe('\\\\x1b');
});

test('a byte that is no UTF-8 is shown as that byte', () => expect(printable('t\udcffni')).toBe('t\\xffni'));

test('nothing that a terminal acts upon is left of any text, and it stays short', () => {
  fc.assert(
    fc.property(fc.string({ unit: 'binary', maxLength: 2000 }), (text) => {
      const shown = printable(text);
      expect(shown).not.toMatch(/[\p{Cc}\p{Cf}\p{Zl}\p{Zp}\p{Cs}]/u);
      expect(shown.length).toBeLessThan(5000);
    }),
  );
});

test('two short texts that differ look different', () => {
  fc.assert(
    fc.property(fc.string({ unit: 'grapheme', maxLength: 50 }), fc.string({ unit: 'grapheme', maxLength: 50 }), (a, b) => {
      expect(printable(a) === printable(b)).toBe(a === b);
    }),
  );
});
