import { expect, test } from 'vitest';
import { Plan } from '../../fuzz/campaign/plan.ts';
import { defineTarget } from '../../fuzz/index.ts';

const [a, b] = [defineTarget({ name: 'a', binary: '/a' }), defineTarget({ name: 'b', binary: '/b' })];

/** Takes `count` from a plan whose scenarios take as long as `us` says. */
function take(plan: Plan, count: number, us: (name: string) => number): string[] {
  const all: string[] = [];
  while (all.length < count) {
    const next = plan.next();
    if (next === undefined) break;
    all.push(`${next.target.name} ${next.index}`);
    plan.ran(next.target, us(next.target.name));
  }
  return all;
}

const of = (all: readonly string[], name: string): string[] => all.filter((one) => one.startsWith(`${name} `));

test('each target gets each index once', () => {
  const all = take(new Plan([a, b], 150), 1000, () => 1);
  for (const name of ['a', 'b']) expect(of(all, name)).toEqual(Array.from({ length: 150 }, (_, n) => `${name} ${n}`));
});

test('each gets the same share of time, but for one slice', () => {
  const all = take(new Plan([a, b]), 5000, (name) => (name === 'a' ? 100 : 900));
  expect(Math.abs(of(all, 'a').length * 100 - of(all, 'b').length * 900)).toBeLessThanOrEqual(64 * 900);
});

test('before anything has run, what is under way counts', () => {
  const plan = new Plan([a, b]);
  const first = Array.from({ length: 256 }, () => plan.next()?.target.name);
  expect(first.filter((name) => name === 'a')).toHaveLength(128);
});

test('it begins where it is told to, each target at its own', () => {
  const plan = new Plan([a, b], 3, ({ name }) => (name === 'a' ? 10 : 0));
  const all = take(plan, 100, () => 1);
  expect([of(all, 'a'), of(all, 'b')]).toEqual([
    ['a 10', 'a 11', 'a 12'],
    ['b 0', 'b 1', 'b 2'],
  ]);
});

test('a later one goes on at the first that has not come to its end', () => {
  const plan = new Plan([a], 100, () => 5);
  const [first, second, third] = [plan.next(), plan.next(), plan.next()];
  expect(plan.goesOnAt(a)).toBe(5);
  for (const planned of [second, third]) if (planned !== undefined) plan.ended(planned);
  expect(plan.goesOnAt(a)).toBe(5);
  if (first !== undefined) plan.ended(first);
  expect(plan.goesOnAt(a)).toBe(8);
  plan.next();
  plan.passOver();
  expect(plan.goesOnAt(a)).toBe(9);
});
