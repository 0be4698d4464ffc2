/**
 * A machine that refuses ptrace(2): runs with a placement, or with an actor that is traced, are not judged, and all says so; the rest goes
 * on.
 */
import { cpSync, mkdtempSync, renameSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { BASES } from '../../fuzz/explore/bases.ts';
import { explore } from '../../fuzz/explore/explore.ts';
import { findTarget } from '../../fuzz/campaign/find-target.ts';
import { compile } from '../../fuzz/compile/compile.ts';
import { checkMachine } from '../../fuzz/execute/machine.ts';
import { openPool } from '../../fuzz/execute/pool.ts';
import type { Step } from '../../fuzz/scenario/scenario.ts';
import { buildFolder, whole } from './setting.ts';

let folder: string;
const before = process.env.INITPROOF_NATIVE;

beforeAll(() => {
  const built = buildFolder();
  folder = mkdtempSync(join(tmpdir(), 'initproof-test-'));
  for (const name of ['executor', 'actor', 'sound', 'untraceable', 'libinitproof.so']) cpSync(join(built, name), join(folder, name));
  renameSync(join(folder, 'executor'), join(folder, 'executor.real'));
  writeFileSync(join(folder, 'executor'), '#!/bin/sh\nexec "${0%/*}/untraceable" "${0%/*}/executor.real" "$@"\n', { mode: 0o755 });
  process.env.INITPROOF_NATIVE = folder;
});

afterAll(() => {
  if (before === undefined) delete process.env.INITPROOF_NATIVE;
  else process.env.INITPROOF_NATIVE = before;
  rmSync(folder, { recursive: true });
});

const TERM: Step = { signal: { signal: 'SIGTERM', to: 'init' } };

test('a run with a placement is not made, one with an actor that is traced ends there, and others are made', async () => {
  const pool = await openPool({ binaries: [join(folder, 'sound')], jobs: 1 });
  const run = (...steps: Step[]) => pool.run({ program: compile(whole({ steps })), binary: 0, args: [], pollMs: 0, careful: true });
  expect((await run({ at: { call: 'fork', do: [TERM] } })).bound).toBe('unavailable');
  const traced = await run({ traceme: 'main' }, TERM);
  expect([traced.bound, traced.events.some(({ kind }) => kind === 'signal')]).toEqual(['unavailable', false]);
  expect((await run(TERM)).bound).toBeUndefined();
  await pool.close();
});

test('doctor says what to change, and that it is no problem otherwise', async () => {
  const check = (await checkMachine()).find(({ name }) => name === 'tracing');
  expect([check?.status, check?.fix[0]]).toEqual(['note', expect.stringContaining('ptrace_scope')]);
});

test('an exploration fails at once', async () => {
  const found = await findTarget('sound');
  if (!found.ok) throw new Error(found.why);
  const desk = { out: folder, provenance: { seed: 0, generator: 0, version: '', kernel: '', date: '' }, emit: () => {} };
  const given = {
    target: found.target,
    bases: BASES.slice(0, 1),
    corpus: [],
    jobs: 1,
    out: folder,
    shrink: false,
    cells: 'single' as const,
    desk,
  };
  const all = explore({ ...given, signal: new AbortController().signal, progress: () => {} });
  await expect(all.next()).rejects.toMatchObject({ code: 'machine' });
});
