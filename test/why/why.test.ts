/** What is said of real containers: a PID namespace each, whose PID 1 is a program that is known to do it. */
import { type ChildProcess, spawn } from 'node:child_process';
import { copyFileSync, readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { afterEach, describe, expect, test } from 'vitest';
import { listCases, SHIPPED_CORPUS } from '../../fuzz/cases/store.ts';
import { openOsv } from '../../fuzz/scan/osv.ts';
import { openBases } from '../../fuzz/supply/base.ts';
import { type Container, lookAt } from '../../fuzz/why/container.ts';
import { diagnose, type Line } from '../../fuzz/why/diagnosis.ts';
import { inMask } from '../../fuzz/why/proc.ts';
import { processes, sigkill, treeOf } from '../fixtures/processes.ts';
import { temporary } from '../fixtures/temporary.ts';
import { packaged } from '../supply/binaries.ts';

const SOUND = join(process.cwd(), 'native', 'build', 'sound');
const NAMESPACES = process.getuid?.() === 0 ? [] : ['--user', '--map-root-user'];

const running: ChildProcess[] = [];
afterEach(() => {
  for (const { pid } of running.splice(0)) for (const one of treeOf(pid ?? 0).reverse()) sigkill(one.pid);
});

const isPid1 = (pid: number): boolean => /^NSpid:.*\t1$/m.test(readFileSync(`/proc/${pid}/status`, 'utf8'));

/** PID 1 of a new namespace that runs these words, once it has written a line. */
async function started(...words: string[]): Promise<number> {
  const child = spawn('unshare', [...NAMESPACES, '--pid', '--fork', '--kill-child', ...words], { stdio: ['ignore', 'pipe', 'inherit'] });
  running.push(child);
  await new Promise((resolve, reject) => {
    child.stdout.once('data', resolve);
    child.once('exit', () => reject(new Error(`${words.join(' ')} has ended`)));
  });
  const all = treeOf(child.pid ?? 0).map(({ pid }) => pid);
  const pid = all.find((pid) => pid !== child.pid && isPid1(pid)) ?? 0;
  // The line comes before the exec.
  const becomes = /^sh -c.*exec (\w+)/.exec(words.join(' '))?.[1];
  while (becomes !== undefined && nameOf(pid) !== becomes) await tick();
  return pid;
}

const children = (of: number): number[] => processes().flatMap(({ pid, parent }) => (parent === of ? pid : []));
const tick = (): Promise<void> => new Promise((resolve) => setImmediate(resolve));
const nameOf = (pid: number): string => readFileSync(`/proc/${pid}/comm`, 'utf8').trim();

async function said(pid: number): Promise<{ container: Container; lines: Line[]; faults: string[] }> {
  const container = await lookAt(pid, { bases: await openBases(), accept: [] });
  const lines = diagnose(container, { stop: 'SIGTERM', osv: await openOsv(), cases: (await listCases(SHIPPED_CORPUS)).cases });
  return { container, lines, faults: lines.filter(({ grade }) => grade === 'fault').map(({ said }) => said) };
}

describe('of a running container', () => {
  test('a program without a handler is told that a stop does nothing, and what to do', async () => {
    const { faults, lines } = await said(await started('sh', '-c', 'echo; exec sleep 1000'));
    expect(faults).toEqual([expect.stringMatching(/^A stop does nothing\. PID 1 has no handler for SIGTERM/)]);
    expect(lines.find(({ grade }) => grade === 'fault')?.fix).toMatch(/below an init/);
  });

  test('a shell that waits for its command is told to exec', async () => {
    const { lines } = await said(await started('sh', '-c', 'echo; sleep 1000; exit'));
    expect(lines.find(({ grade }) => grade === 'fault')?.fix).toMatch(/JSON list/);
    expect(lines.map(({ said }) => said).join('\n')).toMatch(/What SIGTERM does to its children: sleep \(\d+\) is ended by it/);
  });

  test('one with a handler is not', async () => {
    const { faults, lines } = await said(await started('bash', '-c', 'trap : TERM; echo; while :; do sleep 1000 & wait; done'));
    expect(faults).toEqual([]);
    expect(lines.map(({ said }) => said)).toContainEqual(expect.stringMatching(/^It has a handler for SIGTERM\..* its trap runs when/));
  });

  test('an init that waits for signals by a call is not', async () => {
    const { faults, container } = await said(await started(SOUND, 'sh', '-c', 'echo; exec sleep 1000'));
    expect(faults).toEqual([]);
    expect(container.others.map(({ name }) => name)).toEqual(['sleep']);
  });

  test('zombies are counted by who should wait for them', async () => {
    // The child that ends is an orphan's by then: it is PID 1's to wait for.
    const pid = await started('sh', '-c', '(sh -c "exec sleep 0.01" & echo) & exec sleep 1000');
    const zombie = (): boolean => processes().filter(({ parent, state }) => parent === pid && state === 'Z').length === 2;
    while (!zombie()) await tick();
    const { faults, container } = await said(pid);
    expect(container.zombies).toHaveLength(2);
    expect(faults.join('\n')).toMatch(/It does not wait for its children: 2 zombies, .*1 of sleep/);
  });

  test('zombies are told by where they were made', async () => {
    // A process that a runtime lets in has a session of its own, and leaves what it has started. They end when PID 1 is no shell any more.
    const go = join(temporary(), 'go');
    const each = `setsid sh -c "until [ -e ${go} ]; do sleep 0.01; done; true & exit"`;
    const pid = await started('sh', '-c', `for i in 1 2 3; do ${each} & done; echo; exec sleep 1000`);
    writeFileSync(go, '');
    while (processes().filter(({ parent, state }) => parent === pid && state === 'Z').length < 6) await tick();
    const { faults } = await said(pid);
    expect(faults.join('\n')).toMatch(/6 zombies, .*Made in a session that has ended, as a health check or docker exec leaves it\./);
  });

  test('zombies of its own session are told so, and who else does not wait', async () => {
    const script = 'require("child_process").spawn("true"); console.log(); while (true);';
    const pid = await started('sh', '-c', `node -e '${script}'; exit`);
    while (!processes().some(({ state, parent }) => state === 'Z' && nameOf(parent).includes('node'))) await tick();
    const { lines } = await said(pid);
    expect(lines.map(({ said }) => said).join('\n')).toMatch(
      /Its descendant node\S* \(\d+\) does not wait .*1 of true.*Made in its own session/,
    );
  });

  test('what is stopped takes no signal', async () => {
    const pid = await started('sh', '-c', 'echo; exec sleep 1000');
    process.kill(pid, 'SIGSTOP');
    while (processes().find((one) => one.pid === pid)?.state !== 'T') await tick();
    const { faults, lines } = await said(pid);
    expect(faults).toEqual(['It is stopped. Until SIGCONT it takes no signal but SIGKILL.']);
    expect(lines.find(({ grade }) => grade === 'fault')?.fix).toBe(`send it SIGCONT: kill -CONT ${pid}`);
  });

  test.each([
    ['names the signal', 'process.on("SIGTERM", () => {}); ', 'ok', /^It handles SIGTERM: its main file names it\.$/],
    ['does not', '', 'warning', /^A stop does nothing, unless the program has a handler of its own\. .*catches SIGTERM by itself/],
  ] as const)('node catches SIGTERM by itself: a program that %s', async (_, text, grade, expected) => {
    const file = join(temporary(), 'main.cjs');
    writeFileSync(file, `${text}setInterval(() => {}, 1e6); console.log();`);
    const pid = await started('node', file);
    const first = await said(pid);
    expect(first.lines.find((line) => expected.test(line.said))?.grade).toBe(grade);
    if (grade === 'ok') return;
    // Its own handler is gone after that, and PID 1 is still there.
    process.kill(pid, 'SIGTERM');
    while (/^SigCgt:.*[4567cdef]...$/m.test(readFileSync(`/proc/${pid}/status`, 'utf8'))) await tick();
    expect((await said(pid)).faults).toEqual([expect.stringMatching(/^A stop does nothing.*A SIGTERM has come already/)]);
  });

  test('a shell below an init ends alone, and so does its group not', async () => {
    const [tini, dumb] = [await packaged('tini'), await packaged('dumb-init')];
    const words = ['sh', '-c', 'echo; sleep 1000; exit'];
    const receivers = async (...command: string[]): Promise<string> =>
      (await said(await started(...command))).lines.map(({ said }) => said).join('\n');
    expect(await receivers(tini, '--', ...words)).toMatch(
      /sh is ended by it, and what it has started is killed without having got it: sleep/,
    );
    expect(await receivers(tini, '-g', '--', ...words)).toMatch(/SIGTERM goes from it to sh \(\d+\), and to 1 more of its process group/);
    expect(await receivers(dumb, ...words)).toMatch(/SIGTERM goes from it to sh \(\d+\), and to 1 more of its process group/);
    expect(await receivers(dumb, '-c', ...words)).toMatch(/is killed without having got it/);
  });

  test('faults that are known of its release come with their cases', async () => {
    const { lines } = await said(await started(await packaged('tini'), '-g', '--', 'sh', '-c', 'echo; exec sleep 1000'));
    const known = lines.filter(({ said }) => said.includes('has a known fault'));
    expect(known.length).toBeGreaterThan(0);
    expect(known[0]?.said).toMatch(
      /^tini 0\.19\.0 has a known fault \(it needs: started with SIGTERM pending\)\. A SIGTERM that is pending/,
    );
    for (const { fix } of known) expect(fix).toMatch(/^npx initproof replay found\/\S+ shows it$/);
  });

  test('its name may be anything', async () => {
    const odd = join(temporary(), 'x\u001b[31m');
    copyFileSync('/bin/sleep', odd);
    const pid = await started('sh', '-c', `echo; '${odd}' 1000 & "${odd}" 2000; exit`);
    while (processes().filter(({ parent }) => parent === pid).length < 2 || !children(pid).every((one) => nameOf(one).startsWith('x')))
      await tick();
    const { lines } = await said(pid);
    expect(JSON.stringify(lines)).toContain('is ended by it');
    expect(JSON.stringify(lines)).not.toMatch(/\\u001b/);
  });

  test('nothing of it changes', async () => {
    const pid = await started('sh', '-c', 'echo; exec sleep 1000');
    while (processes().find((one) => one.pid === pid)?.state !== 'S') await tick();
    const before = readFileSync(`/proc/${pid}/status`, 'utf8').replace(/^.*(ctxt_switches|^Vm|^Rss).*$/gm, '');
    await said(pid);
    expect(readFileSync(`/proc/${pid}/status`, 'utf8').replace(/^.*(ctxt_switches|^Vm|^Rss).*$/gm, '')).toBe(before);
  });
});

test('a process that is no PID 1 is told so, and judged by its own rules', async () => {
  const child = spawn('sleep', ['1000']);
  running.push(child);
  await new Promise((resolve) => child.once('spawn', resolve));
  const { faults, lines } = await said(child.pid ?? 0);
  expect(faults).toEqual([]);
  expect(lines.map(({ said }) => said).join('\n')).toMatch(/is not PID 1 of a container\..*\n.*\n.*SIGTERM ends it/s);
});

test('of no process that is said', async () => {
  await expect(lookAt(4_194_304, { bases: await openBases(), accept: [] })).rejects.toThrow('there is no such process');
});

test('a mask is read by its bits', () => {
  expect(inMask('0000000000004002')).toEqual(['SIGINT', 'SIGTERM']);
  expect(inMask('8000000000000000')).toEqual(['SIGRTMIN+30']);
  expect(inMask('')).toEqual([]);
});
