/** No false alarms: campaigns on inits without a fault find nothing, and hardly ever cannot tell. */
import { Worker } from 'node:worker_threads';
import { test } from 'vitest';
import { faultyTarget } from '../measure/faulty/faults.ts';
import { expectNothing } from './expect-nothing.ts';

/** ms. A quiet machine takes a tenth of it; what others do to a busy one must not fail a test. */
const TIMEOUT = 900_000;

test.each([
  ['the sound init', 'sound', 20_000],
  ['the faulty inits without a fault', await faultyTarget({ name: 'no-fault' }), 3000],
  ['one that sleeps with handlers', await faultyTarget({ name: 'no-fault-with-handlers' }), 3000],
] as const)('%s passes', async (_, target, runs) => expectNothing(target, runs), TIMEOUT);

/** Busy loops beside it: twice as many as the two CPUs of a small machine. */
const LOOPS = 4;
const BUSY = 5000;

test(
  `a machine with ${LOOPS} busy loops makes no violation`,
  async () => {
    const loops = Array.from({ length: LOOPS }, () => new Worker('for (;;);', { eval: true }));
    try {
      await expectNothing('sound', BUSY);
    } finally {
      await Promise.all(loops.map((loop) => loop.terminate()));
    }
  },
  TIMEOUT,
);

/** Real-time trees of several campaigns on one CPU would starve those who watch them: see `open_turn` in native/src/guard.c. */
const SIDE_BY_SIDE = 3;

test(
  `${SIDE_BY_SIDE} campaigns on the same CPUs make no violation and no harness error`,
  async () => {
    await Promise.all(Array.from({ length: SIDE_BY_SIDE }, () => expectNothing('sound', 3000)));
  },
  TIMEOUT,
);
