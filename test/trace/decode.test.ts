import { describe, expect, test } from 'vitest';
import { decodeHello, decodeResult } from '../../fuzz/trace/decode.ts';
import { TAMPERINGS, type Trace } from '../../fuzz/trace/trace.ts';

/** A result without events, as native/src/wire.h lays it out. */
function result({ bound = 0, tampered = 0, kept = 0 }): Trace {
  const bytes = Buffer.alloc(104);
  bytes.writeUInt32LE(bytes.length, 0);
  bytes.writeUInt8(bound, 9);
  bytes.writeUInt32LE(tampered, 88);
  bytes.writeUInt32LE(kept, 96);
  const decoded = decodeResult(bytes);
  if (decoded.kind !== 'trace') throw new Error(decoded.why);
  return decoded.trace;
}

describe('what disagrees with the kernel', () => {
  test('is absent where nothing does', () => expect(result({})).not.toHaveProperty('tampered'));
  test('has a name for each bit', () => expect(result({ tampered: 15 }).tampered).toEqual(Object.keys(TAMPERINGS)));
  test('is those bits alone', () => expect(result({ tampered: 6 }).tampered).toEqual(['role', 'identity']));
});

test('the last bound is that of memory', () => expect(result({ bound: 8 }).bound).toBe('memory'));
test('kept descriptors stand after it', () => expect(result({ tampered: 1, kept: 0b101000 }).init.kept).toEqual([3, 5]));

test.each([
  [0, 'samples'],
  [1, 'cgroup-1'],
  [2, 'cgroup-2'],
])('a hello with %i says that memory is bounded by %s', (memory, word) => {
  const bytes = Buffer.alloc(24);
  bytes.writeUInt32LE(memory, 20);
  expect(decodeHello(bytes).memory).toBe(word);
});
