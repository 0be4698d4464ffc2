/** Some jobs at a time, in order. */

/** Calls `work` for each, `limit` of them at a time; the results are in the order of `all`. Rejects as soon as one does. */
export async function sideBySide<T, R>(all: readonly T[], limit: number, work: (one: T) => Promise<R>): Promise<R[]> {
  const results: R[] = [];
  const left = [...all.entries()];
  const take = async (): Promise<void> => {
    for (let next = left.shift(); next !== undefined; next = left.shift()) results[next[0]] = await work(next[1]);
  };
  await Promise.all(Array.from({ length: limit }, take));
  return results;
}
