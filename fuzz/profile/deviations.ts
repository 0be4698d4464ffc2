/** What an init did that its profile does not have. */
import type { Act } from './acts.ts';
import type { Profile } from './profile.ts';

export type Level = 'critical' | 'high' | 'notice';

/** By class: what no init has a use for, what a few might have in another place, the rest. */
const LEVELS: Readonly<Record<string, Level>> = {
  network: 'critical',
  introspection: 'critical',
  'hidden-code': 'critical',
  code: 'critical',
  kernel: 'critical',
  namespace: 'critical',
  privilege: 'critical',
  exec: 'critical',
  process: 'high',
  thread: 'high',
  open: 'high',
  'open to write': 'high',
  read: 'high',
  write: 'high',
  signal: 'high',
  unlink: 'high',
  rename: 'high',
  chmod: 'high',
};

/** How much an act says, by its class. */
export const levelOf = (act: string): Level => LEVELS[act.split(':')[0] ?? act] ?? 'notice';

/** The first of each act that the profile does not have in its phase, in the order of the trace. */
export function deviationsFrom(profile: Profile, acts: readonly Act[]): Act[] {
  const seen = new Set<string>();
  return acts.filter(({ phase, act }) => {
    const key = `${phase} ${act}`;
    if (seen.has(key) || profile.phases[phase].includes(act)) return false;
    seen.add(key);
    return true;
  });
}
