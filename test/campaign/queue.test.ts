import { expect, test } from 'vitest';
import { Queue } from '../../fuzz/campaign/queue.ts';

async function collect<T>(queue: Queue<T>): Promise<T[]> {
  const values: T[] = [];
  for await (const value of queue) values.push(value);
  return values;
}

test('values come in order, those pushed before and those pushed while somebody waits', async () => {
  const queue = new Queue<number>();
  queue.push(1);
  const all = collect(queue);
  await Promise.resolve();
  queue.push(2);
  queue.push(3);
  queue.end();
  expect(await all).toEqual([1, 2, 3]);
});

test('an error comes after the values that were there', async () => {
  const queue = new Queue<number>();
  queue.push(1);
  queue.end(new Error('no'));
  const seen: number[] = [];
  const read = async (): Promise<void> => {
    for await (const value of queue) seen.push(value);
  };
  await expect(read()).rejects.toThrow('no');
  expect(seen).toEqual([1]);
});
