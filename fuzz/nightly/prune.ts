/** What needs no place among the findings any more: moved to `pruned/`, where it is for thirty nights. */
import { lstat, readdir, rename, rm } from 'node:fs/promises';
import { dirname, join, relative } from 'node:path';
import { makeFolder } from '../cases/make-folder.ts';
import type { StoredCase } from '../cases/store.ts';
import { contains } from '../cause/contains.ts';
import { triggerOf } from '../cause/trigger.ts';
import { size } from '../shrink/size.ts';
import type { Item } from './items.ts';

/** Nights for which it is there: somebody who misses it in the report of a month finds it. */
const NIGHTS = 30;

/**
 * Merges items of one cause: where the case of one explains the scenario of another, which is larger, the other goes. A night that was killed
 * while a finding was made smaller leaves both. Returns the cases that are not needed.
 */
export function mergeExplained(items: Item[]): StoredCase[] {
  const pruned: StoredCase[] = [];
  for (const item of [...items]) {
    const by = items.find((other) => explains(other, item));
    if (by === undefined || item.stored === undefined) continue;
    pruned.push(item.stored);
    items.splice(items.indexOf(item), 1);
    // What nights have said of it is said of the smaller one; and what was seen tonight.
    by.before ??= item.before;
    by.met ||= item.met || item.replays.shown > 0;
  }
  return pruned;
}

function explains(one: Item, other: Item): boolean {
  if (one === other || one.target !== other.target || one.stored === undefined || other.stored === undefined) return false;
  const [smaller, larger] = [one.stored.case, other.stored.case];
  if (smaller.signature !== larger.signature || !isLess(size(smaller.scenario), size(larger.scenario))) return false;
  // Two that were both told stay two.
  if (one.before !== undefined && other.before !== undefined) return false;
  return contains(larger.scenario, triggerOf(smaller));
}

const isLess = (a: readonly number[], b: readonly number[]): boolean => {
  const at = a.findIndex((value, n) => value !== b[n]);
  return at >= 0 && (a[at] ?? 0) < (b[at] ?? 0);
};

/** Files that stay, the newest. Nothing replays them: they are for a person who looks into it, and who begins with the latest. */
const BOUNDS = {
  /** What never showed again: of a month with three in each night. What does show again comes anew. */
  flaky: 100,
  /** Scenarios of harness errors: a campaign writes about twenty at most, so that these are those of five bad nights. */
  harness: 100,
};

/** Those of a folder of the state that are too many, oldest first. By the time of the file, which a cache keeps; of one age by name. */
async function tooMany(state: string, folder: keyof typeof BOUNDS): Promise<{ path: string }[]> {
  const names = await readdir(join(state, folder), { recursive: true }).catch(() => []);
  const paths = names.filter((name) => name.endsWith('.yaml')).map((name) => join(state, folder, name));
  const dated = await Promise.all(paths.map(async (path) => ({ path, at: await timeOf(path) })));
  dated.sort((a, b) => a.at - b.at || (a.path < b.path ? -1 : 1));
  return dated.slice(0, Math.max(0, dated.length - BOUNDS[folder]));
}

/** ms since 1970; that of one that has gone meanwhile is as if it were oldest. */
const timeOf = (path: string): Promise<number> =>
  lstat(path).then(
    ({ mtimeMs }) => mtimeMs,
    () => 0,
  );

/**
 * Moves cases to `pruned/NIGHT/`, with what is too much in `flaky/` and `harness/`, and removes what was moved there thirty nights ago.
 */
export async function prune(state: string, night: number, cases: readonly StoredCase[]): Promise<void> {
  const rest = [...(await tooMany(state, 'flaky')), ...(await tooMany(state, 'harness'))];
  for (const { path } of [...cases, ...rest]) {
    const to = join(state, 'pruned', String(night), relative(state, path));
    await makeFolder(dirname(to));
    await rename(path, to).catch(ifThere);
  }
  const nights = await readdir(join(state, 'pruned')).catch(() => []);
  for (const name of nights)
    if (/^\d+$/.test(name) && Number(name) <= night - NIGHTS) await rm(join(state, 'pruned', name), { recursive: true, force: true });
}

/** Somebody may have moved it before. */
function ifThere(error: NodeJS.ErrnoException): void {
  if (error.code !== 'ENOENT') throw error;
}
