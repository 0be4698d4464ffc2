/**
 * Nothing of an application outlives it: SIGKILL of Node, of the guard, of the host, of PID 1, or of all of them, at a random moment,
 * leaves no process, no mount, no folder, nothing in the application's own folder. As root and as nobody.
 */
import { type ChildProcess, execFileSync, spawn } from 'node:child_process';
import { cpSync, mkdirSync, readdirSync, readFileSync, rmSync } from 'node:fs';
import { join } from 'node:path';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { native } from '../../fuzz/execute/locate.ts';
import { caseRandom } from '../../fuzz/generate/seeds.ts';
import { comesTrue, copyLoad, isOf } from '../fixtures/killed-load.ts';
import { isAlive, type Process, processes, sigkill, treeOf } from '../fixtures/processes.ts';

/** For each of root and nobody. */
const KILLS = 50;
/** Longest wait for what must come, ms: it is a matter of some ms, and on a machine with ten times more to do than CPUs of a second. */
const PATIENCE_MS = 30_000;
const NOBODY = 65534;
const VICTIMS = ['node', 'guard', 'host', 'init', 'all'] as const;

let root: string;
const nodes: ChildProcess[] = [];

beforeAll(async () => {
  root = await copyLoad('app-load.ts', 'app', (folder) => {
    mkdirSync(folder, { recursive: true });
    for (const name of ['apphost', 'libinitproof.so'] as const) cpSync(native(name), join(folder, name));
  });
});

afterAll(() => {
  for (const node of nodes) node.kill('SIGKILL');
  rmSync(root, { recursive: true });
});

const MARK = `initproof-app-mark-${process.pid}-`;

const isOurs = (pid: number): boolean => isOf(pid, join(root, 'native/build/apphost'), MARK);

const until = (done: () => boolean): Promise<boolean> => comesTrue(done, PATIENCE_MS);

interface Load {
  node: ChildProcess & { pid: number };
  begun: number;
}

function startLoad(folder: string, user: number): Load {
  const node = spawn(process.execPath, [join(root, 'fuzz/app/app-load.js'), folder, MARK], {
    ...(user === 0 ? {} : { uid: user, gid: user }),
    env: { PATH: process.env.PATH },
    stdio: ['ignore', 'pipe', 'inherit'],
    cwd: '/',
  });
  nodes.push(node);
  if (node.pid === undefined) throw new Error('Node cannot be started');
  const load: Load = { node: node as Load['node'], begun: 0 };
  node.stdout?.on('data', (dots: Buffer) => {
    load.begun += dots.length;
  });
  return load;
}

const childrenOf = (tree: Process[], pids: number[]): number[] => tree.filter(({ parent }) => pids.includes(parent)).map(({ pid }) => pid);

function victimsOf(victim: (typeof VICTIMS)[number], { node }: Load, tree: Process[]): number[] {
  const guards = childrenOf(tree, [node.pid]);
  const hosts = childrenOf(tree, guards);
  const inits = childrenOf(tree, hosts);
  return { node: [node.pid], guard: guards, host: hosts, init: inits, all: [...guards, ...hosts, ...inits, node.pid] }[victim];
}

async function killMany(user: number): Promise<void> {
  const random = caseRandom(1, user);
  const folder = join(root, `folder-${user}`);
  mkdirSync(folder);
  if (user !== 0) execFileSync('chown', [String(user), folder]);
  let load = startLoad(folder, user);
  for (let done = 0; done < KILLS; done++) {
    const victim = VICTIMS[done % VICTIMS.length] ?? 'all';
    // In one of three rounds as soon as there is anybody, who is then still starting.
    const target = done % 3 === 0 ? 0 : load.begun + random.nextInt(1, 4);
    expect(await until(() => load.begun >= target && victimsOf(victim, load, treeOf(load.node.pid)).length > 0)).toBe(true);
    const tree = treeOf(load.node.pid);
    const pids = victimsOf(victim, load, tree);
    const doomed = tree.filter(({ pid }) => pids.includes(pid));
    for (const { pid } of doomed) doomed.push(...tree.filter((member) => member.parent === pid && !doomed.includes(member)));
    for (const pid of pids) sigkill(pid);
    await until(() => !doomed.some(isAlive));
    expect({ victim, left: doomed.filter(isAlive) }).toEqual({ victim, left: [] });
    if (victim === 'node' || victim === 'all') load = startLoad(folder, user);
  }
  load.node.kill('SIGKILL');
  await until(() => !processes().some((one) => isAlive(one) && isOurs(one.pid)));
  expect(readdirSync(folder)).toEqual([]);
}

test(`${KILLS} kills leave nothing behind, as root and as nobody`, async () => {
  const mounts = readFileSync('/proc/self/mountinfo', 'utf8');
  for (const user of process.getuid?.() === 0 ? [0, NOBODY] : [process.getuid?.() ?? 0]) await killMany(user);
  expect(processes().filter((one) => isAlive(one) && isOurs(one.pid))).toEqual([]);
  expect(readFileSync('/proc/self/mountinfo', 'utf8')).toBe(mounts);
}, 300_000);
