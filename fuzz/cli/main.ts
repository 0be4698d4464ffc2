#!/usr/bin/env node
/**
 * Where Node begins: loads the command line. Its modules are read all at once, some hundred of them, each by a descriptor; where this
 * process may not have so many, Node would end with a stack of its own. Hence nothing is imported here but what is in Node's binary.
 */
import { readFileSync } from 'node:fs';

/** What most shells have. Node and the modules take some 120 (Node 20.20), an executor 704 (execute/files.ts). */
const ENOUGH = 1024;
/** As in campaign/exit-code.ts, which is not loaded here: this machine cannot run it. */
const EXIT_MACHINE = 3;

/** The modules' own loader says it by code; dlopen(3), and those that call it, say it in words. */
const isForDescriptors = (error: unknown): boolean => {
  const { code, message = '', cause } = (error ?? {}) as NodeJS.ErrnoException;
  if (code === 'EMFILE' || code === 'ENFILE' || /too many open files/i.test(message)) return true;
  return cause !== undefined && isForDescriptors(cause);
};

/** `undefined` where not even that file can be opened. */
function allowed(): string | undefined {
  try {
    return /^Max open files +(\d+)/m.exec(readFileSync('/proc/self/limits', 'latin1'))?.[1];
  } catch {
    return undefined;
  }
}

/** The command line, or nothing where that was said. */
async function load(): Promise<typeof import('./program.ts') | undefined> {
  try {
    return await import('./program.ts');
  } catch (error) {
    if (!isForDescriptors(error)) throw error;
    const limit = allowed();
    const given = limit === undefined ? '' : `: this process may have ${limit}`;
    process.stderr.write(
      `initproof: too many open files while its own modules are loaded${given}\n  raise the limit: ulimit -n ${ENOUGH}\n`,
    );
    process.exitCode = EXIT_MACHINE;
    return undefined;
  }
}

await (await load())?.main();
