/** The inits of targets/faulty/behind/: one known fault each, and a second one behind it with the same signature. */
import { join } from 'node:path';
import { parse } from 'yaml';
import { z } from 'zod';
import { type FoundTarget, findTarget } from '../../../fuzz/campaign/find-target.ts';
import { readText } from '../../../fuzz/cases/read-file.ts';
import { FAULTY_FOLDER } from './faults.ts';

export const BEHIND_FOLDER = join(FAULTY_FOLDER, 'behind');
/** Cases that declare the known faults. */
export const BEHIND_CASES = join(BEHIND_FOLDER, 'cases');

const schema = z.array(
  z.strictObject({
    name: z.string(),
    /** Of both faults, at least up to its detail. */
    signature: z.string(),
    known: z.string(),
    hidden: z.string(),
  }),
);

export type Behind = z.infer<typeof schema>[number];

/** All of `behind.yaml`, in its order. Throws where that file is not as it should be. */
export async function readBehind(): Promise<Behind[]> {
  return schema.parse(parse(await readText(join(BEHIND_FOLDER, 'behind.yaml'))));
}

/**
 * One of them under the contract `plain`; `alone`: built without the second fault. Throws where it is not built (`make -C targets/faulty`).
 */
export async function behindTarget({ name }: Pick<Behind, 'name'>, alone = false): Promise<FoundTarget> {
  const file = alone ? `${name}-known` : name;
  const found = await findTarget(join(FAULTY_FOLDER, 'build', 'behind', file), { like: 'sound' });
  if (!found.ok) throw new Error(found.why);
  return { ...found.target, name: file };
}
