import { execaSync } from 'execa';
import { mkdir, mkdtemp, readdir, readFile, rm, symlink, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join, relative } from 'node:path';
import { afterEach, beforeEach, describe, expect, test } from 'vitest';
import type { Case } from '../../fuzz/cases/case.ts';
import { redundant } from '../../fuzz/cause/redundant.ts';
import { findCase, listCases, readCaseFile, saveCase, writeCaseFile } from '../../fuzz/cases/store.ts';
import { TRIVIAL } from '../scenario/samples.ts';
import { FOUND } from './samples.ts';

let folder = '';
beforeEach(async () => {
  folder = await mkdtemp(join(tmpdir(), 'initproof-store-'));
});
afterEach(() => rm(folder, { recursive: true, force: true }));

const SMALL: Case = { ...FOUND, scenario: TRIVIAL };

test('saves, lists and reads', async () => {
  const stored = await saveCase(folder, FOUND);
  expect(stored.path).toBe(join(folder, 'reaps-orphans', `${stored.id}.yaml`));
  expect((await readCaseFile(stored.path)).case).toEqual(FOUND);
  expect((await listCases(folder)).cases).toEqual([stored]);
});

test('a better form replaces the one before it', async () => {
  const large = await saveCase(folder, FOUND);
  const small = await saveCase(folder, SMALL, large);
  expect((await saveCase(folder, SMALL, small)).path).toBe(small.path);
  expect(await readdir(join(folder, 'reaps-orphans'))).toEqual([`${small.id}.yaml`]);
});

test('points editors at the schema where there is one', async () => {
  await writeFile(join(folder, 'case.schema.json'), '{}');
  const stored = await saveCase(folder, FOUND);
  expect(await readFile(stored.path, 'utf8')).toContain('\n# yaml-language-server: $schema=../case.schema.json\n');
});

test('leaves nothing behind when it cannot write', async () => {
  await mkdir(join(folder, 'a.yaml'));
  await expect(writeCaseFile(join(folder, 'a.yaml'), FOUND)).rejects.toThrow();
  expect(await readdir(folder)).toEqual(['a.yaml']);
});

test('lists what can be read beside what cannot', async () => {
  const stored = await saveCase(folder, FOUND);
  await writeFile(join(folder, 'bad.yaml'), 'version: 1\nstep: []\n');
  await writeFile(join(folder, '.hidden.yaml'), 'x');
  await writeFile(join(folder, 'notes.txt'), 'x');
  const { cases, errors } = await listCases(folder);
  expect(cases.map(({ path }) => path)).toEqual([stored.path]);
  expect(errors.map(({ reason }) => reason)).toEqual(['unknown key step, did you mean steps?']);
});

test('no link leads out of the folder; each that would is told', async () => {
  const inside = join(folder, 'in');
  await mkdir(join(folder, 'etc'));
  await writeFile(join(folder, 'etc', 'secret.yml'), 'password: 1\n');
  const stored = await saveCase(inside, FOUND);
  await symlink('../etc', join(inside, 'folder'));
  await symlink('../etc/secret.yml', join(inside, 'file.yml'));
  await symlink('.', join(inside, 'circle'));
  await symlink(stored.path, join(inside, 'same.yaml'));
  execaSync('mkfifo', [join(inside, 'fifo.yaml')]);
  const { cases, errors } = await listCases(inside);
  expect(cases.map(({ path }) => path)).toEqual([stored.path, join(inside, 'same.yaml')]);
  const said = errors.map(({ file, reason }) => `${relative(inside, file)}: ${reason}`);
  expect(said.sort()).toEqual([
    'fifo.yaml: it is a FIFO, no regular file',
    'file.yml: it is a link to a file outside, and not followed: give the file itself',
    'folder: it is a link to a folder outside, and not followed: give the folder itself',
  ]);
});

test('a folder that is not there has no cases', async () => {
  expect(await listCases(join(folder, 'none'))).toEqual({ cases: [], errors: [] });
});

describe('finds a case', () => {
  const find = async (word: string) => (await findCase(folder, word)).path;
  test('by path, name, last part of a name, or start of the id', async () => {
    const path = join(folder, 'reported', 'dumb-init-59.yaml');
    const { id } = await writeCaseFile(path, FOUND);
    for (const word of [path, 'reported/dumb-init-59', 'dumb-init-59', id, id.slice(0, 4)]) expect(await find(word)).toBe(path);
  });

  test('not where it is none, or several', async () => {
    await writeCaseFile(join(folder, 'a', 'same.yaml'), FOUND);
    await writeCaseFile(join(folder, 'b', 'same.yaml'), FOUND);
    await expect(find('same')).rejects.toThrow('several cases are meant');
    await expect(find('smae')).rejects.toThrow('there is no such file, and no case of this name or id, did you mean same?');
    await expect(find('0000')).rejects.toThrow('there is no such file');
  });
});

describe('refuses to read', () => {
  const reason = (path: string) =>
    readCaseFile(path).then(
      () => 'read',
      (error: { reason: string }) => error.reason,
    );
  test('what is no file', async () => {
    expect(await reason(join(folder, 'none.yaml'))).toBe('there is no such file');
    expect(await reason(folder)).toBe('it is a folder');
    expect(await reason('/dev/zero')).toBe('it is a character device, no regular file');
    execaSync('mkfifo', [join(folder, 'fifo')]);
    expect(await reason(join(folder, 'fifo'))).toBe('it is a FIFO, no regular file');
  });

  test('what is no text, or too much', async () => {
    await writeFile(join(folder, 'a.yaml'), Buffer.from([0xff, 0xfe, 0x00]));
    expect(await reason(join(folder, 'a.yaml'))).toBe('it is not text in UTF-8');
    await writeFile(join(folder, 'b.yaml'), Buffer.alloc(1024 * 1024 + 1, 32));
    expect(await reason(join(folder, 'b.yaml'))).toBe('the file has 1048577 bytes, the limit is 1048576');
  });
});

describe('cases with the same signature', () => {
  test('are covered by the smallest, for the same targets', async () => {
    const large = await saveCase(folder, FOUND);
    const small = await saveCase(folder, SMALL);
    const elsewhere = await writeCaseFile(join(folder, 'other.yaml'), { ...FOUND, expect: { s6: 'violated' } });
    const reported = await writeCaseFile(join(folder, 'reported.yaml'), { ...FOUND, report: 'https://example.org/issues/5' });
    expect(redundant([large, small, elsewhere, reported])).toEqual([{ stored: large, coveredBy: small }]);
    const cause = await writeCaseFile(join(folder, 'cause.yaml'), { ...SMALL, scenario: { ...TRIVIAL, launch: { ignored: ['SIGCHLD'] } } });
    expect(redundant([large, cause])).toEqual([]);
  });
});
