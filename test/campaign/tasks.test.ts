import { expect, test } from 'vitest';
import { Tasks } from '../../fuzz/campaign/tasks.ts';

/** Tasks that note their name when they begin, and end when told. */
function setting(width: number) {
  const begun: string[] = [];
  const ends = new Map<string, () => void>();
  const tasks = new Tasks(width);
  const add = (name: string, urgent = false): void =>
    tasks.add(
      () => {
        begun.push(name);
        return new Promise((resolve) => ends.set(name, resolve));
      },
      { urgent },
    );
  const end = async (name: string): Promise<void> => {
    ends.get(name)?.();
    await new Promise(setImmediate);
  };
  return { tasks, begun, add, end };
}

test('a few at a time, the urgent ones first', async () => {
  const { tasks, begun, add, end } = setting(2);
  for (const name of ['a', 'b', 'c', 'd']) add(name);
  add('e', true);
  expect([begun, tasks.waiting]).toEqual([['a', 'b'], 3]);
  await end('b');
  await end('a');
  expect(begun).toEqual(['a', 'b', 'e', 'c']);
});

test('it is done when what tasks add is done too', async () => {
  const { tasks, begun } = setting(1);
  tasks.add(async () => tasks.add(async () => void begun.push('second')));
  await tasks.done();
  expect(begun).toEqual(['second']);
});

test('after an error nothing begins, and it is told', async () => {
  const { tasks, begun, add } = setting(1);
  tasks.add(() => Promise.reject(new Error('no')));
  add('late');
  await expect(tasks.done()).rejects.toThrow('no');
  expect([begun, tasks.failed]).toEqual([[], true]);
});
