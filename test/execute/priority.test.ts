/** Whoever is in the sandbox has the tree's priority, below that of the threads that made it, or none; and stays in its class. */
import { expect, test } from 'vitest';
import { compile } from '../../fuzz/compile/compile.ts';
import { openPool } from '../../fuzz/execute/pool.ts';
import { whole } from './setting.ts';

/** Writes its priority and class as /proc has them (proc_pid_stat(5), fields 40 and 41), after `chrt` has asked for another class. */
const LOOK = 'read -ra fields </proc/self/stat; echo "${fields[39]} ${fields[40]}" >&2';
const args = (before: string): string[] => ['-c', `${before}; ${LOOK}`];

test.each([
  ['as it is started', ':'],
  ['after it has asked for another class', 'chrt -o -p 0 $$'],
])('%s', async (_, before) => {
  const pool = await openPool({ binaries: ['/bin/bash'], jobs: 1 });
  try {
    const { stderr } = await pool.run({ binary: 0, args: args(before), pollMs: 0, program: compile(whole({})), careful: true });
    // SCHED_RR at PRIORITY_TREE (native/src/priority.h), or the class of everybody where that is not allowed.
    expect(['2 2\n', '0 0\n']).toContain(stderr);
  } finally {
    await pool.close();
  }
});
