/** What doctor advises is what the executor asks for. */
import { readFileSync } from 'node:fs';
import { expect, test } from 'vitest';
import { adviceOnTracing, REAL_TIME } from '../../fuzz/execute/machine.ts';

test('the real-time priority to ask for is the highest of the executor', () => {
  const [, list = ''] = /enum priority \{([^}]*)\}/.exec(readFileSync('native/src/priority.h', 'utf8')) ?? [];
  expect(REAL_TIME).toBe([...list.matchAll(/\bPRIORITY_\w+/g)].length);
});

test('a ptrace_scope that cannot be lowered is not advised to be lowered', () => {
  expect([adviceOnTracing('3'), adviceOnTracing('2'), adviceOnTracing(undefined)]).toEqual([
    expect.stringMatching(/reboot/),
    expect.stringMatching(/^sudo sysctl -w kernel.yama.ptrace_scope=1/),
    expect.stringMatching(/^sudo sysctl/),
  ]);
});
