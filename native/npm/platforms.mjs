/**
 * The platforms that have a package of the native part: a line each. `cpu` is npm's and Node's name, `target` what the compiler calls it
 * (`cc -dumpmachine`). A line for arm64 comes with its native code: what `native/src` has is for x86-64.
 */
export const PLATFORMS = [{ cpu: 'x64', target: 'x86_64-linux-gnu' }];

/** The folder's name, and what comes behind `@initproof/`. */
export const nameOf = ({ cpu }) => `linux-${cpu}`;

/** What an executor needs to run: those of fuzz/execute/locate.ts. */
export const FILES = ['actor', 'apphost', 'executor', 'libinitproof.so', 'sound'];
