import { mkdirSync, readdirSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { beforeEach, expect, test } from 'vitest';
import { checkOut, OutError } from '../../fuzz/campaign/check-out.ts';
import { temporary } from '../fixtures/temporary.ts';

let folder: string;
beforeEach(() => {
  folder = temporary();
});

test('a folder that takes something is left as it was, one that is made for it is gone again', async () => {
  mkdirSync(join(folder, 'there'));
  await checkOut(join(folder, 'there'));
  await checkOut(join(folder, 'not', 'yet'));
  expect(readdirSync(folder, { recursive: true })).toEqual(['there']);
});

test("several that try it at once, and remove what they made, are in nobody's way", async () => {
  await Promise.all(Array.from({ length: 8 }, () => checkOut(join(folder, 'several', 'at once'))));
  expect(readdirSync(folder, { recursive: true, encoding: 'utf8' }).filter((name) => name.includes('probe'))).toEqual([]);
});

test('one that takes nothing is whose who named it', async () => {
  const file = join(folder, 'file');
  writeFileSync(file, '');
  for (const [out, why] of [
    [file, `${file}: something else is there (mkdir)`],
    [join(file, 'a'), `${join(file, 'a')}: a part of the path is not a folder (mkdir)`],
    ['/proc/nope', '/proc/nope: no folder can be made there (mkdir)'],
  ] as const) {
    const error = await checkOut(out).catch((refused: unknown) => refused);
    expect(error).toBeInstanceOf(OutError);
    expect(error).toMatchObject({ fault: 'place', message: `what is found cannot be kept: ${why}` });
  }
});
