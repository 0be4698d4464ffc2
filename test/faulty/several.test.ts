/** An init with several faults at once: as many findings as it has causes, not one for each way in which they show. */
import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { expect, test } from 'vitest';
import { faultyTarget } from '../measure/faulty/faults.ts';
import { run } from '../../fuzz/index.ts';

/** What is known of dumb-init 1.0.0 comes to some ten causes; its real-time signals alone were told in 26 ways. */
const MOST = 14;
/** ms. A quiet machine takes a minute; what others do to a busy one must not fail a test. */
const TIMEOUT = 900_000;

test(
  'the stand-in for dumb-init 1.0.0',
  async () => {
    const out = await mkdtemp(join(tmpdir(), 'initproof-'));
    try {
      const target = await faultyTarget({ name: 'old-dumb-init' });
      const { failures, harnessErrors } = await run({ target, runs: 2000, seed: 7, out });
      const found = failures.map(({ signature }) => signature);
      expect(harnessErrors).toBe(0);
      expect(found).toEqual(
        expect.arrayContaining([
          'exit-code/wrong-status:death',
          'forwards/signal-lost:real-time',
          'survives/left-early:real-time',
          'forwards/signal-lost:blocked-at-exec',
        ]),
      );
      expect(found.length, found.join('\n')).toBeLessThanOrEqual(MOST);
    } finally {
      await rm(out, { recursive: true });
    }
  },
  TIMEOUT,
);
