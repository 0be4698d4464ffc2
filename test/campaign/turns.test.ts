import { mkdirSync, readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { expect, test } from 'vitest';
import { type Turn, Turns } from '../../fuzz/campaign/turns.ts';
import { defineTarget, readScenario } from '../../fuzz/index.ts';
import { temporary } from '../fixtures/temporary.ts';

const target = (name: string) => defineTarget({ name, binary: '/init' });
const scenario = readScenario('version: 1', 'test');
const turn = (name: string, id: string, found = false): Turn => ({
  target: target(name),
  from: { id, path: `${id}.yaml`, case: { comment: '', expect: {}, scenario } },
  found,
});
const IDS = Array.from({ length: 10 }, (_, n) => `case${n}`);
const ids = (turns: readonly Turn[]): string[] => turns.map(({ from }) => from.id);

/** A campaign that has time for `room` of them: which they were. */
async function campaign(out: string, all: readonly Turn[], room: number, seed: number): Promise<string[]> {
  const turns = await Turns.read(out);
  const chosen = turns.inOrder(all, seed).slice(0, room);
  for (const one of chosen) turns.take(one);
  await turns.save(all);
  return ids(chosen);
}

test('each gets its turn before any has its second one', async () => {
  const out = temporary();
  const all = IDS.map((id) => turn('a', id));
  const had: string[] = [];
  for (let seed = 0; seed < 5; seed++) had.push(...(await campaign(out, all, 4, seed)));
  expect(had.slice(0, IDS.length).sort()).toEqual(IDS);
  expect(had.toSorted()).toEqual([...IDS, ...IDS].sort());
});

test('without a memory the seed decides', async () => {
  const all = IDS.map((id) => turn('a', id));
  const turns = await Turns.read(temporary());
  const orders = [1, 2, 3].map((seed) => ids(turns.inOrder(all, seed)).join(' '));
  expect(new Set(orders).size).toBe(3);
  expect(ids(turns.inOrder(all, 1)).join(' ')).toBe(orders[0]);
});

test('of those that wait as long, what was found on the target is first', async () => {
  const turns = await Turns.read(temporary());
  const all = [...IDS.map((id) => turn('a', id)), turn('a', 'mine', true)];
  for (const seed of [1, 2, 3]) expect(ids(turns.inOrder(all, seed))[0]).toBe('mine');
});

test('each target has turns of its own, which a campaign on another one leaves alone; what is no case any more is forgotten', async () => {
  const out = temporary();
  await campaign(out, [turn('a', 'x'), turn('a', 'y')], 2, 1);
  await campaign(out, [turn('b', 'x')], 1, 1);
  await campaign(out, [turn('a', 'x')], 0, 1);
  expect(JSON.parse(readFileSync(join(out, 'turns.json'), 'utf8'))).toEqual({ a: { x: expect.any(Number) }, b: { x: 3 } });
  await campaign(out, [turn('__proto__', 'constructor')], 1, 1);
  expect(ids((await Turns.read(out)).inOrder([turn('__proto__', 'constructor'), turn('__proto__', 'new')], 1))).toEqual([
    'new',
    'constructor',
  ]);
});

test('what is no such file counts as none', async () => {
  for (const text of ['', '{', '[]', '{"a": {"x": -1}}', '{"a": 7}', `{"a": {"x": "${'9'.repeat(400)}"}}`]) {
    const out = temporary();
    writeFileSync(join(out, 'turns.json'), text);
    expect(await campaign(out, [turn('a', 'x')], 1, 1)).toEqual(['x']);
    expect(JSON.parse(readFileSync(join(out, 'turns.json'), 'utf8'))).toEqual({ a: { x: 1 } });
  }
  const out = temporary();
  mkdirSync(join(out, 'turns.json'));
  await expect(campaign(out, [turn('a', 'x')], 1, 1)).rejects.toThrow('EISDIR');
});
