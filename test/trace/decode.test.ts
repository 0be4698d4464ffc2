import { describe, expect, test } from 'vitest';
import { decodeHello, decodeResult } from '../../fuzz/trace/decode.ts';
import { TAMPERINGS, type Trace } from '../../fuzz/trace/trace.ts';

/** A result as native/src/wire.h lays it out. */
function result({ bound = 0, tampered = 0, kept = 0, events = Buffer.alloc(0) }): Trace {
  const bytes = Buffer.concat([Buffer.alloc(104), events]);
  bytes.writeUInt32LE(bytes.length, 0);
  bytes.writeUInt8(bound, 9);
  bytes.writeUInt32LE(events.length / 24, 68);
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

test('the last bound is that of threads', () => expect(result({ bound: 9 }).bound).toBe('threads'));
test('kept descriptors stand after it', () => expect(result({ tampered: 1, kept: 0b101000 }).init.kept).toEqual([3, 5]));

/** An event that an op has settled: the init, asleep, would wake after so many ms, and these bits are due of it. */
function settled(ms: number, due: number): Buffer {
  const bytes = Buffer.alloc(24);
  bytes.writeUInt8(10, 4);
  bytes.writeUInt8(due, 5);
  bytes.writeInt32LE(ms, 16);
  return bytes;
}

test('an init that is late is told by its sleep and what is due of it', () => {
  const { events } = result({ events: Buffer.concat([settled(5000, 5), settled(0, 0)]) });
  expect(events).toEqual([
    { us: 0, kind: 'settled', index: 0, init: 'asleep', late: { ms: 5000, due: ['end', 'signal'] } },
    { us: 0, kind: 'settled', index: 0, init: 'asleep' },
  ]);
});

test.each([
  [0, 'samples'],
  [1, 'cgroup-1'],
  [2, 'cgroup-2'],
])('a hello with %i says that memory is bounded by %s', (memory, word) => {
  const bytes = Buffer.alloc(24);
  bytes.writeUInt32LE(memory, 20);
  expect(decodeHello(bytes).memory).toBe(word);
});
