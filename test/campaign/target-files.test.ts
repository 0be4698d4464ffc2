import { mkdirSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { beforeEach, expect, test } from 'vitest';
import { readTargetFile } from '../../fuzz/campaign/target-files.ts';
import { temporary } from '../fixtures/temporary.ts';

let folder: string;
beforeEach(() => {
  folder = temporary();
});

function write(name: string, text: string): string {
  const path = join(folder, name);
  writeFileSync(path, text);
  return path;
}

const errorOf = async (path: string): Promise<string> =>
  readTargetFile(path).then(
    () => 'read',
    (error: Error) => error.message.replaceAll(`${folder}/`, ''),
  );

test('a file may be like a target that comes with initproof, whatever it is called', async () => {
  const { file } = await readTargetFile(write('tini.yaml', 'like: tini\nargs: [-g, --]\ncontract: {to: group}\n'));
  const tini = (await readTargetFile('targets/tini.yaml')).file;
  expect(file).toEqual({ ...tini, args: ['-g', '--'], contract: { ...tini.contract, to: 'group' } });
});

test('a path is from the folder of the file that says it', async () => {
  mkdirSync(join(folder, 'below'));
  write('below/base.yaml', 'find: {path: ./init}\nargs: [-x]\n');
  write('middle.yaml', 'like: below/base.yaml\ncontract: {to: group}\n');
  const { file } = await readTargetFile(write('top.yaml', 'like: ./middle.yaml\n'));
  expect(file).toMatchObject({ name: 'top', find: { path: join(folder, 'below', 'init') }, args: ['-x'], contract: { to: 'group' } });
});

test('a model that is not there, and a circle, are told at their place', async () => {
  expect(await errorOf(write('a.yaml', 'args: []\nlike: tiny\n'))).toBe(
    'a.yaml:2:7  no such target to be like, did you mean tini?\n\n  2 | like: tiny\n    |       ^^^^',
  );
  expect(await errorOf(write('a.yaml', 'like: xyz\n'))).toMatch(/^a\.yaml:1:7 {2}no such target to be like; there are bash, /);
  expect(await errorOf(write('a.yaml', 'like: ./none.yaml\n'))).toBe(
    'a.yaml:1:7  ./none.yaml: there is no such file\n\n  1 | like: ./none.yaml\n    |       ^^^^^^^^^^^',
  );
  expect(await errorOf(write('a.yaml', 'like: a.yaml\n'))).toBe('a.yaml:1:7  it is like itself\n\n  1 | like: a.yaml\n    |       ^^^^^^');
  write('b.yaml', 'like: c.yaml\n');
  write('c.yaml', 'like: b.yaml\n');
  expect(await errorOf(write('a.yaml', 'like: b.yaml\n'))).toMatch(
    /^c\.yaml:1:7 {2}it is like itself in the end: b\.yaml is like c\.yaml is like b\.yaml\n/,
  );
});
