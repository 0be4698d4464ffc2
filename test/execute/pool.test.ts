/** Executors that are killed while they start, which a wrapper does to itself, are started again. */
import { cpSync, mkdtempSync, readFileSync, renameSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, beforeEach, expect, test } from 'vitest';
import { compile } from '../../fuzz/compile/compile.ts';
import { openPool, type Pool } from '../../fuzz/execute/pool.ts';
import { processes, sigkill } from '../fixtures/processes.ts';
import { buildFolder, exitOf, whole } from './setting.ts';

const JOBS = 2;
const WRAPPER = `#!/bin/sh
[ -e "\${0%/*}/deadly" ] && kill -KILL $$
exec "\${0%/*}/executor.real" "$@"
`;

const before = process.env.INITPROOF_NATIVE;
let folder: string;
let pool: Pool;

beforeEach(async () => {
  folder = mkdtempSync(join(tmpdir(), 'initproof-test-'));
  for (const name of ['executor', 'actor', 'sound', 'libinitproof.so']) cpSync(join(buildFolder(), name), join(folder, name));
  renameSync(join(folder, 'executor'), join(folder, 'executor.real'));
  writeFileSync(join(folder, 'executor'), WRAPPER, { mode: 0o755 });
  process.env.INITPROOF_NATIVE = folder;
  pool = await openPool({ binaries: [join(folder, 'sound')], jobs: JOBS });
});

afterEach(async () => {
  await pool.close();
  if (before === undefined) delete process.env.INITPROOF_NATIVE;
  else process.env.INITPROOF_NATIVE = before;
  rmSync(folder, { recursive: true });
});

const guards = (): number[] =>
  processes()
    .filter(({ pid, parent }) => parent === process.pid && readFileSync(`/proc/${pid}/cmdline`, 'utf8').startsWith(folder))
    .map(({ pid }) => pid);

async function end(): Promise<string> {
  const program = compile(whole({ steps: [{ exit: { actor: 'main', code: 7 } }] }));
  return exitOf(await pool.run({ program, binary: 0, args: [], pollMs: 100, careful: false }));
}

test('all of them, again and again: runs say so, and the first one after that works', async () => {
  expect(guards()).toHaveLength(JOBS);
  writeFileSync(join(folder, 'deadly'), '');
  for (const guard of guards()) sigkill(guard);
  for (let n = 0; n < 5; n++) await expect(end()).rejects.toMatchObject({ code: 'died' });
  rmSync(join(folder, 'deadly'));
  for (let n = 0; n < 5; n++) expect(await end()).toBe('code 7');
});

test('one of them: the other does the work', async () => {
  writeFileSync(join(folder, 'deadly'), '');
  for (const guard of guards().slice(1)) sigkill(guard);
  // The runs that it was given before its end was seen tell of that.
  const first = await Promise.allSettled(Array.from({ length: 8 }, end));
  for (const one of first) if (one.status === 'rejected') expect(one.reason).toMatchObject({ code: 'died' });
  for (let n = 0; n < 20; n++) expect(await end()).toBe('code 7');
});
