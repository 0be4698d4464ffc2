/** Classes of paths: what differs between machines and libcs, and means the same. */

/** Where ld.so(8) and musl's loader look, and what they read there; `ld.so.nohwcap` is of glibc before 2.33. */
const LIBRARY = /^\/(?:etc\/ld(?:\.so|-musl)[^/]*|(?:usr\/)?(?:local\/)?lib(?:32|64|x32)?(?:\/.*)?|proc\/sys\/vm\/overcommit_memory)$/;
const IS_SHARED_OBJECT = /\.so(?:\.[\w.]+)?$|^\/(?:usr\/)?lib(?:32|64|x32)?(?:\/|$)|^\/etc\/ld/;

/**
 * The class of a path: `library` (what a loader opens), `own binary` (/proc/self/exe), `the command` (what the scenario asks the init to
 * start, below /initproof), `nothing` for an empty one, or the path itself, its numbers as N: an id in /proc is another in each run.
 */
export function pathClass(path: string): string {
  if (path === '') return 'nothing';
  if (path === '/proc/self/exe') return 'own binary';
  if (path.startsWith('/initproof/')) return 'the command';
  if (!path.includes('/../') && LIBRARY.test(path) && IS_SHARED_OBJECT.test(path)) return 'library';
  return path.replaceAll(/(?<=\/)\d+(?=\/|$)/g, 'N');
}
