import { execFileSync, spawnSync } from 'node:child_process';
import { writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { describe, expect, test } from 'vitest';
import { type Exported, patienceOf } from '../../fuzz/export/beyond-target.ts';
import { exportCase, FORMATS, type Format } from '../../fuzz/export/export.ts';
import { PLAIN } from '../../fuzz/judge/plain-contract.ts';
import { temporary } from '../fixtures/temporary.ts';
import { ANY, stored } from './samples.ts';

const EXITS = stored('property: exit-code\nactors: {main: {}}\nsteps: [{exit: {actor: main, code: 7}}]');
const STARTS = stored('property: hands-down\nactors: {main: {}}\nsteps: []');

test.each<[string, Partial<Exported>, RegExp]>([
  ['files', { files: [{ from: '/x', at: '/y' }] }, /`files` of the target: they are at places of a sandbox/],
  ['a copy', { files: [{ from: '/x', writable: true }] }, /`files` of the target/],
  ['files of a package', { files: [{ package: 'x', path: 'y', at: '/z' }] }, /`files` of the target/],
  ['a directory', { directory: '/srv' }, /`directory` of the target: \/srv is a folder of a sandbox/],
  ['a command in a word', { args: ['-c', '{command}'] }, /`command` of the target: the init finds its command in a word of its arguments/],
  ['a command in a file', { command: 'file' }, /`command` of the target/],
  ['a line', { ready: { line: 'ready' } }, /`ready.line` of the target: what the init writes is not read/],
])('%s is refused, and why', async (_, said, why) => {
  for (const format of FORMATS) {
    await expect(exportCase(EXITS, format, { ...ANY, ...said })).rejects.toThrow(why);
    await expect(exportCase(EXITS, format, { ...ANY, ...said })).rejects.toThrow(/no form can: `initproof replay` runs it/);
  }
});

test('a signal that is pending says nothing of an init that is ready only after a while', async () => {
  const pending = stored(
    'property: forwards\nlaunch: {blocked: [SIGTERM], pending: [SIGTERM]}\nactors: {main: {on: {all: note}}}\nsteps: []',
  );
  expect(await exportCase(pending, 'c', ANY)).toContain('SIGTERM');
  await expect(exportCase(pending, 'c', { ...ANY, ready: { within: '10s' } })).rejects.toThrow(/before the init is ready/);
});

test('what a file can do without is no reason', async () => {
  const own = stored('property: exit-code\nlaunch: {directory: own}\nactors: {main: {}}\nsteps: [{exit: {actor: main, code: 7}}]');
  const target: Exported = {
    ...ANY,
    files: ['/x', { from: '/x', at: '/x', writable: false }],
    ready: { within: '10s' },
    directory: '/srv',
  };
  expect(await exportCase(own, 'c', target)).toContain('main exits 7');
});

test('what may take longer is waited for longer', () => {
  const patience = (contract: Partial<Exported['contract']>): number => patienceOf({ ...ANY, contract: { ...PLAIN, ...contract } });
  expect([patience({}), patience({ pollMs: 10_000 }), patience({ retries: '31s' })]).toEqual([3, 11, 32]);
  expect(patience({ parting: { signal: 'SIGTERM', to: 'everybody', grace: '5s' } })).toBe(6);
  expect(patience({ endsOn: { SIGTERM: { codes: [0], sends: 'SIGTERM', to: 'child', grace: '10s' } } })).toBe(11);
});

/** What a run of the file says at its end, on an init with its arguments. */
async function lastLine(of: typeof EXITS, format: Format, target: Exported, ...init: string[]): Promise<string | undefined> {
  const program = join(temporary(), 'case');
  writeFileSync(`${program}.${format}`, await exportCase(of, format, target));
  if (format === 'c') execFileSync('cc', ['-Wall', '-Wextra', '-Werror', '-o', program, `${program}.c`]);
  const [command, ...args] = format === 'c' ? [program, ...init] : ['sh', `${program}.sh`, ...init];
  return spawnSync(command as string, args, { encoding: 'utf8' })
    .stdout.trim()
    .split('\n')
    .at(-1);
}

describe.each(FORMATS)('as %s', (format) => {
  test('a fault that shows with a variable of the target shows, and without it does not', async () => {
    const init = join(temporary(), 'init');
    writeFileSync(init, '#!/bin/sh\n"$@"\nexit "${CODE:-$?}"\n', { mode: 0o755 });
    expect(await lastLine(EXITS, format, { ...ANY, variables: { CODE: '3' } }, init)).toMatch(/^FAULT: /);
    expect(await lastLine(EXITS, format, ANY, init)).toMatch(/^ok: /);
  });

  test('what becomes its command is judged as that', async () => {
    const command: Exported = { ...ANY, contract: { ...PLAIN, becomes: 'command' } };
    expect(await lastLine(EXITS, format, command, '/usr/bin/env')).toMatch(/^ok: /);
    expect(await lastLine(STARTS, format, command, '/usr/bin/env')).toMatch(/^ok: /);
    expect(await lastLine(STARTS, format, command, '/usr/bin/env', '--ignore-signal=HUP')).toMatch(
      /^FAULT: main must start with no signal ignored/,
    );
  });
});
