/** Ctrl-C: once to end cleanly, twice to end now. */
import { EXIT } from '../campaign/exit-code.ts';
import { say } from './streams.ts';

const CODES = { SIGINT: EXIT.interrupted, SIGTERM: 143, SIGHUP: 129 } as const;

/** The work under way that ends cleanly when it is told to. */
let current: AbortController | undefined;

/** Ends it as the first Ctrl-C does. Returns whether there is any. */
export function endWork(): boolean {
  current?.abort();
  return current !== undefined;
}

/** Runs `work` with a signal that is aborted by the first SIGINT, SIGTERM or SIGHUP; the second one ends the process at once. */
export async function interruptible<T>(work: (signal: AbortSignal) => Promise<T>): Promise<T> {
  const controller = new AbortController();
  current = controller;
  const stop = (name: NodeJS.Signals): void => {
    // Executors end with us, whatever ends us.
    if (controller.signal.aborted) process.exit(CODES[name as keyof typeof CODES]);
    controller.abort();
    say('initproof: stopping; once more to stop at once');
  };
  const names = Object.keys(CODES) as (keyof typeof CODES)[];
  for (const name of names) process.on(name, stop);
  try {
    return await work(controller.signal);
  } finally {
    current = undefined;
    for (const name of names) process.off(name, stop);
  }
}
