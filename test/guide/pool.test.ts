import { expect, test } from 'vitest';
import { caseRandom } from '../../fuzz/generate/seeds.ts';
import { WorkingCorpus } from '../../fuzz/guide/pool.ts';
import type { Scenario } from '../../fuzz/scenario/scenario.ts';

const named = (name: string): Scenario => ({ version: 1, launch: { args: [name] }, actors: { main: {} }, steps: [] });
const nameOf = (scenario: Scenario | undefined): string | undefined => scenario?.launch.args?.[0];

test('keeps what has shown something new, and nothing else', () => {
  const corpus = new WorkingCorpus();
  expect(corpus.learn(named('a'), new Set(['x', 'y']), 5)).toEqual({ scenario: named('a'), features: ['x', 'y'], us: 5 });
  expect(corpus.learn(named('b'), new Set(['y']), 5)).toBeUndefined();
  expect(corpus.learn(named('c'), new Set(['y', 'z']), 5)).toBeDefined();
  expect([corpus.kept.map(({ scenario }) => nameOf(scenario)), corpus.features]).toEqual([['a', 'c'], 3]);
});

test('chooses by rarity: what many runs have shown seldom, what one has shown often', () => {
  const corpus = new WorkingCorpus();
  corpus.learn(named('common'), new Set(['x']), 5);
  for (let n = 0; n < 99; n++) corpus.learn(named('again'), new Set(['x']), 5);
  corpus.learn(named('rare'), new Set(['x', 'y']), 5);
  const random = caseRandom(1, 0);
  const chosen = Array.from({ length: 1000 }, () => nameOf(corpus.choose(random)));
  expect(chosen.filter((name) => name === 'rare').length).toBeGreaterThan(950);
  expect(chosen).toContain('common');
});

test('of two that are as rare chooses the quick one more often, by how much quicker it is', () => {
  const corpus = new WorkingCorpus();
  corpus.learn(named('quick'), new Set(['x']), 5000);
  corpus.learn(named('slow'), new Set(['y']), 20_000);
  const random = caseRandom(1, 0);
  const slow = Array.from({ length: 2000 }, () => nameOf(corpus.choose(random))).filter((name) => name === 'slow').length;
  expect(slow / 2000).toBeGreaterThan(0.16);
  expect(slow / 2000).toBeLessThan(0.24);
});

test('has nothing to choose while it is empty; what was restored counts as seen', () => {
  const corpus = new WorkingCorpus();
  expect(corpus.choose(caseRandom(1, 0))).toBeUndefined();
  corpus.restore({ scenario: named('old'), features: ['x'], us: 5 });
  expect(nameOf(corpus.choose(caseRandom(1, 0)))).toBe('old');
  expect(corpus.learn(named('new'), new Set(['x']), 5)).toBeUndefined();
  corpus.restore({ scenario: named('needless'), features: ['x'], us: 5 });
  expect(corpus.kept).toHaveLength(1);
});
