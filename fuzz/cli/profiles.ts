/** From words to profiles: files, those that come with initproof, and inits that are recorded. */
import { existsSync } from 'node:fs';
import { join } from 'node:path';
import { withLab } from '../campaign/lab.ts';
import type { FoundTarget } from '../campaign/find-target.ts';
import { TARGETS_FOLDER } from '../campaign/target-files.ts';
import { type Recorded, recordProfile } from '../campaign/record-profile.ts';
import { readText } from '../cases/read-file.ts';
import { HarnessError } from '../execute/harness-error.ts';
import { type Profile, readProfile } from '../profile/profile.ts';
import { TamperedError, UsageError } from './errors.ts';
import { say } from './streams.ts';

/** The profiles that come with initproof, a file for each init. */
export const PROFILES_FOLDER = join(TARGETS_FOLDER, 'profiles');

/** Scenarios where nobody says how many: rare acts (a failed fork, a hung up terminal) come up a dozen times in so many. */
export const DEFAULT_RUNS = 1000;
/** A recording is of one seed, unless told otherwise: whoever records the same binary gets the same profile. */
export const DEFAULT_SEED = 1;
/** A line of progress for every so many scenarios. */
const EACH = 500;

/** The profile at `path`. Throws an InputError where it is none. */
export const profileAt = async (path: string): Promise<Profile> => readProfile(await readText(path), path);

/** The shipped profile of a target: by its name, less the variant behind a hyphen (tini-s is a tini). Undefined where there is none. */
export async function shippedProfile(name: string): Promise<Profile | undefined> {
  for (const candidate of [name, name.replace(/-[a-z]$/, '')]) {
    const path = join(PROFILES_FOLDER, `${candidate}.yaml`);
    if (/^[a-z0-9][a-z0-9.-]*$/.test(candidate) && existsSync(path)) return profileAt(path);
  }
  return undefined;
}

/** The profile of a file, or the shipped one of `name`; throws a UsageError where there is none. */
export async function chooseProfile(path: string | undefined, name: string): Promise<Profile> {
  const profile = path === undefined ? await shippedProfile(name) : await profileAt(path);
  if (profile !== undefined) return profile;
  throw new UsageError(
    `no profile of ${name} comes with initproof: give a file, or --like an init that has one (tini, dumb-init, catatonit, sound)`,
  );
}

export interface Recording {
  init: string;
  targets: FoundTarget[];
  seed: number;
  runs: number;
  placements: number;
  jobs?: number | undefined;
}

/** Records, with progress on stderr. Undefined where it was interrupted. Throws where nothing could be recorded, and a TamperedError. */
export async function record(recording: Recording, signal: AbortSignal): Promise<Recorded | undefined> {
  return withLab(recording.targets, { jobs: recording.jobs }, async (lab) => {
    const progress = (done: number, of: number): void => {
      if (done % EACH === 0 || done === of) say(`initproof: recorded ${done} of ${of} scenarios`);
    };
    const recorded = await recordProfile(lab, { ...recording, signal, progress });
    if (recorded !== undefined && recorded.tampered > 0) throw new TamperedError(recording.init, recorded.tampered);
    if (recorded !== undefined && recorded.seen.size === 0) {
      throw new HarnessError('machine', 'no system call could be recorded: this machine does not allow ptrace(2)');
    }
    return recorded;
  });
}
