/** Control groups as the kernel writes them, of version 1 and 2, in a folder. */
import { mkdirSync, writeFileSync } from 'node:fs';
import { dirname, join } from 'node:path';
import { expect, test } from 'vitest';
import { frozenIn, limitsIn } from '../../fuzz/why/limits.ts';
import { limitLines } from '../../fuzz/why/limit-lines.ts';
import type { Container } from '../../fuzz/why/container.ts';
import { temporary } from '../fixtures/temporary.ts';

const MIB = 2 ** 20;

function written(files: Record<string, string | number>): string {
  const root = temporary();
  for (const [name, text] of Object.entries(files)) {
    mkdirSync(dirname(join(root, name)), { recursive: true });
    writeFileSync(join(root, name), `${text}\n`);
  }
  return root;
}

const two = (root: string): [string, string] => ['0::/pod/app\n', `30 20 0:26 / ${root} rw - cgroup2 cgroup2 rw\n`];

const said = async (groups: string, mounts: string): Promise<string[]> =>
  limitLines({ limits: await limitsIn(groups, mounts) } as Container).map(({ grade, said: text }) => `${grade} ${text}`);

test('version 2: a limit of the pod counts for each of its containers, and what has happened is told', async () => {
  const root = written({
    'pod/pids.current': 95,
    'pod/pids.max': 100,
    'pod/pids.events': 'max 12',
    'pod/app/pids.current': 50,
    'pod/app/pids.max': 'max',
    'pod/app/memory.current': 95 * MIB,
    'pod/app/memory.max': 100 * MIB,
    'pod/app/memory.stat': `anon 1\ninactive_file ${60 * MIB}`,
    'pod/app/memory.events': 'low 0\noom_kill 0',
  });
  expect(await said(...two(root))).toEqual([
    expect.stringMatching(/^fault Of its limit of processes, 100, it has 95/),
    'warning The limit of processes was reached: 12 forks have failed since the group was made.',
    // 60 MiB of it are a cache.
    'ok Of its limit of memory, 100 MiB, it has 35 MiB.',
  ]);
});

test('version 1: each controller has a hierarchy of its own', async () => {
  const [pids, memory] = [
    written({ 'app/pids.current': 7, 'app/pids.max': 'max' }),
    written({
      'app/memory.usage_in_bytes': 99 * MIB,
      'app/memory.limit_in_bytes': 100 * MIB,
      'app/memory.stat': `inactive_file 0\ntotal_inactive_file ${MIB}`,
      'app/memory.oom_control': 'oom_kill_disable 0\nunder_oom 0\noom_kill 3',
      'memory.usage_in_bytes': 200 * MIB,
      'memory.limit_in_bytes': '9223372036854771712',
    }),
  ];
  const mounts = `30 20 0:26 / ${pids} rw - cgroup cgroup rw,pids\n31 20 0:27 / ${memory} rw - cgroup cgroup rw,memory\n`;
  expect(await said('8:pids:/app\n9:memory:/app\n', mounts)).toEqual([
    'note There is no limit of processes; in use: 7.',
    expect.stringMatching(/^fault Of its limit of memory, 100 MiB, it has 98 MiB/),
    'warning Memory has run out: the kernel has killed 3 of its processes.',
  ]);
});

test('what is frozen, by the file that says so', async () => {
  const [thawed, frozen, old] = [
    written({ 'pod/app/cgroup.events': 'populated 1\nfrozen 0' }),
    written({ 'pod/app/cgroup.events': 'populated 1\nfrozen 1' }),
    written({ 'app/freezer.state': 'FROZEN' }),
  ];
  expect(await frozenIn(...two(thawed))).toBeUndefined();
  expect(await frozenIn(...two(frozen))).toBe(join(frozen, 'pod/app/cgroup.events'));
  expect(await frozenIn('7:freezer:/app\n', `30 20 0:26 / ${old} rw - cgroup cgroup rw,freezer\n`)).toBe(join(old, 'app/freezer.state'));
});
