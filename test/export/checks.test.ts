import { expect, test } from 'vitest';
import { checksOf } from '../../fuzz/export/checks.ts';
import { PLAIN } from '../../fuzz/judge/plain-contract.ts';
import { ORPHAN, program } from './samples.ts';

test('main has to be started for a judgement, and the init to have left for one of its code', () => {
  const found = checksOf(program('steps: [{exit: {actor: main, code: 3}}]'), PLAIN, 'exit-code');
  expect(found).toMatchObject({
    ok: true,
    last: 0,
    checks: [
      { kind: 'STARTED', fault: false },
      { kind: 'LEFT', fault: false },
      { kind: 'CODE', fault: true },
    ],
  });
});

test.each([
  ['keeps-pace', ORPHAN, /nobody has said what a program can look at/],
  ['stays-small', ORPHAN, /it takes measurements that this form does not make/],
  ['exit-code', ORPHAN, /does not apply/],
])('%s says nothing here', (property, text, why) => {
  expect(checksOf(program(text), PLAIN, property)).toEqual({ ok: false, why: expect.stringMatching(why) });
});
