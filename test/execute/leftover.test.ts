/** What is said of processes, on real ones. */
import { type ChildProcess, spawn } from 'node:child_process';
import { afterEach, expect, test } from 'vitest';
import { leftoverOf } from '../../fuzz/execute/leftover.ts';
import { allProcesses, lookAt, type ProcessFacts } from '../../fuzz/execute/processes.ts';

const children: ChildProcess[] = [];
afterEach(() => {
  for (const child of children.splice(0)) child.kill('SIGKILL');
});

/** Runs a script of the shell until it says something. */
async function shell(script: string): Promise<ProcessFacts> {
  const child = spawn('sh', ['-c', script], { stdio: ['pipe', 'pipe', 'inherit'] });
  children.push(child);
  await new Promise((resolve) => child.stdout.once('data', resolve));
  const facts = lookAt(child.pid as number);
  if (facts === undefined) throw new Error('it has ended');
  return facts;
}

test('one that takes a CPU is busy, and is said to be, whatever it calls itself', async () => {
  const { pid } = await shell(`printf 'e\\033[31m) R' >/proc/$$/comm; echo; while :; do :; done`);
  let [now, left] = [lookAt(pid), undefined as ReturnType<typeof leftoverOf> | undefined];
  // It may be waiting for a page just when it is looked at.
  for (; left?.busy !== true && now !== undefined; now = lookAt(pid)) left = leftoverOf(now, allProcesses());
  expect(left).toMatchObject({ pid, busy: true, fix: [`for p in ${pid}; do chrt -a -o -p 0 $p; done`, `kill -KILL ${pid}`] });
  expect(left?.said).toMatch(
    new RegExp(`^process ${pid} does not end: ${pid} \\(e\\\\x1b\\[31m\\) R\\) runs on CPU \\d+; CPU \\d+ stays busy$`),
  );
});

test('of many below one the first are named, and all are to be ended', async () => {
  const root = await shell('for n in 1 2 3 4 5 6 7; do sleep 1000 & done; echo; read line; kill $(jobs -p)');
  const left = leftoverOf(root, allProcesses());
  expect(left.said).toMatch(
    /^process \d+ does not end: \d+ \(sh\) is in state [RS].*(\d+ \(s(h|leep)\).*, ){3}\d+ \(s(h|leep)\) [^,]*, 3 more/,
  );
  expect(left.fix.at(-1)).toMatch(new RegExp(`^kill -KILL ${root.pid}( \\d+){7}$`));
  for (const pid of left.fix.at(-1)?.match(/\d+/g) ?? []) if (Number(pid) !== root.pid) process.kill(Number(pid), 'SIGKILL');
});
