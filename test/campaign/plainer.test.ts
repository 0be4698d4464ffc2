import { expect, test } from 'vitest';
import type { Violation } from '../../fuzz/campaign/keep.ts';
import { Plainer } from '../../fuzz/campaign/plainer.ts';
import { addFailure } from '../../fuzz/campaign/retold.ts';
import { readScenario } from '../../fuzz/scenario/yaml.ts';
import { failure } from '../report/plain.ts';

const scenario = (text: string) => readScenario(`version: 1\n${text}`, 'test');
const exits = (code: number, launch = 'umask: 0'): Violation =>
  ({ scenario: scenario(`launch: {${launch}}\nsteps: [{exit: {actor: main, code: ${code}}}]`) }) as Violation;
const codeOf = (one: Violation | undefined): unknown => one?.scenario.steps.map((step) => 'exit' in step && step.exit.code)[0];
/** What the finding needs: each with a umask has it. */
const UNUSUAL = scenario('launch: {umask: 0}');
/** ms, of executors: tries have a part of it. */
const LONG = 1e9;

function tried(plainer: Plainer): unknown[] {
  const codes: unknown[] = [];
  for (let next = plainer.next('k', LONG); next !== undefined; next = plainer.next('k', LONG)) {
    expect(plainer.next('k', LONG)).toBeUndefined();
    codes.push(codeOf(next));
    plainer.told('k');
  }
  return codes;
}

test('what comes up while a finding is looked into waits until that is told, and comes in its usual form', () => {
  const plainer = new Plainer();
  plainer.offer('k', exits(1));
  expect(plainer.next('k', LONG)).toBeUndefined();
  plainer.told('k', UNUSUAL);
  expect(plainer.next('k', LONG)?.scenario).toMatchObject({ launch: {}, steps: [{ exit: { code: 1 } }] });
});

test('nothing is tried where the finding is plain', () => {
  const plainer = new Plainer();
  plainer.offer('k', exits(1));
  plainer.told('k', scenario('steps: []'));
  plainer.offer('k', exits(2));
  expect(plainer.next('k', LONG)).toBeUndefined();
});

test('one at a time, none twice, what shows in another way first, and so many at most', () => {
  const plainer = new Plainer();
  plainer.offer('k', exits(1));
  plainer.offer('k', exits(1));
  plainer.offer('k', exits(2, 'nice: 1'));
  plainer.told('k', UNUSUAL);
  expect(tried(plainer)).toEqual([2, 1]);
  for (const code of [3, 4, 5, 6]) plainer.offer('k', exits(code));
  expect(tried(plainer)).toEqual([3, 4]);
  for (let code = 10; code < 20; code++) plainer.offer('k', exits(code, 'nice: 1'));
  expect(tried(plainer)).toEqual([10, 11, 12, 13, 14, 15, 16]);
  plainer.offer('k', exits(30, 'nice: 1'));
  expect(tried(plainer)).toEqual([]);
});

test('tries take a small part of the time', async () => {
  const plainer = new Plainer();
  plainer.told('k', UNUSUAL);
  plainer.offer('k', exits(1));
  await plainer.timed(() => new Promise((done) => setTimeout(done, 520)));
  expect(plainer.next('k', 2000)).toBeUndefined();
  expect(plainer.next('k', LONG)).toBeDefined();
});

test('a failure that is told again stands where it stood, and other ones behind', () => {
  const [first, other] = [
    { ...failure, id: 'a' },
    { ...failure, id: 'b', signature: 'x/y' },
  ];
  const failures = [first];
  addFailure(failures, other);
  addFailure(failures, { ...failure, id: 'c', insteadOf: 'a' });
  expect(failures.map(({ id }) => id)).toEqual(['c', 'b']);
});
