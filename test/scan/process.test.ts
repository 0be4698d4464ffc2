/** A real process under a real init. */
import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { expect, test } from 'vitest';
import { running } from '../../fuzz/scan/process.ts';
import { scanProcess } from '../../fuzz/scan/scan.ts';
import { packaged } from '../supply/binaries.ts';
import { scanning } from './scanning.ts';

test('what runs is told by /proc', async () => {
  const child = spawn(await packaged('tini'), ['-s', '--', 'sh', '-c', 'echo ready; read x'], { stdio: ['pipe', 'pipe', 'ignore'] });
  await once(child.stdout, 'data');
  const found = await running(child.pid ?? 0);
  child.stdin.end();
  await once(child, 'exit');
  expect(found.config.entrypoint.slice(1, 3)).toEqual(['-s', '--']);
  expect(found.exe).toBe(await packaged('tini'));
  expect(found.who.uid).toBe(process.getuid?.());
});

test('no process, no scan', async () => {
  await expect(running(4_194_304)).rejects.toThrow('process 4194304  there is no such process');
});

test('of a process in the root of this machine, what it runs is looked at, and no other file', async () => {
  const child = spawn(await packaged('tini'), ['-s', '--', 'sh', '-c', 'echo ready; read x'], { stdio: ['pipe', 'pipe', 'ignore'] });
  await once(child.stdout, 'data');
  const { files, inits, pid1, findings } = await scanProcess(child.pid ?? 0, scanning);
  child.stdin.end();
  await once(child, 'exit');
  expect(inits.map(({ path, verified }) => [path, verified.accepted])).toEqual([[await packaged('tini'), true]]);
  expect([pid1?.kind, findings.map(({ rule }) => rule)]).toEqual(['init', expect.arrayContaining(['shared-root'])]);
  // Of dpkg's records there are some thousand, of files on any machine a hundred times as many.
  expect(files).toBeLessThan(20_000);
});
