import { expect, test } from 'vitest';
import { harmOf, inShort, ranked } from '../../fuzz/report/harm.ts';
import { ALL_PROPERTIES } from '../../properties/index.ts';
import { failure } from './plain.ts';

const signatures = ALL_PROPERTIES.flatMap(({ id, outcome }) => Object.keys(outcome).map((what) => `${id}/${what}`));
const { plain: _, ...bare } = failure as typeof failure & { plain: true };
const found = (signature: string, needs: string[] = []) => ({
  ...bare,
  signature,
  ...(needs.length === 0 ? { plain: true as const } : { needs }),
});
const order = (...given: Parameters<typeof ranked>[0]) => ranked(given).map(({ signature }) => signature);

test('a lost stop signal and what ends or hangs a container go before zombies, these before exit codes, these before the rest', () => {
  const worst = [
    'forwards/signal-lost:SIGTERM',
    'survives/left-early:at-start',
    'leaves-promptly/stays',
    'forwards/signal-lost:while-starting',
    'survives/never-started:sleeps',
    'reaps-orphans/zombie-left',
    'exit-code/wrong-status:exit',
    'forwards/signal-lost:SIGWINCH',
    'spares-others/harmed',
    'forwards/signal-doubled:SIGINT',
    'hands-down/umask',
  ];
  expect(order(...worst.map((one) => found(one)).reverse())).toEqual(worst);
});

test('all that a property can say has its place, and what is no property of ours comes last', () => {
  const least = harmOf('my-own/thing');
  expect(signatures.length).toBeGreaterThan(30);
  for (const signature of signatures) expect(harmOf(signature)).toBeLessThanOrEqual(least);
  expect(signatures.filter((signature) => harmOf(signature) < least).length).toBeGreaterThan(10);
});

test('what a plain launch has goes before the worst that needs another one, and that by what it needs', () => {
  const [hangs, zombies] = ['leaves-promptly/stays', 'reaps-orphans/zombie-left'];
  const ignored = 'started with SIGCHLD ignored';
  expect(order(found(hangs, [ignored]), found('hands-down/umask'), found(zombies, [ignored]))).toEqual([
    'hands-down/umask',
    hangs,
    zombies,
  ]);
  const two = { ...found(hangs, [ignored, 'a race']), target: 'two' };
  expect(ranked([two, found(hangs, [ignored])]).map(({ target }) => target)).toEqual(['my-init', 'two']);
});

test('a forged record goes before everything, whatever it takes', () => {
  const forged = { ...found('tampered/record', ['a race']), property: 'tampered' };
  expect(order(found('forwards/signal-lost:SIGTERM'), forged)[0]).toBe('tampered/record');
});

test('in short a fault is the first clause of what it leads to, and its detail', () => {
  expect(inShort('leaves-promptly/stays:no-process-left', 'The container hangs: it counts as running.')).toBe(
    'The container hangs (no process left)',
  );
  expect(inShort('my-own/thing')).toBe('my-own/thing');
});
