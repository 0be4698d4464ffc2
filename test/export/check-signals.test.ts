import { expect, test } from 'vitest';
import { faults } from './checked.ts';
import { NOTED } from './samples.ts';

test('what is sent is noted, and not more', () => {
  expect(faults('forwards', NOTED)).toMatchObject([
    { at: 0, kind: 'NOTED', slot: 0, signal: 15, min: 1, max: 1 },
    { at: 1, kind: 'NOTED', slot: 0, signal: 15, min: 1, max: 1 },
    { at: 1, kind: 'NOTED', slot: 0, signal: 37, min: 1, max: 1, must: 'main must get SIGRTMIN+3 1 times' },
  ]);
});

test('who has the default ends by it, and the init with main', () => {
  expect(faults('forwards', 'steps: [{signal: {signal: SIGTERM, to: init}}]')).toMatchObject([{ at: 0, kind: 'LEFT' }]);
});

test('others live', () => {
  const text = 'actors: {main: {on: {SIGTERM: note}}, a: {parent: main}}\nsteps: [{fork: a}, {signal: {signal: SIGTERM, to: init}}]';
  expect(faults('spares-others', text)).toContainEqual(expect.objectContaining({ at: 1, kind: 'ALIVE', slot: 1 }));
});

test('a key comes once to who is in the foreground with the init', () => {
  const text = "launch: {terminal: controlling}\nactors: {main: {on: {SIGINT: note}}}\nsteps: [{type: '^C'}]";
  expect(faults('forwards', text)).toContainEqual(expect.objectContaining({ at: 0, kind: 'NOTED', slot: 0, signal: 2, min: 0, max: 1 }));
});
