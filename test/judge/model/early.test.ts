import { expect, test } from 'vitest';
import type { Contract } from '../../../fuzz/judge/contract.ts';
import { predict } from '../../../fuzz/judge/model/predict.ts';
import { PLAIN } from '../../../fuzz/judge/plain-contract.ts';
import type { Launch } from '../../../fuzz/scenario/scenario.ts';
import { type Actors, programOf } from '../setting.ts';

/** How main may have ended at the start, and how often it may have taken what. */
function atStart(launch: Launch, actors: Actors = {}, contract: Partial<Contract> = {}): unknown {
  const { checkpoints, unsure } = predict(programOf(actors, [], launch), { ...PLAIN, ...contract });
  const [start] = checkpoints;
  return unsure ?? { mayExit: start?.mayExit, ranges: start?.ranges.map(({ signal, min, max }) => [signal, min, max]) };
}

test('one that nothing keeps may be lost, taken, or the end of a child that is not ready', () => {
  expect(atStart({ early: [{ signal: 'SIGTERM', us: 100 }] })).toEqual({ mayExit: [143], ranges: [[15, 0, 1]] });
  const exits = { main: { on: { SIGTERM: { exit: 3 } } } };
  expect(atStart({ early: [{ signal: 'SIGTERM', us: 100 }] }, exits)).toMatchObject({ mayExit: [143, 3] });
});

test('one whose default does nothing ends nobody, and one that is not forwarded is not looked for', () => {
  expect(atStart({ early: [{ signal: 'SIGWINCH', us: 0 }] })).toEqual({ mayExit: [], ranges: [[28, 0, 1]] });
  expect(atStart({ early: [{ signal: 'SIGSEGV', us: 0 }] })).toEqual({ mayExit: [], ranges: [] });
});

test('one that was blocked at the exec must arrive; real-time ones each', () => {
  const twice = (signal: 'SIGUSR1' | 'SIGRTMIN'): Launch => ({
    blocked: [signal],
    early: [
      { signal, us: 0 },
      { signal, us: 9 },
    ],
  });
  expect(atStart(twice('SIGUSR1'))).toEqual({ mayExit: [], ranges: [[10, 1, 2]] });
  expect(atStart(twice('SIGRTMIN'))).toEqual({ mayExit: [], ranges: [[34, 2, 2]] });
});

test('and is never lost where the init empties the mask of its child: that takes it or is ended by it', () => {
  const contract = { child: { ...PLAIN.child, mask: 'empty' } } as const;
  expect(atStart({ blocked: ['SIGUSR1'], early: [{ signal: 'SIGUSR1', us: 0 }] }, {}, contract)).toEqual({
    mayExit: [138],
    ranges: [[10, 1, 1]],
  });
});

test('of one that is not PID 1 and may not be ready nothing is said', () => {
  expect(atStart({ as: 'subreaper', early: [{ signal: 'SIGUSR1', us: 0 }] })).toBe('a signal came while an init started that is not PID 1');
});
