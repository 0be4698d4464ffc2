/** No false alarms where PID 1 is the command itself, whatever has become it. */
import { chmodSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { expect, test } from 'vitest';
import { run } from '../../fuzz/index.ts';
import { temporary } from '../fixtures/temporary.ts';
import { expectNothing } from './expect-nothing.ts';

/** ms: as those of the sound init (sound.test.ts). */
const TIMEOUT = 900_000;
const RUNS = 2000;
/** What a shell does with a signal on its way, who is held there, and what follows from a stop of PID 1 in the midst of something, is open. */
const MAY_BE_INCONCLUSIVE = 0.06;

const folder = temporary();

function script(name: string, ...lines: string[]): string {
  const path = join(folder, name);
  writeFileSync(path, `${['#!/bin/sh', ...lines].join('\n')}\n`);
  chmodSync(path, 0o755);
  return path;
}

test.each([
  ['env', '/usr/bin/env'],
  ['an entrypoint that ends in exec', script('exec.sh', 'set -e', 'exec "$@"')],
  ['setpriv', script('setpriv.sh', 'exec setpriv --no-new-privs "$@"')],
  ['nice', script('nice.sh', 'exec nice -n 3 "$@"')],
])('%s passes', async (_, target) => expectNothing(target, RUNS, MAY_BE_INCONCLUSIVE), TIMEOUT);

test(
  'one that leaves a process of its own beside the command is told that alone: with a limit of processes nobody knows who has room',
  async () => {
    const target = script('beside.sh', 'sleep 1000 &', 'exec "$@"');
    const { failures, harnessErrors } = await run({ target, runs: RUNS, seed: 1, out: temporary(), shrink: false });
    expect([failures.map(({ signature }) => signature), harnessErrors]).toEqual([['hands-down/children'], 0]);
  },
  TIMEOUT,
);

test(
  'one that is itself the command only where it leads no group is told so there, also below another parent',
  async () => {
    const target = script('setsid.sh', 'exec setsid --wait "$@"');
    const { failures, harnessErrors } = await run({ target, runs: RUNS, seed: 1, out: temporary(), shrink: false });
    expect([failures.length > 0, harnessErrors]).toEqual([true, 0]);
  },
  TIMEOUT,
);
