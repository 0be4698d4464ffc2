/** Whether a folder takes what a campaign will find: found out before anything runs, since a night is lost otherwise. */
import { randomBytes } from 'node:crypto';
import { rm, rmdir } from 'node:fs/promises';
import { join } from 'node:path';
import { type FileFault, fileError, whyNotWritten } from '../cases/file-error.ts';
import { makeFolder } from '../cases/make-folder.ts';
import { writeFileAtomically } from '../cases/write-file.ts';

/** A folder that takes nothing. `fault`: whether its user or the machine is to mend it. */
export class OutError extends Error {
  override readonly name = 'OutError';
  readonly fault: FileFault;

  constructor(fault: FileFault, why: string) {
    super(`what is found cannot be kept: ${why}`);
    this.fault = fault;
  }
}

/**
 * As large as a usual case: a disk may have room for a name and none for what it names. A finding needs so much, and once more of it
 * while a smaller form takes its place.
 */
const PROBE_BYTES = 4096;

/**
 * Tries it: makes the folder, writes a file and removes both, so that a campaign that finds nothing leaves nothing. Throws an OutError
 * where that fails.
 */
export async function checkOut(out: string): Promise<void> {
  const probe = join(out, `.initproof-probe-${randomBytes(6).toString('hex')}`);
  try {
    const made = await makeFolder(out);
    await writeFileAtomically(probe, '\n'.repeat(PROBE_BYTES));
    await rm(probe, { force: true });
    await removeEmpty(made);
  } catch (error) {
    throw new OutError(fileError(error)?.fault ?? 'machine', whyNotWritten(error).replace(probe, out));
  }
}

/** The deepest first. One in which somebody has put something meanwhile stays, and so do those above it. */
async function removeEmpty(folders: readonly string[]): Promise<void> {
  for (const folder of folders) await rmdir(folder).catch(() => {});
}
