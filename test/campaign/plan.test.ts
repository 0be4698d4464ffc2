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
