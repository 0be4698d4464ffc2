import { expect, test } from 'vitest';
import { faults } from './checked.ts';
import { ORPHAN } from './samples.ts';

const EXIT = 'steps: [{exit: {actor: main, code: 3}}]';

test('the init runs as long as main, and leaves with it', () => {
  expect(faults('survives', 'steps: [{freeze: init}, {thaw: init}]').map(({ at, kind }) => [at, kind])).toEqual([
    [-1, 'STARTED'],
    [-1, 'RUNS'],
    [0, 'RUNS'],
    [1, 'RUNS'],
  ]);
  expect(faults('leaves-promptly', EXIT)).toMatchObject([{ at: 0, kind: 'LEFT' }]);
});

test('with the code of main', () => {
  expect(faults('exit-code', EXIT)).toMatchObject([{ at: 0, kind: 'CODE', codes: [3] }]);
  expect(faults('exit-code', 'steps: [{die: {actor: main, signal: SIGKILL}}]')).toMatchObject([{ codes: [137] }]);
});

test('or with that of a command that cannot be started', () => {
  expect(faults('reports-failed-exec', 'launch: {command: missing}')).toMatchObject([
    { at: -1, kind: 'CODE', codes: expect.arrayContaining([127]) },
  ]);
});

test('orphans that have ended are gone, each', () => {
  const gone = faults('reaps-orphans', ORPHAN).filter(({ at }) => at === 3);
  expect(gone).toMatchObject([
    { kind: 'GONE', slot: 2 },
    { kind: 'GONE', slot: 3 },
    { kind: 'GONE', slot: 4 },
  ]);
});
