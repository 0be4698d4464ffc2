import { execa } from 'execa';
import { expect, test } from 'vitest';
import { BEYOND_SH } from '../../fuzz/export/beyond-sh.ts';
import { writeSh } from '../../fuzz/export/sh.ts';
import { prepare } from '../../fuzz/export/prepare.ts';
import { ANY, NOTED, ORPHAN, stored } from './samples.ts';

async function text(of: string, property: string): Promise<string> {
  const made = prepare(stored(of), property, ANY, BEYOND_SH);
  return made.ok ? writeSh(made.prepared) : JSON.stringify(made.beyond);
}

test.each([
  [ORPHAN, 'reaps-orphans'],
  [NOTED, 'forwards'],
  ['launch: {command: missing}', 'reports-failed-exec'],
  ['launch: {full: [stderr], directory: deleted, env: {A: "it\'s; rm"}}', 'survives'],
])('%j is a script, with what it needs and no mark', async (of, property) => {
  const script = await text(of, property);
  expect(script).not.toMatch(/^\s*#[@[\]]|#\? /m);
  const { stderr } = await execa('sh', ['-n'], { input: script });
  expect(stderr).toBe('');
});

test('without an init it was not tried', async () => {
  const { exitCode, stdout } = await execa('sh', ['-c', await text(ORPHAN, 'reaps-orphans'), 'case'], { reject: false });
  expect([exitCode, stdout]).toEqual([2, 'not tried: usage: case INIT [ITS ARGUMENTS...], without a command']);
});
