import { expect, test } from 'vitest';
import { refuse } from '../../fuzz/export/not-expressible.ts';

const BEYOND = [{ what: 'step 1 (at)', why: 'it takes a tracer' }];

test('what, why, and which form can', () => {
  expect(refuse('a.yaml', 'sh', BEYOND, 'c').message).toMatch(
    /cannot be exported as sh; --format c can\n {2}step 1 \(at\): it takes a tracer$/,
  );
  expect(refuse('a.yaml', 'c', BEYOND, undefined).message).toContain('no form can: `initproof replay` runs it');
});
