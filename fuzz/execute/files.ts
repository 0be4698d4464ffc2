/** How many files may be open: in this process, and in the executors that it starts. */
import { HarnessError } from './harness-error.ts';
import { readSetting } from './check.ts';

/**
 * What an executor may have open at least. Its own descriptors lie above those that an init may have, from 512 on (FIRST_OWN_FD of
 * native/src/executor.h): some 60, and eight for each of the 16 targets at most that it keeps at once (native/src/world.c).
 */
export const FILES_OF_EXECUTOR = 704;
/** CAP_SYS_RESOURCE (linux/capability.h): with it a process may raise the limit. Executors do so themselves (guard.c). */
const MAY_RAISE = 1n << 24n;

/** The limit of this process, which Node has raised as far as it may: Infinity for none, undefined where /proc does not tell. */
export function filesAllowed(): number | undefined {
  const [, limit] = /^Max open files +\S+ +(\S+)/m.exec(readSetting('/proc/self/limits') ?? '') ?? [];
  return limit === undefined ? undefined : limit === 'unlimited' ? Number.POSITIVE_INFINITY : Number(limit);
}

function mayRaise(): boolean {
  const [, effective = '0'] = /^CapEff:\s*([0-9a-f]+)$/m.exec(readSetting('/proc/self/status') ?? '') ?? [];
  return (BigInt(`0x${effective}`) & MAY_RAISE) !== 0n;
}

/** Why no executor can be started, if that is so: said before one dies of it. */
export function tooFewFiles(): HarnessError | undefined {
  const allowed = filesAllowed();
  if (allowed === undefined || allowed >= FILES_OF_EXECUTOR || mayRaise()) return undefined;
  return new HarnessError(
    'machine',
    `too many open files: this process may have ${allowed}, and an executor takes ${FILES_OF_EXECUTOR}\nulimit -n 1024`,
  );
}
