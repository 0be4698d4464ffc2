/** An exit that waits for another one of the same priority: why trees are SCHED_RR, and demoted before they are killed. */
import { execFileSync } from 'node:child_process';
import { availableParallelism } from 'node:os';
import { join } from 'node:path';
import { expect, test } from 'vitest';
import { buildFolder } from './setting.ts';

const ROUNDS = 10;

// It takes a real-time class, and a second CPU on which somebody can free who is stuck.
const canRun = process.getuid?.() === 0 && availableParallelism() > 1;

test.runIf(canRun).each(['rr', 'demoted'])('%s: nobody is stuck', (how) => {
  expect(execFileSync(join(buildFolder(), 'livelock'), [how, String(ROUNDS)], { encoding: 'utf8' })).not.toBe('');
});
