/** What a sandbox shows of the host: programs and libraries; beside them what a target asks for, to that target alone. */
import { execFileSync } from 'node:child_process';
import { chmodSync, mkdirSync, mkdtempSync, rmSync, symlinkSync, writeFileSync } from 'node:fs';
import { createServer } from 'node:net';
import { join } from 'node:path';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { compile } from '../../fuzz/compile/compile.ts';
import type { Binary, ShownFile } from '../../fuzz/execute/executor.ts';
import { openPool, type Pool } from '../../fuzz/execute/pool.ts';
import type { Trace } from '../../fuzz/trace/trace.ts';
import { buildFolder, DROP, USERS, whole, wrappedBuild } from './setting.ts';

/** Of nine bytes at most, which is what the init shows. */
const TEXTS = { 'asked/file': 'asked for', 'asked/.hidden/file': 'hidden', single: 'alone', secret: 'secret' };

describe.each(USERS)('as %s', (user) => {
  let folder: string;
  let pool: Pool;
  let build: string;
  const before = process.env.INITPROOF_NATIVE;
  const at = (name: string): string => join(folder, name);
  const shown = (name: string, more: Partial<ShownFile> = {}): ShownFile => ({ from: at(name), at: at(name), ...more });

  beforeAll(async () => {
    build = user === 'nobody' ? wrappedBuild(DROP) : buildFolder();
    process.env.INITPROOF_NATIVE = build;
    folder = mkdtempSync('/var/tmp/initproof-');
    chmodSync(folder, 0o755);
    mkdirSync(at('asked/.hidden'), { recursive: true });
    for (const [name, text] of Object.entries(TEXTS)) writeFileSync(at(name), text);
    chmodSync(at('asked/file'), 0o666);
    symlinkSync('file', at('asked/inside'));
    symlinkSync(at('secret'), at('asked/outside'));
    symlinkSync('../secret', at('asked/below'));
    execFileSync('mkfifo', ['-m', '666', at('asked/fifo')]);
    const path = join(build, 'hostile');
    const binaries: (Binary | string)[] = [
      { path, files: [shown('asked'), shown('single', { at: '/etc/one/two' })], ownPlace: at('asked/file') },
      path,
      { path, files: [shown('asked', { writable: true }), shown('single', { writable: true, at: '/run/single' })] },
    ];
    pool = await openPool({ binaries, jobs: 1 });
  });
  afterAll(async () => {
    await pool.close();
    rmSync(folder, { recursive: true });
    if (before === undefined) delete process.env.INITPROOF_NATIVE;
    else process.env.INITPROOF_NATIVE = before;
  });

  const look = (binary: number, path: string): Promise<Trace> =>
    pool.run({ program: compile(whole({ launch: { env: { PLACE: path } } })), binary, args: ['looks'], pollMs: 100, careful: false });

  describe('read-only', () => {
    test('a folder is at its own place, hidden names too, and nothing in it can be written', async () => {
      const { stdout } = await look(0, at('asked/.hidden/file'));
      expect(stdout).toMatch(/^read hidden\n/m);
      expect(stdout).toMatch(/^write E(ROFS|ACCES)\n/m);
    });

    test('a single file is where it is to be', async () => {
      const { stdout } = await look(0, '/etc/one/two');
      expect(stdout).toMatch(/^read alone\n/m);
      expect(stdout).toMatch(/^write E(ROFS|ACCES)\n/m);
    });

    test('the init is at its own place, over what is there', async () => {
      const { stdout } = await look(0, at('asked/file'));
      expect(stdout).toMatch(/^read .ELF/m);
    });

    test('links are those of the sandbox: none leads out', async () => {
      expect((await look(0, at('asked/inside'))).stdout).toMatch(/^read .ELF/m);
      for (const name of ['outside', 'below']) expect((await look(0, at(`asked/${name}`))).stdout).toMatch(/^read ENOENT$/m);
    });

    test('another target finds an empty place', async () => {
      for (const path of [at('asked/.hidden/file'), '/run/single/x'])
        expect((await look(1, path)).stdout).toMatch(/^read (ENOENT|ENOTDIR)$/m);
      expect((await look(1, '/etc/one/two')).stdout).toMatch(/^read $/m);
    });
  });

  test('folders that lead there may be closed to all but who starts it', async () => {
    mkdirSync(at('closed/open'), { recursive: true });
    writeFileSync(at('closed/open/file'), 'in there');
    chmodSync(at('closed'), 0o700);
    const own = openPool({ binaries: [{ path: join(build, 'hostile'), files: [shown('closed/open')] }], jobs: 1 });
    if (user === 'nobody') return expect(own).rejects.toThrow(/closed\/open: no permission/);
    const program = compile(whole({ launch: { env: { PLACE: at('closed/open/file') } } }));
    const { stdout } = await (await own).run({ program, binary: 0, args: ['looks'], pollMs: 100, careful: false });
    await (await own).close();
    expect(stdout).toMatch(/^read in there\n/m);
  });

  describe('writable', () => {
    test('the init can write to its copy', async () => {
      for (const path of [at('asked/file'), '/run/single'])
        for (let run = 0; run < 4; run++) {
          const { stdout } = await look(2, path);
          expect(stdout).toMatch(/^read (asked for|alone)\n/m);
          expect(stdout).toMatch(/^write done\n/m);
        }
      expect((await look(0, at('asked/.hidden/file'))).stdout).toMatch(/^read hidden\n/m);
    });

    test('what is no file, folder or link is not copied, since it leads to the host', async () => {
      expect((await look(2, at('asked/fifo'))).stdout).toMatch(/^read ENOENT$/m);
      expect((await look(2, at('asked/below'))).stdout).toMatch(/^read ENOENT$/m);
    });
  });

  test('programs are there, and what people keep is not', async () => {
    expect((await look(1, '/bin/sh')).stdout).toMatch(/^read .ELF/m);
    for (const path of ['/home/x', '/root/x', '/var/x', '/opt/x', '/srv/x', '/etc/shadow', '/sys/kernel'])
      expect((await look(1, path)).stdout).toMatch(/^read (ENOENT|ENOTDIR)$/m);
  });

  describe('refused, with what is wrong', () => {
    const refusal = (files: ShownFile[]): Promise<unknown> => openPool({ binaries: [{ path: join(build, 'sound'), files }], jobs: 1 });

    test.each<[string, () => ShownFile, RegExp]>([
      ['what is not there', () => shown('missing'), /asks for .*missing: No such file/],
      ['a link', () => shown('asked/inside'), /a link is on the way/],
      ['a FIFO', () => shown('asked/fifo'), /neither a file nor a directory/],
      ['a place among programs', () => shown('asked', { at: '/usr/lib/no-such-folder' }), /no room for it/],
      ['a place behind a link of the host', () => shown('asked', { at: '/etc/alternatives/awk/x' }), /no room for it/],
    ])('%s', async (_, file, message) => {
      await expect(refusal([file()])).rejects.toThrow(message);
    });

    test('a socket', async () => {
      const server = createServer().listen(at('socket'));
      await expect(refusal([shown('socket')])).rejects.toThrow(/neither a file nor a directory/);
      await new Promise((resolve) => server.close(resolve));
    });
  });
});
