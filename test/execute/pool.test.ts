/** Executors that are killed while they start, which a wrapper does to itself, are started again. */
import { readFileSync, rmSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { afterEach, beforeEach, expect, test } from 'vitest';
import { processes, sigkill } from '../fixtures/processes.ts';
import { exitOf, openWrapped, type Setting } from './setting.ts';

const JOBS = 2;
const WRAPPER = `#!/bin/sh
[ -e "\${0%/*}/deadly" ] && kill -KILL $$
exec "\${0%/*}/executor.real" "$@"
`;

let setting: Setting;
let deadly: string;
beforeEach(async () => {
  setting = await openWrapped(WRAPPER, JOBS);
  deadly = join(setting.folder, 'deadly');
});
afterEach(() => setting.close());

const guards = (): number[] =>
  processes()
    .filter(({ pid, parent }) => parent === process.pid && readFileSync(`/proc/${pid}/cmdline`, 'utf8').startsWith(setting.folder))
    .map(({ pid }) => pid);

const end = async (): Promise<string> => exitOf(await setting.run({ steps: [{ exit: { actor: 'main', code: 7 } }] }));

test('all of them, again and again: runs say so, and the first one after that works', async () => {
  expect(guards()).toHaveLength(JOBS);
  writeFileSync(deadly, '');
  for (const guard of guards()) sigkill(guard);
  for (let n = 0; n < 5; n++) await expect(end()).rejects.toMatchObject({ code: 'died' });
  rmSync(deadly);
  for (let n = 0; n < 5; n++) expect(await end()).toBe('code 7');
});

test('one of them: the other does the work', async () => {
  writeFileSync(deadly, '');
  for (const guard of guards().slice(1)) sigkill(guard);
  // The runs that it was given before its end was seen tell of that.
  const first = await Promise.allSettled(Array.from({ length: 8 }, end));
  for (const one of first) if (one.status === 'rejected') expect(one.reason).toMatchObject({ code: 'died' });
  for (let n = 0; n < 20; n++) expect(await end()).toBe('code 7');
});
