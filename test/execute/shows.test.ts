/** What a sandbox shows of the host: programs and libraries; beside them what a target asks for, to that target alone. */
import { chmodSync, mkdirSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { compile } from '../../fuzz/compile/compile.ts';
import { openPool, type Pool } from '../../fuzz/execute/pool.ts';
import type { Trace } from '../../fuzz/trace/trace.ts';
import { buildFolder, whole } from './setting.ts';

let folder: string;
let pool: Pool;

beforeAll(async () => {
  folder = mkdtempSync('/var/tmp/initproof-');
  chmodSync(folder, 0o755);
  mkdirSync(join(folder, 'asked'));
  writeFileSync(join(folder, 'asked', 'file'), 'asked for');
  const init = join(buildFolder(), 'hostile');
  pool = await openPool({ binaries: [{ path: init, shows: [join(folder, 'asked')] }, init], jobs: 1 });
});
afterAll(async () => {
  await pool.close();
  rmSync(folder, { recursive: true });
});

const look = (binary: number, path: string): Promise<Trace> =>
  pool.run({ program: compile(whole({ launch: { env: { PLACE: path } } })), binary, args: ['looks'], pollMs: 100, careful: false });

test('a target sees what it asks for, and can write none of it', async () => {
  const { stdout } = await look(0, join(folder, 'asked', 'file'));
  expect(stdout).toMatch(/^read asked for\n/m);
  expect(stdout).toMatch(/^write E(ROFS|ACCES)\n/m);
});

test('another one finds an empty place', async () => {
  expect((await look(1, join(folder, 'asked', 'file'))).stdout).toMatch(/^read ENOENT$/m);
});

test('programs are there, and what people keep is not', async () => {
  expect((await look(1, '/bin/sh')).stdout).toMatch(/^read .ELF/m);
  for (const path of ['/home/x', '/root/x', '/var/x', '/run/x', '/opt/x', '/srv/x', '/etc/shadow', '/sys/kernel']) {
    expect((await look(1, path)).stdout).toMatch(/^read (ENOENT|ENOTDIR)$/m);
  }
});

test('what is no directory by its plain path is refused', async () => {
  const init = join(buildFolder(), 'sound');
  await expect(openPool({ binaries: [{ path: init, shows: ['/no-such-directory'] }], jobs: 1 })).rejects.toThrow(
    /asks for \/no-such-directory/,
  );
});
