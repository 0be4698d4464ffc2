import { expect, test } from 'vitest';
import { phaseLines } from '../../fuzz/report/phases.ts';
import { begin, plain, progress } from './plain.ts';

const { of: _, ...unbounded } = progress;
const checking = {
  ...unbounded,
  checking: true as const,
  replayed: 412,
  toReplay: 680,
  ms: 4000,
  done: 620,
  perSecond: 155,
  new: 0,
  failures: 27,
};
const lines = (event: typeof progress, columns: number, more: { budgetMs?: number } = {}): string[] => {
  const { runs: __, budgetMs: ___, ...rest } = begin;
  return phaseLines({ event, begin: { ...rest, ...more }, faults: 27 }, columns, plain);
};

test('both phases with how far they are and what is left, then the sums', () => {
  expect(lines(checking, 100, { budgetMs: 60_000 })).toEqual([
    '  1 of 2  checking what is known   ████████████░░░░░░░░  412 / 680 replays, about 0:02 left',
    '  2 of 2  looking for what is not  █░░░░░░░░░░░░░░░░░  620 scenarios, 155 /s, 0:04, about 0:56 left',
    '          new 0 · known 27 faults seen again · unsure 0.5 % · internal errors 0',
  ]);
});

test.each([100, 80, 60])('at %i columns nothing that counts is cut', (columns) => {
  const widest = { ...checking, done: 13_248, perSecond: 1440, doing: 'looking into x' };
  for (const line of lines(widest, columns, { budgetMs: 60_000 }).slice(0, 3)) expect(line.length, line).toBeLessThan(columns);
});

test('known cases take no more than their part of the time', () => {
  const slow = { ...checking, replayed: 10, ms: 10_000 };
  expect(lines(slow, 100, { budgetMs: 60_000 })[0]).toMatch(/10 \/ 680 replays, about 0:02 left$/);
  expect(lines(slow, 100)[0]).toMatch(/10 \/ 680 replays, about 11:10 left$/);
  expect(lines({ ...slow, replayed: 0 }, 100)[0]).toMatch(/░{20} {2}0 \/ 680 replays$/);
});

test('what was checked stays, and what had no time is said', () => {
  const { checking: ____, ...after } = checking;
  expect(lines(after, 100)[0]).toBe('  1 of 2  checked what is known    412 / 680 replays: the others have their turn next time');
  expect(lines({ ...after, replayed: 680 }, 100)[0]).toMatch(/680 \/ 680 replays$/);
  expect(lines({ ...after, toReplay: 0 }, 100)[0]).toMatch(/^ {2}looking for what is not/);
});

test('a number of scenarios is a budget as well, and what is left goes by how fast they are', () => {
  expect(lines({ ...progress, toReplay: 0 }, 100)[0]).toMatch(/1 162 \/ 2 000 scenarios, 41 \/s, 0:28, about 0:20 left$/);
  expect(lines({ ...progress, toReplay: 0, perSecond: 0 }, 100)[0]).toMatch(/ 0 \/s, 0:28$/);
});

test('when the time is over, the end is told', () => {
  const over = { ...checking, ms: 60_200, done: 13_248, doing: 'looking into x and 2 more' };
  const { checking: ____, ...after } = over;
  expect(lines(after, 100, { budgetMs: 60_000 }).slice(1)).toEqual(
    [
      '  2 of 2  finishing                13 248 scenarios, at most 0:02',
      '          new 0 · known 27 faults seen again · unsure 0 % · internal errors 0',
      '          looking into x and 2 more',
    ].map((line) => line.replace('unsure 0 %', 'unsure 0.1 %')),
  );
  expect(lines({ ...progress, done: 2000 }, 100)[1]).toBe('  2 of 2  finishing                2 000 / 2 000 scenarios');
});

test('with guidance, how long ago something was new', () => {
  expect(lines({ ...progress, features: 1234, newestMs: 20_000 }, 100).at(-1)).toMatch(/ · features 1 234 \(last new 0:08 ago\)$/);
});
