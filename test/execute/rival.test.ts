/** Real-time tasks of others on the CPU: the kernel has ordinary ones run before a tree that is ready (dry.c). */
import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { join } from 'node:path';
import { expect, test } from 'vitest';
import { compile } from '../../fuzz/compile/compile.ts';
import { native } from '../../fuzz/execute/locate.ts';
import { openPool } from '../../fuzz/execute/pool.ts';
import type { Scenario } from '../../fuzz/scenario/scenario.ts';
import { buildFolder } from './setting.ts';

/** One in twenty was judged before main had taken its signal. */
const RUNS = 1000;
const AT_ONCE = 20;
/** When it happened, and whether the init sleeps for ever or just sleeps. */
const UNTOLD = ['us', 'init'];
/** ms. A quiet machine takes ten seconds, of which the rivals have nine. */
const TIMEOUT = 300_000;

const scenario: Scenario = {
  version: 1,
  launch: {},
  actors: { main: { on: { all: 'note' } } },
  steps: [{ signal: { signal: 'SIGURG', to: 'main' } }, { die: { actor: 'main', signal: 'SIGTERM' } }],
};

// It takes a real-time class.
test.runIf(process.getuid?.() === 0)(
  'no run is judged before its tree has run',
  async () => {
    const rivals = spawn(join(buildFolder(), 'rival'), { stdio: ['pipe', 'ignore', 'ignore'] });
    const pool = await openPool({ binaries: [native('sound')] });
    const seen = new Map<string, number>();
    const program = compile(scenario);
    const some = async (): Promise<void> => {
      for (let left = RUNS / AT_ONCE; left > 0; left--) {
        const { events } = await pool.run({ program, binary: 0, args: [], pollMs: 0, careful: false });
        const what = JSON.stringify(events, (key, value: unknown) => (UNTOLD.includes(key) ? undefined : value));
        seen.set(what, (seen.get(what) ?? 0) + 1);
      }
    };
    try {
      await Promise.all(Array.from({ length: AT_ONCE }, some));
    } finally {
      await pool.close();
      rivals.stdin.end();
      await once(rivals, 'exit');
    }
    expect([...seen.values()]).toEqual([RUNS]);
  },
  TIMEOUT,
);
