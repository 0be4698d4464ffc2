import { expect, test } from 'vitest';
import { fromBytes, hasBytes, hasNoBytes, toBytes } from '../../fuzz/scenario/text-bytes.ts';
import { readScenario, writeScenario } from '../../fuzz/scenario/yaml.ts';

const all = Buffer.from(Array.from({ length: 255 }, (_, index) => index + 1));

test.each([
  ['', []],
  ['a é 日 😀', [...Buffer.from('a é 日 😀')]],
  ['\udcff', [0xff]],
  ['a\udc80é', [0x61, 0x80, 0xc3, 0xa9]],
  ['\ufffd', [0xef, 0xbf, 0xbd]],
])('%j and its bytes', (text, bytes) => {
  expect([...toBytes(text)]).toEqual(bytes);
  expect(fromBytes(Buffer.from(bytes))).toBe(text);
});

test.each([
  ['every byte', all],
  ['a character that is cut', Buffer.from([0xe6, 0x97])],
  ['half of a pair, which is no UTF-8', Buffer.from([0xed, 0xa0, 0x80])],
  ['more bytes than the character needs', Buffer.from([0xc0, 0xaf])],
  ['a byte order mark', Buffer.from([0xef, 0xbb, 0xbf, 0xff])],
])('%s comes back', (_, bytes) => {
  expect(toBytes(fromBytes(bytes)).equals(bytes)).toBe(true);
});

test('tells what is no text, and what is nothing at all', () => {
  expect([hasBytes('é😀'), hasBytes('\udcff'), hasBytes('\ud83d')]).toEqual([false, true, true]);
  expect([hasNoBytes('\udcff'), hasNoBytes('\ud83d'), hasNoBytes('\udc7f'), hasNoBytes('😀')]).toEqual([false, true, true, false]);
});

test('a file holds them escaped, and is UTF-8', () => {
  const launch = { args: ['\udcff', 'é'], env: { A: 'x\udc80' } };
  const written = writeScenario({ version: 1, launch, actors: { main: {} }, steps: [] });
  expect(written).toContain('args: ["\\udcff", é]');
  expect(Buffer.from(written).toString()).toBe(written);
  expect(readScenario(written, 'x.yaml').launch).toEqual(launch);
});
