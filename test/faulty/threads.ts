/** The sound init with threads (native/test/threads.c) as a target. */
import { join } from 'node:path';
import { type FoundTarget, findTarget } from '../../fuzz/campaign/find-target.ts';
import type { Deviation } from '../../fuzz/judge/contract.ts';
import type { SignalName } from '../../fuzz/scenario/signals.ts';

/** glibc has these for its threads (nptl(7)): it unblocks the first in each that it makes, and handles the second. */
const LIBRARY: SignalName[] = ['SIG32', 'SIG33'];
const glibc = (signature: string): Deviation => ({ property: 'hands-down', signature, reason: "It is glibc's own." });

/**
 * Built in `folder`; with `pauseMs` its threads look for work once in so many ms, and else wake each other. Throws where it is not there.
 */
export async function threadsTarget(folder: string, pauseMs = 0): Promise<FoundTarget> {
  const found = await findTarget(join(folder, 'threads'), { like: 'sound' });
  if (!found.ok) throw new Error(found.why);
  const { contract } = found.target;
  return {
    ...found.target,
    name: pauseMs === 0 ? 'threads' : `threads that look every ${pauseMs} ms`,
    args: pauseMs === 0 ? [] : ['-p', `${pauseMs}`],
    contract: {
      ...contract,
      forwards: contract.forwards.filter((name) => !LIBRARY.includes(name)),
      asSubreaper: { ...contract.asSubreaper, deadly: ['SIG32'] },
      pollMs: pauseMs,
      // A look takes two sleeps: of the worker, and at the end of a wait of whoever measures.
      wakeUps: pauseMs === 0 ? 0 : 2000 / pauseMs,
    },
    deviations: [glibc('hands-down/mask:library'), glibc('hands-down/ignored-signals:library')],
  };
}
