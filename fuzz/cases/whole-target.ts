/** A whole target from what a file says: the rest is as in the target that it is like, else as of an init that says nothing. */
import { basename } from 'node:path';
import { changed } from '../judge/contract-change.ts';
import type { Contract } from '../judge/contract.ts';
import { UNDECLARED } from '../judge/plain-contract.ts';
import type { TargetFile, WrittenTarget } from './target-file.ts';
import { TARGET_NAME } from './target-schema.ts';

/** What of a target may come from another one. */
export type Model = Pick<TargetFile, 'find' | 'contract' | (typeof TAKEN)[number]>;

/** Whole, as they are there; of the contract each field is. Not its name, nor that it is run on request. */
const TAKEN = ['args', 'files', 'variables', 'directory', 'command', 'ready', 'init', 'versions', 'deviations'] as const;

const NOBODY: Omit<Model, 'find'> = { args: [], contract: UNDECLARED, versions: [], deviations: [] };

/**
 * The target of the file at `path`. What is written takes the place of what `model` has; of a contract, field by field, as in `versions`.
 * Throws an InputError where something is in neither.
 */
export function wholeTarget(written: WrittenTarget, path: string, model?: Model): TargetFile {
  const { error, like: _, contract, ...own } = written;
  const name = own.name ?? basename(path).replace(/\.ya?ml$/, '');
  if (!TARGET_NAME.test(name)) throw error({ path: ['name'], message: '`name` is missing, and the name of the file will not do for one' });
  const find = own.find ?? model?.find;
  if (find === undefined) throw error({ path: ['find'], message: '`find` is missing: where the binary is, such as {path: ./my-init}' });
  const base = model ?? NOBODY;
  return { ...NOBODY, ...taken(base), title: name, ...own, name, find, contract: closed(changed(base.contract, contract)) };
}

/** Of a model, what goes over to who is like it. */
const taken = (model: Omit<Model, 'find'>): Partial<Model> =>
  Object.fromEntries(TAKEN.flatMap((key) => (model[key] === undefined ? [] : [[key, model[key]]])));

/** A contract that says everything leaves nothing open. */
function closed({ open, ...contract }: Contract): Contract {
  const some = open !== undefined && Object.values(open).some((one) => (Array.isArray(one) ? one.length > 0 : one));
  return some ? { ...contract, open } : contract;
}
