/** Which faulty init shows each property on its page: one planted fault, told in a story of a few lines. */
import { basename, dirname, join } from 'node:path';
import { findTarget, type FoundTarget } from '../../fuzz/campaign/find-target.ts';
import { readText } from '../../fuzz/cases/read-file.ts';
import { PACKAGE_ROOT } from '../../fuzz/execute/locate.ts';
import { changed, type ContractChange } from '../../fuzz/judge/contract-change.ts';
import { type Profile, readProfile } from '../../fuzz/profile/profile.ts';

interface Shown {
  /** The faulty init, from `targets/faulty/`. */
  init: string;
  /** What it does wrong, as a clause behind "an init that". */
  fault: string;
  /** What it promises beyond the sound one. */
  contract?: ContractChange;
  /** It is judged by the profile of this target. */
  profile?: string;
}

/** By property; `docs/examples/<property>.yaml` is the case. A test asks for one that is missing. */
export const SHOWN: Readonly<Record<string, Shown>> = {
  'reaps-orphans': { init: 'main-only', fault: 'waits for its own child only' },
  forwards: { init: 'outside-sender', fault: 'drops signals from outside the container' },
  'exit-code': { init: 'death-is-success', fault: 'reads a death by signal as exit code 0' },
  'leaves-promptly': { init: 'leaves-last', fault: 'leaves when no child at all is left' },
  survives: { init: 'orphan-taken-for-main', fault: 'takes the end of any child for the end of main' },
  'hands-down': { init: 'sigint-ignored', fault: 'ignores SIGINT for itself, so that main inherits that' },
  'spares-others': { init: 'terms-the-rest', fault: 'sends SIGTERM to all others when main has ended' },
  'keeps-directory': { init: 'works-in-the-root', fault: 'goes to `/` when main is started' },
  'keeps-terminal': { init: 'eats-input', fault: 'reads from its terminal after each signal' },
  'closes-descriptors': { init: 'keeps-descriptors', fault: 'promises to close them, and keeps them', contract: { descriptors: 'closed' } },
  'reports-failed-exec': { init: 'missing-is-success', fault: 'reports a missing command as 0' },
  'stays-idle': { init: 'polls', fault: 'wakes up every 5 ms to look' },
  'stays-small': { init: 'descriptor-per-orphan', fault: 'leaves a file open for each orphan' },
  'keeps-profile': { init: 'trojans/signal-opens-a-socket', fault: 'opens a socket upon one signal', profile: 'sound' },
};

const FAULTY = join(PACKAGE_ROOT, 'targets', 'faulty');

/** The folder of the cases. */
export const EXAMPLES = join(PACKAGE_ROOT, 'docs', 'examples');

/** The init of a property's example as a target: the faulty one, with what it promises, or the sound one. Throws where it is not built. */
export async function shownTarget(property: string, which: 'faulty' | 'sound'): Promise<FoundTarget> {
  const { init, contract = {}, profile } = shownOf(property);
  const name = which === 'sound' ? 'sound' : basename(init);
  const found = await findTarget(which === 'sound' ? name : join(FAULTY, dirname(init), 'build', name), { like: 'sound' });
  if (!found.ok) throw new Error(found.why);
  const promises = which === 'faulty' ? contract : {};
  const judgedBy = profile === undefined ? {} : { profile: await profileOf(profile) };
  return { ...found.target, name, contract: changed(found.target.contract, promises), ...judgedBy };
}

/** What is shown of a property. Throws where nothing is. */
export function shownOf(property: string): Shown {
  const shown = SHOWN[property];
  if (shown === undefined) throw new Error(`${property} has no example: add it to SHOWN`);
  return shown;
}

async function profileOf(name: string): Promise<Profile> {
  const path = join(PACKAGE_ROOT, 'targets', 'profiles', `${name}.yaml`);
  return readProfile(await readText(path), path);
}
