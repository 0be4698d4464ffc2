import { expect, test } from 'vitest';
import { keepInFlight } from '../../fuzz/campaign/in-flight.ts';

/** Numbers from 0, and promises that are settled by hand. */
function setting(count: number) {
  const waiting = new Map<number, { resolve(): void; reject(error: Error): void }>();
  let next = 0;
  const run = (item: number): Promise<void> => new Promise((resolve, reject) => waiting.set(item, { resolve, reject }));
  return { waiting, run, next: () => (next < count ? next++ : undefined) };
}

test('as many are under way as the limit says, and the next begins when one has ended', async () => {
  const { waiting, run, next } = setting(4);
  const done = keepInFlight({ next, limit: () => 2, run });
  expect([...waiting.keys()]).toEqual([0, 1]);
  waiting.get(1)?.resolve();
  await Promise.resolve();
  await Promise.resolve();
  expect([...waiting.keys()]).toEqual([0, 1, 2]);
  for (const n of [0, 2]) waiting.get(n)?.resolve();
  await Promise.resolve();
  await Promise.resolve();
  waiting.get(3)?.resolve();
  await done;
});

test('nothing begins after an error', async () => {
  const { waiting, run, next } = setting(5);
  const done = keepInFlight({ next, limit: () => 1, run });
  waiting.get(0)?.reject(new Error('no'));
  await expect(done).rejects.toThrow('no');
  expect(waiting.size).toBe(1);
});

test('nothing to do is done', async () => {
  const { run, next } = setting(0);
  await keepInFlight({ next, limit: () => 1, run });
});

test('while it is paused nothing begins', async () => {
  const { waiting, run, next } = setting(2);
  let go = (): void => {};
  const pauses = [
    new Promise<void>((resolve) => {
      go = resolve;
    }),
  ];
  const done = keepInFlight({ next, limit: () => 2, run, pause: () => pauses.pop() });
  expect(waiting.size).toBe(0);
  go();
  await new Promise(setImmediate);
  expect(waiting.size).toBe(2);
  for (const { resolve } of waiting.values()) resolve();
  await done;
});
