/** The first runs of a program: one in which main is told to end; where it never runs, one more in which the program is told to stop. */
import type { Program } from '../compile/program.ts';
import { compile } from '../compile/compile.ts';
import type { Step } from '../scenario/scenario.ts';
import type { Trace } from '../trace/trace.ts';
import { type Kind, kindOf, pauseOf } from './kind.ts';

/**
 * Time that a supervisor is given to start its command again. Those that are known pause for a second at most (runsv, s6-supervise,
 * supervisord). An init that leaves with main takes none of it.
 */
const AGAIN = '1500ms';

const programOf = (...steps: Step[]): Program => compile({ version: 1, launch: {}, actors: { main: {} }, steps });

/** The code is one that nobody makes up by itself. */
export const endMain = (): Program => programOf({ exit: { actor: 'main', code: 7 } }, { wait: AGAIN });
export const stop = (): Program => programOf({ signal: { signal: 'SIGTERM', to: 'init' } }, { wait: AGAIN });

/**
 * What kind of program it is; undefined where the machine did not let it run. `run` runs a program on it, and takes its ops whatever becomes
 * of main; rejects as that does.
 */
export async function probe(run: (program: Program) => Promise<Trace>): Promise<Kind | undefined> {
  const kind = kindOf(await run(endMain()));
  return kind === 'sleeper' ? pauseOf(await run(stop())) : kind;
}
