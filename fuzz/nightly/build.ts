/** What a night runs, as digests: whether something has changed since a finding was last seen. */
import { createHash } from 'node:crypto';
import { readFile } from 'node:fs/promises';
import { dirname, join, relative } from 'node:path';
import { filesBelow } from '../base/folder.ts';
import type { FoundTarget } from '../campaign/find-target.ts';
import type { Lab } from '../campaign/lab.ts';
import { digestOf } from '../cases/digest.ts';
import { HarnessError } from '../execute/harness-error.ts';
import { native } from '../execute/locate.ts';
import type { Ran } from './finding.ts';

const hashOf = (text: string): string => createHash('sha256').update(text).digest('hex');

/** Folders of our own modules: this one's, and the properties beside it. */
const MODULES = dirname(import.meta.dirname);
const PROPERTIES = join(dirname(MODULES), 'properties');

/** Of initproof: its modules and its native part. */
export async function toolDigest(): Promise<string> {
  const paths = [native('executor'), native('actor'), ...(await modulesBelow(MODULES)), ...(await modulesBelow(PROPERTIES))];
  const parts = await Promise.all(paths.map(async (path) => `${relative(MODULES, path)} ${hashOf(await readFile(path, 'latin1'))}`));
  return hashOf(parts.join('\n'));
}

async function modulesBelow(folder: string): Promise<string[]> {
  const below = await filesBelow(folder);
  if (!below.ok) throw new Error(`${folder}: ${below.why}`);
  return below.value.files
    .filter((name) => /\.[jt]s$/.test(name))
    .sort()
    .map((name) => join(folder, name));
}

/**
 * Of a target as it was declared. What is learnt of one that declares nothing may differ from night to night by chance: that is no change of
 * its contract. `kind` is added once it has been run.
 */
export async function buildOf({ binary, args, contract, deviations }: FoundTarget, tool: string): Promise<Omit<Ran, 'kind'>> {
  return { init: await digestOf(binary), contract: hashOf(JSON.stringify([args, contract, deviations])), tool };
}

/** What kind of program it is: by its runs, where nobody has said what it promises. `unknown`: there was no time to ask it. */
export async function kindOf(lab: Lab, target: FoundTarget): Promise<string> {
  try {
    return (await lab.kindOf(target))?.kind ?? target.kind ?? 'declared';
  } catch (error) {
    if (error instanceof HarnessError && error.code === 'closed') return 'unknown';
    throw error;
  }
}

/** Whether what was not seen on `now` may have been repaired since. */
export const isChanged = (then: Ran, now: Ran): boolean =>
  then.init !== now.init || then.contract !== now.contract || then.tool !== now.tool;
