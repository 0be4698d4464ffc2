import { expect, test } from 'vitest';
import { BEYOND_C } from '../../fuzz/export/beyond-c.ts';
import { beyond, EXPRESSED, type Limits, type OpLimits } from '../../fuzz/export/beyond.ts';
import { ORPHAN, program } from './samples.ts';

const EACH = Object.fromEntries(Object.keys(BEYOND_C.steps).map((kind) => [kind, EXPRESSED])) as OpLimits;
const NONE: Limits = { launch: {}, actors: [], steps: EACH, op: () => undefined };

test('what no table names is expressed', () => {
  expect(beyond(NONE, program(ORPHAN))).toEqual([]);
});

test('each kind is named, in order, and copies once', () => {
  const limits: Limits = {
    launch: { umask: ({ umask }) => `umask ${umask}`, user: () => 'not asked' },
    actors: [['orphan', ({ actor }) => actor === 'orphan', 'why']],
    steps: { ...EACH, fork: 'forks' },
    op: (op) => (op.op === 'exit' && op.slot === 1 ? 'exits' : undefined),
  };
  expect(beyond(limits, program(`${ORPHAN}launch: {umask: 18}`))).toEqual([
    { what: 'launch.umask', why: 'umask 18' },
    { what: 'actor orphan: orphan', why: 'why' },
    { what: 'step 1 (fork)', why: 'forks' },
    { what: 'step 2 (fork)', why: 'forks' },
    { what: 'step 3 (exit)', why: 'exits' },
  ]);
});
