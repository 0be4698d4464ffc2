import { expect, test } from 'vitest';
import { toLine } from '../../fuzz/report/ndjson.ts';

test('one line a value, whatever is in its strings', () => {
  expect(toLine({ v: 1, type: 'warning', message: 'two\nlines' })).toBe('{"v":1,"type":"warning","message":"two\\nlines"}\n');
});
