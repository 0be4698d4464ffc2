import fc from 'fast-check';
import { expect, test } from 'vitest';
import { dotted, harmless, printable, toJson } from '../../fuzz/base/printable.ts';

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

test('a line that is harmless stays as it is, what was quoted in it too', () => {
  expect(harmless('a\x1b\u2028\n\\')).toBe('a\\x1b\\u{2028}\\x0a\\');
  fc.assert(
    fc.property(fc.string({ unit: 'binary' }), (text) => {
      expect(harmless(harmless(text))).toBe(harmless(text));
      expect(harmless(printable(text))).toBe(printable(text));
    }),
  );
});

test('JSON for a terminal is the same value', () => {
  const value = { 'a\u202e': ['\x7f\x9b', '\u{e0001}\u2028', 'ü'] };
  expect(toJson(value)).toBe('{"a\\u202e":["\\u007f\\u009b","\\udb40\\udc01\\u2028","ü"]}');
  fc.assert(
    fc.property(fc.jsonValue(), fc.boolean(), (any, pretty) => {
      const text = toJson(any, pretty ? 2 : undefined);
      expect(JSON.parse(text)).toEqual(JSON.parse(JSON.stringify(any)));
      expect(text.replaceAll('\n', '')).not.toMatch(/[\p{Cc}\p{Cf}\p{Zl}\p{Zp}]/u);
    }),
  );
});

test('above a caret each sign keeps its column', () => expect(dotted('a\0\u202e\tb')).toBe('a···b'));
