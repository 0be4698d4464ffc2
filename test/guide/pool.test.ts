import { expect, test } from 'vitest';
import { caseRandom } from '../../fuzz/generate/seeds.ts';
import { WorkingCorpus } from '../../fuzz/guide/pool.ts';
import type { Scenario } from '../../fuzz/scenario/scenario.ts';

const named = (name: string): Scenario => ({ version: 1, launch: { args: [name] }, actors: { main: {} }, steps: [] });
const nameOf = (scenario: Scenario | undefined): string | undefined => scenario?.launch.args?.[0];

test('keeps what has shown something new, and nothing else', () => {
  const corpus = new WorkingCorpus();
  expect(corpus.learn(named('a'), new Set(['x', 'y']))).toBe(true);
  expect(corpus.learn(named('b'), new Set(['y']))).toBe(false);
  expect(corpus.learn(named('c'), new Set(['y', 'z']))).toBe(true);
  expect([corpus.kept.map(({ scenario }) => nameOf(scenario)), corpus.features]).toEqual([['a', 'c'], 3]);
});

test('chooses by rarity: what many runs have shown seldom, what one has shown often', () => {
  const corpus = new WorkingCorpus();
  corpus.learn(named('common'), new Set(['x']));
  for (let n = 0; n < 99; n++) corpus.learn(named('again'), new Set(['x']));
  corpus.learn(named('rare'), new Set(['x', 'y']));
  const random = caseRandom(1, 0);
  const chosen = Array.from({ length: 1000 }, () => nameOf(corpus.choose(random)));
  expect(chosen.filter((name) => name === 'rare').length).toBeGreaterThan(950);
  expect(chosen).toContain('common');
});

test('has nothing to choose while it is empty; what was restored counts as seen', () => {
  const corpus = new WorkingCorpus();
  expect(corpus.choose(caseRandom(1, 0))).toBeUndefined();
  corpus.restore({ scenario: named('old'), features: ['x'] });
  expect(nameOf(corpus.choose(caseRandom(1, 0)))).toBe('old');
  expect(corpus.learn(named('new'), new Set(['x']))).toBe(false);
  corpus.restore({ scenario: named('needless'), features: ['x'] });
  expect(corpus.kept).toHaveLength(1);
});
