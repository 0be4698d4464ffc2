/** No false alarms on an init with threads, whoever fuzzes it: without SCHED_FIFO rest is judged by the state of each thread. */
import { rmSync } from 'node:fs';
import { afterEach, test } from 'vitest';
import { buildFolder, DROP, NO_NICE, wrappedBuild } from '../execute/setting.ts';
import { expectNothing } from './expect-nothing.ts';
import { threadsTarget } from './threads.ts';

/** ms. A quiet machine takes seconds; what others do to a busy one must not fail a test. */
const TIMEOUT = 600_000;

const before = process.env.INITPROOF_NATIVE;
let folder: string | undefined;

afterEach(() => {
  if (before === undefined) delete process.env.INITPROOF_NATIVE;
  else process.env.INITPROOF_NATIVE = before;
  if (folder !== undefined) rmSync(folder, { recursive: true });
  folder = undefined;
});

const WRAPPERS = process.getuid?.() === 0 ? { 'root without CAP_SYS_NICE': NO_NICE, 'an ordinary user': DROP } : {};

/** A user of its own may not have other ids, which a tenth of all scenarios asks for. */
const UNAVAILABLE = 0.15;

test.each([0, 5])(
  'as who starts the test, a look each %i ms',
  async (pauseMs) => expectNothing(await threadsTarget(buildFolder(), pauseMs), 300),
  TIMEOUT,
);

test.each(Object.entries(WRAPPERS))(
  'as %s',
  async (_, wrapper) => {
    folder = wrappedBuild(wrapper);
    process.env.INITPROOF_NATIVE = folder;
    await expectNothing(await threadsTarget(folder), 500, UNAVAILABLE);
    await expectNothing(await threadsTarget(folder, 5), 100, UNAVAILABLE);
  },
  TIMEOUT,
);
