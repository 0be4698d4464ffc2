import { expect, test } from 'vitest';
import { STATES } from '../../fuzz/nightly/finding.ts';
import { type Circumstances, type Evidence, standing } from '../../fuzz/nightly/standing.ts';

const SHOWN: Evidence = { shown: true, held: 0, needed: 4, steady: true };
const HELD: Evidence = { shown: false, held: 4, needed: 4, steady: true };
const FEW: Evidence = { ...HELD, held: 3 };
const NONE: Evidence = { ...HELD, held: 0 };
const USUAL: Circumstances = { changed: false, void: undefined, acceptedUntil: undefined, reported: true, silent: 1 };
const CHANGED = { ...USUAL, changed: true };
const VOID = { ...CHANGED, void: 'it could not be run' };

test.each([
  [undefined, SHOWN, USUAL, 'new'],
  [undefined, { ...SHOWN, steady: false }, USUAL, 'flaky'],
  ['new', SHOWN, USUAL, 'still'],
  ['new', SHOWN, { ...USUAL, reported: false }, 'new'],
  ['back', SHOWN, { ...USUAL, reported: false }, 'back'],
  ['still', SHOWN, USUAL, 'still'],
  ['flaky', { ...SHOWN, steady: false }, USUAL, 'still'],
  ['gone', SHOWN, USUAL, 'still'],
  ['fixed', SHOWN, USUAL, 'back'],
  ['accepted', SHOWN, USUAL, 'back'],
  ['still', SHOWN, { ...USUAL, acceptedUntil: '2027-01-01' }, 'accepted'],
  [undefined, SHOWN, { ...USUAL, acceptedUntil: '2027-01-01' }, 'accepted'],
  // Not seen, in enough runs.
  ['still', HELD, USUAL, 'gone'],
  ['new', HELD, USUAL, 'gone'],
  ['still', HELD, CHANGED, 'fixed'],
  ['gone', HELD, CHANGED, 'fixed'],
  ['accepted', HELD, CHANGED, 'fixed'],
  ['flaky', HELD, CHANGED, 'fixed'],
  ['fixed', HELD, USUAL, 'fixed'],
  ['fixed', NONE, USUAL, 'fixed'],
  // What no night has told of, and does not show tonight, was seen on nobody knows what.
  [undefined, HELD, CHANGED, 'gone'],
  // In too few, or none.
  ['still', FEW, CHANGED, 'still'],
  ['new', FEW, CHANGED, 'still'],
  ['new', NONE, { ...CHANGED, reported: false }, 'new'],
  [undefined, NONE, USUAL, 'new'],
  ['accepted', NONE, USUAL, 'accepted'],
  ['flaky', HELD, { ...USUAL, silent: 13 }, 'flaky'],
  ['flaky', HELD, { ...USUAL, silent: 14 }, 'dropped'],
  // The control failed: as it was.
  ['still', HELD, VOID, 'still'],
  ['gone', HELD, VOID, 'gone'],
  ['new', HELD, VOID, 'still'],
  ['flaky', HELD, { ...VOID, silent: 20 }, 'flaky'],
] as const)('%s, then %j in %j is %s', (before, evidence, given, state) => {
  expect(standing(before, evidence, given).state).toBe(state);
});

test('nothing is fixed without a change, enough runs and a control, whatever it was', () => {
  for (const before of STATES.filter((state) => state !== 'fixed')) {
    expect(standing(before, HELD, USUAL).state).not.toBe('fixed');
    expect(standing(before, FEW, CHANGED).state).not.toBe('fixed');
    expect(standing(before, HELD, VOID).state).not.toBe('fixed');
    expect(standing(before, SHOWN, CHANGED).state).not.toBe('fixed');
  }
});
