import { describe, expect, test } from 'vitest';
import { examination, examinedOf } from '../../fuzz/campaign/examination.ts';
import { type HarnessCode, HarnessError, NotExecutableError } from '../../fuzz/execute/harness-error.ts';

const failing = (error: Error) => examination(() => Promise.reject(error));

describe('what a harness error means to a run', () => {
  test.each(['died', 'silent', 'program', 'unexplained'] satisfies HarnessCode[])(
    '%s: the run failed, and the next may succeed',
    async (code) => {
      const error = new HarnessError(code, 'why');
      const answer = await failing(error);
      expect(answer).toEqual({ kind: 'failed', error });
      expect(() => examinedOf(answer)).toThrow(error);
    },
  );

  test('closed: it did not come to its end', async () => {
    const answer = await failing(new HarnessError('closed', 'why'));
    expect(answer).toEqual({ kind: 'closed' });
    expect(() => examinedOf(answer)).toThrow(expect.objectContaining({ code: 'closed' }));
  });

  test.each(['machine', 'not-built', 'stays'] satisfies HarnessCode[])('%s is thrown: no run can succeed', async (code) => {
    const error = new HarnessError(code, 'why');
    await expect(failing(error)).rejects.toBe(error);
  });

  test('an error that is no harness error is thrown', async () => {
    const error = new NotExecutableError('why');
    await expect(failing(error)).rejects.toBe(error);
  });
});
