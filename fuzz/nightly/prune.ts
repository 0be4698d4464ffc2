/** What needs no place among the findings any more: moved to `pruned/`, where it is for thirty nights. */
import { readdir, rename, rm } from 'node:fs/promises';
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

/** Moves cases to `pruned/NIGHT/`, and removes what was moved there thirty nights ago. */
export async function prune(state: string, night: number, cases: readonly StoredCase[]): Promise<void> {
  for (const { path } of cases) {
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
