/** What commands for applications have in common: inits by their names, and the environment. */
import type { Init } from '../app/application.ts';
import { findInit } from '../app/inits.ts';
import { NothingToRunError } from './errors.ts';
import { say } from './streams.ts';

/** As it is given. */
export const environment = (): Record<string, string> =>
  Object.fromEntries(Object.entries(process.env).flatMap(([name, value]) => (value === undefined ? [] : [[name, value]])));

/** Inits by their names; those that cannot be had are said. */
export async function chooseInits(names: readonly string[]): Promise<Init[]> {
  const found = await Promise.all([...new Set(names)].map(findInit));
  for (const one of found) if (one.ok) say(...one.said.map((line) => `initproof: ${line}`));
  for (const one of found) if (!one.ok) say(`initproof: ${one.name} is left out: ${one.why}`);
  const inits = found.flatMap((one) => (one.ok ? [one.init] : []));
  if (inits.length === 0) throw new NothingToRunError('no init is left to run');
  return inits;
}
