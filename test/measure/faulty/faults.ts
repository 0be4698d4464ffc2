/** The faulty inits of targets/faulty/: what is wrong with each, and each as a target. */
import { join } from 'node:path';
import { parse } from 'yaml';
import { z } from 'zod';
import { type FoundTarget, findTarget } from '../../../fuzz/campaign/find-target.ts';
import { TARGETS_FOLDER } from '../../../fuzz/campaign/target-files.ts';
import { change } from '../../../fuzz/cases/contract-schema.ts';
import { readText } from '../../../fuzz/cases/read-file.ts';
import { changed } from '../../../fuzz/judge/contract-change.ts';

export const FAULTY_FOLDER = join(TARGETS_FOLDER, 'faulty');

const schema = z.array(
  z.strictObject({
    name: z.string(),
    /** The property that must catch it. */
    property: z.string(),
    fault: z.string(),
    shows: z.string(),
    known: z.string().optional(),
    /** It shows only where two things meet at one system call: an exploration catches it. */
    race: z.boolean().default(false),
    /** Cases of corpus/reported/ that it violates. */
    reported: z.array(z.string()).default([]),
    /** Where its contract is not `plain`: what it promises beyond, and breaks, and a target that promises the same and keeps it. */
    contract: change.omit({ forwards: true }).extend({ kept: z.string() }).optional(),
  }),
);

export type Fault = z.infer<typeof schema>[number];

/** All of `faults.yaml`, in its order. Throws where that file is not as it should be. */
export async function readFaults(): Promise<Fault[]> {
  return schema.parse(parse(await readText(join(FAULTY_FOLDER, 'faults.yaml'))));
}

/**
 * A faulty init, or `no-fault`, under the contract `plain` or what it promises beyond. Throws where it is not built (`make -C
 * targets/faulty`).
 */
export async function faultyTarget({ name, contract = { kept: 'sound' } }: Pick<Fault, 'name' | 'contract'>): Promise<FoundTarget> {
  const { kept: _, ...beyond } = contract;
  const found = await findTarget(join(FAULTY_FOLDER, 'build', name), { like: 'sound' });
  if (!found.ok) throw new Error(found.why);
  return { ...found.target, name, contract: changed(found.target.contract, beyond) };
}

/** What must show nothing where the fault shows: the same init without it, or where that promises less, one that keeps what it promises. */
export const soundTargetFor = ({ contract }: Pick<Fault, 'contract'>): Promise<FoundTarget> =>
  contract === undefined ? faultyTarget({ name: 'no-fault' }) : faultyTarget({ name: contract.kept, contract });
