/** What campaigns take of this machine, and what they may have left. */
import { availableParallelism } from 'node:os';
import { type Check, note, ok, problem } from './check.ts';
import { FILES_OF_EXECUTOR, filesAllowed } from './files.ts';
import { leftovers } from './leftover.ts';

/** What earlier runs have left. While it takes a CPU, all that is measured there is wrong; else it is only in the way. */
export function checkLeftovers(): Check {
  const found = leftovers();
  if (found.length === 0) return ok('leftovers', 'no process of an earlier run');
  const check = found.some(({ busy }) => busy) ? problem : note;
  return check('leftovers', `of an earlier run: ${found.map(({ said }) => said).join('; ')}`, ...found.flatMap(({ fix }) => fix));
}

/** Executors of a campaign for each CPU, those that replay beside it included (campaign.ts), and what Node takes of descriptors for each. */
const EXECUTORS_A_CPU = 5;
const FILES_AN_EXECUTOR = 3;
/** What Node takes for itself and for its modules (main.ts). */
const FILES_OF_NODE = 128;

export function checkFiles(): Check {
  const allowed = filesAllowed();
  const needed = Math.max(FILES_OF_EXECUTOR, FILES_OF_NODE + availableParallelism() * EXECUTORS_A_CPU * FILES_AN_EXECUTOR);
  if (allowed === undefined || allowed === Number.POSITIVE_INFINITY) return ok('files', 'no limit of open files is known');
  if (allowed >= needed) return ok('files', `${allowed} may be open`);
  return note('files', `only ${allowed} may be open: a campaign with an executor on each CPU takes ${needed}`, `ulimit -n ${needed}`);
}
