import { appendFileSync, mkdtempSync, readdirSync, rmSync, symlinkSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, beforeEach, expect, test } from 'vitest';
import { scenarioAt } from '../../fuzz/generate/seeds.ts';
import { Shelf } from '../../fuzz/guide/shelf.ts';

let folder: string;
beforeEach(() => {
  folder = mkdtempSync(join(tmpdir(), 'initproof-test-'));
});
afterEach(() => rmSync(folder, { recursive: true }));

const kept = (index: number) => ({ scenario: scenarioAt(1, index), features: [`f${index}`], us: 5 });

test('gives back in order what was kept, also what a later campaign adds', async () => {
  const first = new Shelf(folder);
  expect(await first.read()).toEqual([]);
  first.add(kept(0));
  first.add(kept(1));
  await first.flush();
  await first.flush();
  const second = new Shelf(folder);
  expect(await second.read()).toEqual([kept(0), kept(1)]);
  second.add(kept(2));
  await second.flush();
  expect(readdirSync(folder).sort()).toEqual(['000000.ndjson', '000001.ndjson']);
  expect(await new Shelf(folder).read()).toEqual([kept(0), kept(1), kept(2)]);
});

test('a link out of its folder is refused', async () => {
  symlinkSync('/etc/passwd', join(folder, '000000.ndjson'));
  await expect(new Shelf(folder).read()).rejects.toThrow('it is a link that leads out of its folder');
});

test('leaves out what it cannot read, and does not write over it', async () => {
  const shelf = new Shelf(folder);
  shelf.add(kept(0));
  await shelf.flush();
  appendFileSync(join(folder, '000000.ndjson'), '{"scenario":{"version":2,"steps":[]},"features":[]}\nno JSON\n{"features":["x"]}\n');
  writeFileSync(join(folder, '.000001.ndjson.abc'), 'half');
  const next = new Shelf(folder);
  expect(await next.read()).toEqual([kept(0)]);
  next.add(kept(1));
  await next.flush();
  expect(await new Shelf(folder).read()).toEqual([kept(0), kept(1)]);
});

test('many files become one, of what is left of them, and nothing is lost where that is killed in between', async () => {
  const shelf = new Shelf(folder);
  for (let index = 0; index < 70; index++) {
    shelf.add(kept(index));
    await shelf.flush();
  }
  const next = new Shelf(folder);
  expect(await next.read()).toHaveLength(70);
  await next.compact([kept(3), kept(5)]);
  expect(readdirSync(folder)).toEqual(['000070.ndjson']);
  next.add(kept(9));
  await next.flush();
  const last = new Shelf(folder);
  expect(await last.read()).toEqual([kept(3), kept(5), kept(9)]);
  await last.compact([]);
  expect(readdirSync(folder)).toHaveLength(2);
});

test('what cannot be written is written with what comes next, once it can be', async () => {
  const inTheWay = join(folder, 'shelf');
  writeFileSync(inTheWay, '');
  const shelf = new Shelf(inTheWay);
  shelf.add(kept(0));
  await expect(shelf.flush()).rejects.toMatchObject({ code: 'EEXIST' });
  shelf.add(kept(1));
  await expect(shelf.flush()).rejects.toMatchObject({ code: 'EEXIST' });
  rmSync(inTheWay);
  shelf.add(kept(2));
  await shelf.flush();
  expect(readdirSync(inTheWay)).toEqual(['000000.ndjson']);
  expect(await new Shelf(inTheWay).read()).toEqual([kept(0), kept(1), kept(2)]);
});
