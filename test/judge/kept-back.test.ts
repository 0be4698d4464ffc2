import { expect, test } from 'vitest';
import { keptBack } from '../../fuzz/judge/kept-back.ts';
import type { SignalName } from '../../fuzz/scenario/signals.ts';
import { programOf } from './setting.ts';

const deviations = [
  { property: 'forwards', reason: 'another' },
  { property: 'forwards', keeps: ['SIGTSTP' as const], reason: 'kept' },
];
const sent = (signal: SignalName, to = 'init') => programOf({}, [{ signal: { signal, to } }]);

test('a signal that is kept is told where it was sent to the init, of its property alone', () => {
  expect(keptBack('forwards', sent('SIGTSTP'), deviations)).toEqual({ reason: 'kept', signature: 'forwards/signal-lost:SIGTSTP' });
  expect(keptBack('survives', sent('SIGTSTP'), deviations)).toBeUndefined();
  expect(keptBack('forwards', sent('SIGTSTP', 'main'), deviations)).toBeUndefined();
  expect(keptBack('forwards', sent('SIGTERM'), deviations)).toBeUndefined();
  expect(keptBack('forwards', sent('SIGTSTP'), deviations.slice(0, 1))).toBeUndefined();
});
