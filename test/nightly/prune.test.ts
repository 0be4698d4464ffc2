import { existsSync, mkdirSync, readdirSync, utimesSync, writeFileSync } from 'node:fs';
import { dirname, join } from 'node:path';
import { expect, test } from 'vitest';
import { readCase } from '../../fuzz/cases/case-file.ts';
import { saveCase, type StoredCase } from '../../fuzz/cases/store.ts';
import { defineTarget } from '../../fuzz/index.ts';
import type { NightFinding } from '../../fuzz/nightly/finding.ts';
import { type Item, itemsOf } from '../../fuzz/nightly/items.ts';
import { mergeExplained, prune } from '../../fuzz/nightly/prune.ts';
import { temporary } from '../fixtures/temporary.ts';
import { findingOf } from './samples.ts';

const target = defineTarget({ name: 'init', binary: '/init' });
const text = (steps: string, signature = 'exit-code/wrong-status:exit', repeats = '5/5'): string => `version: 1
property: exit-code
signature: ${signature}
expect: {init: violated}
found: {target: init, seed: 1, index: 3, generator: 1, version: 0.1.0, kernel: 6.1.0, repeats: "${repeats}", date: 2026-10-31}
steps:
${steps}
`;
const SMALL = '  - {exit: {actor: main, code: 200}}';
const LARGE = `  - {signal: {signal: SIGHUP, to: init}}\n${SMALL}`;

const save = (state: string, content: string): Promise<StoredCase> => saveCase(join(state, 'found', 'init'), readCase(content, 'test'));
const items = (state: string, ledger: readonly NightFinding[] = []): Promise<Item[]> => itemsOf(state, [target], ledger);

function told(stored: StoredCase, state: string): NightFinding {
  const { signature = '', property = '' } = stored.case;
  const about = { id: stored.id, target: 'init', property, signature, said: '', caseId: stored.id };
  return findingOf(1, { ...about, case: stored.path.slice(state.length + 1), state: 'still', rate: { shown: 5, runs: 5 } });
}

test('of two forms of one cause the larger goes; what was said of it is said of the smaller', async () => {
  const state = temporary();
  const [small, large] = [await save(state, text(SMALL)), await save(state, text(LARGE))];
  const all = await items(state, [told(large, state)]);
  expect(mergeExplained(all).map(({ id }) => id)).toEqual([large.id]);
  expect(all).toMatchObject([{ stored: { id: small.id }, before: { id: large.id } }]);
});

test('two causes stay two: of other signatures, and where both were told', async () => {
  const state = temporary();
  const [small, large] = [await save(state, text(SMALL)), await save(state, text(LARGE))];
  await save(state, text(LARGE.replace('200', '201'), 'exit-code/wrong-status:death'));
  const all = await items(state, [told(small, state), told(large, state)]);
  expect([mergeExplained(all), all.length]).toEqual([[], 3]);
});

test('what was never confirmed is no finding; one whose case has gone takes the next with its signature', async () => {
  const state = temporary();
  await save(state, text(LARGE, undefined, '0/0'));
  expect(await items(state)).toEqual([]);
  const small = await save(state, text(SMALL));
  const gone = { ...told(small, state), case: 'found/init/exit-code/ffffffff.yaml', caseId: 'ffffffff', id: 'ffffffff' };
  expect(await items(state, [gone])).toMatchObject([{ before: { id: 'ffffffff' }, stored: { id: small.id } }]);
});

test('what is pruned is kept for thirty nights', async () => {
  const state = temporary();
  const small = await save(state, text(SMALL));
  await prune(state, 7, [small, small]);
  const kept = join(state, 'pruned', '7', 'found', 'init', 'exit-code', `${small.id}.yaml`);
  expect([existsSync(small.path), existsSync(kept)]).toEqual([false, true]);
  await prune(state, 36, []);
  expect(existsSync(kept)).toBe(true);
  await prune(state, 37, []);
  expect(existsSync(kept)).toBe(false);
});

test.each(['flaky/init/exit-code', 'harness'])('of %s the newest hundred stay; the others are kept for thirty nights', async (folder) => {
  const state = temporary();
  mkdirSync(join(state, folder), { recursive: true });
  // The older, the later by name.
  const names = Array.from({ length: 103 }, (_, n) => `${String(n).padStart(3, '0')}.yaml`);
  for (const [n, name] of names.entries()) {
    const path = join(state, folder, name);
    writeFileSync(path, '');
    utimesSync(path, 2000 - n, 2000 - n);
  }
  await prune(state, 7, []);
  expect(readdirSync(join(state, folder)).sort()).toEqual(names.slice(0, 100));
  const moved = join(state, 'pruned', '7', folder);
  expect(readdirSync(moved).sort()).toEqual(names.slice(100));
  await prune(state, 37, []);
  expect([existsSync(dirname(moved)), readdirSync(join(state, folder)).length]).toEqual([false, 100]);
});
