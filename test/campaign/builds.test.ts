import { chmod, mkdir, symlink, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { beforeAll, describe, expect, test } from 'vitest';
import { readBuilds } from '../../fuzz/campaign/builds.ts';
import { temporary } from '../fixtures/temporary.ts';

let folder: string;
beforeAll(async () => {
  folder = temporary();
  await mkdir(join(folder, 'builds', 'init-0.9'), { recursive: true });
  await mkdir(join(folder, 'builds', '.git'));
  for (const name of ['init-0.10', 'init-0.9/init', 'init-0.2', '.git/hook', 'README']) await program(join(folder, 'builds', name));
  await chmod(join(folder, 'builds', 'README'), 0o644);
  await symlink('init-0.10', join(folder, 'builds', 'init-1.0'));
});

async function program(path: string): Promise<void> {
  await writeFile(path, '#!/bin/sh\n');
  await chmod(path, 0o755);
}

const names = async (path: string): Promise<string[]> => (await readBuilds(path)).map(({ name }) => name.replace(/.*\/builds\//, ''));

describe('a folder', () => {
  test('its programs, by the value of the numbers in their names; nothing hidden', async () => {
    expect(await names(join(folder, 'builds'))).toEqual(['init-0.2', 'init-0.9/init', 'init-0.10', 'init-1.0']);
  });
});

describe('a list', () => {
  const list = async (text: string): Promise<string> => {
    await writeFile(join(folder, 'list'), text);
    return join(folder, 'list');
  };

  test('its lines in their order, from its own folder', async () => {
    const builds = await readBuilds(await list('# oldest first\nbuilds/init-1.0\n\n  builds/init-0.2\r\n'));
    expect(builds.map(({ binary }) => binary)).toEqual([join(folder, 'builds/init-1.0'), join(folder, 'builds/init-0.2')]);
  });

  test.each([
    ['builds/init-0.2\nbuilds/none\n', /list:2:1 {2}no build: there is no such file/],
    ['builds/README\nbuilds/init-0.2\n', /list:1:1 {2}no build: it is not executable/],
    ['builds/init-0.2\n builds\n', /list:2:2 {2}no build: it is a folder/],
    ['builds/init-0.2\n', /1 builds: it takes two or more/],
  ])('%j is refused, and where', async (text, said) => {
    await expect(readBuilds(await list(text))).rejects.toThrow(said);
  });
});

test('what is not there is refused', async () => {
  await expect(readBuilds(join(folder, 'none'))).rejects.toThrow(/no such folder of builds/);
});
