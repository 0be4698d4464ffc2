/** An init that makes itself unreadable before it ends, as timeout(1) does where its command dies of a signal: its end is seen at once. */
import { expect, test } from 'vitest';
import { compile } from '../../fuzz/compile/compile.ts';
import { openPool } from '../../fuzz/execute/pool.ts';
import { whole } from './setting.ts';

/** µs. It ends within 1000; not seen, it was waited for for ten seconds, the longest that a step is. */
const MOST_US = 5_000_000;

test('the end of an init that nobody can read is seen', async () => {
  const pool = await openPool({ binaries: ['/usr/bin/timeout'], jobs: 1 });
  const program = compile(whole({ steps: [{ die: { actor: 'main', signal: 'SIGKILL' } }] }));
  const { exit, us } = await pool.run({ program, binary: 0, args: ['1000'], pollMs: 0, careful: false });
  await pool.close();
  expect(exit).toMatchObject({ how: 'exited', code: 137 });
  expect(us).toBeLessThan(MOST_US);
});
