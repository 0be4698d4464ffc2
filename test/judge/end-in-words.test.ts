import { expect, test } from 'vitest';
import { endInWords, endOf } from '../../fuzz/judge/end-in-words.ts';

test('an exit is its code, a death minus the signal', () => {
  const ends = [
    endOf({ how: 'exited', code: 0 }),
    endOf({ how: 'exited', code: 255 }),
    endOf({ how: 'signalled', signal: 64, core: true }),
  ];
  expect(ends).toEqual([0, 255, -64]);
  expect(ends.map(endInWords)).toEqual(['exited with 0', 'exited with 255', 'died of SIGRTMIN+30']);
});
