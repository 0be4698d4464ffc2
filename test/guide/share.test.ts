import { expect, test } from 'vitest';
import { Share } from '../../fuzz/guide/share.ts';

/** Notes so many runs of each source. */
function note(share: Share, runs: number, ofSeed: [features: number, us: number], ofChanges: [features: number, us: number]): void {
  for (let n = 0; n < runs; n++) {
    share.note(false, ...ofSeed);
    share.note(true, ...ofChanges);
  }
}

test('a fifth until changes bring more for their time, then all that may be', () => {
  const share = new Share(50);
  expect(share.percent).toBe(10);
  note(share, 100, [3, 1000], [2, 1000]);
  expect(share.percent).toBe(10);
  note(share, 400, [1, 1000], [2, 1000]);
  expect(share.percent).toBe(50);
});

test('twice as many that take four times as long are fewer', () => {
  const share = new Share(50);
  note(share, 100, [1, 1000], [2, 4000]);
  expect(share.percent).toBe(10);
});

test('what was long ago fades', () => {
  const share = new Share(80);
  note(share, 1000, [0, 1000], [5, 1000]);
  expect(share.percent).toBe(80);
  note(share, 1500, [1, 1000], [0, 1000]);
  expect(share.percent).toBe(16);
});

test('none where none are asked for', () => {
  const share = new Share(0);
  note(share, 10, [0, 1000], [5, 1000]);
  expect(share.percent).toBe(0);
});
