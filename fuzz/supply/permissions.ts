/** What the mode of an init lets others do. */
import type { FileMode } from './binary.ts';

export type Permission = 'set-uid' | 'set-gid' | 'writable by its group' | 'writable by everybody' | 'not executable';

const BITS: readonly [number, Permission][] = [
  [0o4000, 'set-uid'],
  [0o2000, 'set-gid'],
  [0o020, 'writable by its group'],
  [0o002, 'writable by everybody'],
];

/**
 * What is odd about the mode. No init needs a set-uid bit: it runs as who starts it. Its group may write where that is root's, who may do
 * so anyway.
 */
export function oddities({ mode, gid }: FileMode): Permission[] {
  const odd = BITS.filter(([bit]) => (mode & bit) !== 0 && !(bit === 0o020 && gid === 0)).map(([, name]) => name);
  return (mode & 0o111) === 0 ? [...odd, 'not executable'] : odd;
}
