/**
 * Nothing outlives it: SIGKILL of Node, of the executor's guard, of its worker, or of all of them, at a random instant of a load with
 * many processes, leaves no process, no mount, no control group, no file. Instants are drawn by the amount of work done.
 */
import { type ChildProcess, spawn } from 'node:child_process';
import { chmodSync, cpSync, type Dirent, existsSync, mkdirSync, readdirSync, readFileSync, rmSync } from 'node:fs';
import { join } from 'node:path';
import type { Random } from 'fast-check';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { caseRandom } from '../../fuzz/generate/seeds.ts';
import { comesTrue, copyLoad, isOf } from '../fixtures/killed-load.ts';
import { isAlive, type Process, processes, sigkill, treeOf } from '../fixtures/processes.ts';
import { buildFolder } from './setting.ts';

const KILLS = 200;
/** Each with a load of its own; the second one without privilege. More would only be more fork bombs on the same CPUs. */
const LANES = 2;
const SEED = 1;
/** Longest wait for what must come, ms: it is a matter of 0.1 s, and on a machine with ten times more to do than CPUs of a few. */
const PATIENCE_MS = 60_000;
/** All takes half a minute on a machine with nothing else to do, ms. */
const LONGEST_MS = 600_000;
const NOBODY = 65534;

type Victim = 'node' | 'guard' | 'worker' | 'all';
/** Executors twice as often as Node: what Node takes to start again is most of the time. */
const VICTIMS: Victim[] = ['node', 'guard', 'guard', 'worker', 'worker', 'all'];

let root: string;

/** The load as plain JavaScript, with copies of the native programs and of ffi-rs, where every user can read them. */
beforeAll(async () => {
  root = await copyLoad('load.ts', 'execute', (folder) => cpSync(buildFolder(), folder, { recursive: true }));
});

const nodes: ChildProcess[] = [];

afterAll(() => {
  for (const node of nodes) node.kill('SIGKILL');
  rmSync(root, { recursive: true });
});

const MARK = `initproof-mark-${process.pid}-`;

/** Executors of this test, by their file, which is a copy of our own; inits and actors, by their environment. */
const isOurs = (pid: number): boolean => isOf(pid, join(root, 'native/build/executor'), MARK);

const until = (done: () => boolean): Promise<boolean> => comesTrue(done, PATIENCE_MS);

type Kind = 'mixed' | 'endless';

interface Load {
  kind: Kind;
  node: ChildProcess & { pid: number };
  results: number;
}

function startLoad(kind: Kind, lane: number): Load {
  const temporary = join(root, `tmp-${lane}`);
  mkdirSync(temporary, { recursive: true });
  const user = lane === LANES - 1 && process.getuid?.() === 0 ? { uid: NOBODY, gid: NOBODY } : {};
  if ('uid' in user) chmodSync(temporary, 0o777);
  const node = spawn(process.execPath, [join(root, 'fuzz/execute/load.js'), kind, '2', String(lane), MARK], {
    ...user,
    env: { TMPDIR: temporary, PATH: process.env.PATH },
    stdio: ['pipe', 'pipe', process.env.DEBUG_LOAD ? 'inherit' : 'ignore'],
    cwd: '/',
  });
  nodes.push(node);
  if (node.pid === undefined) throw new Error('Node cannot be started');
  const load: Load = { kind, node: node as Load['node'], results: 0 };
  node.stdout?.on('data', (dots: Buffer) => {
    load.results += dots.length;
  });
  return load;
}

/** Those to kill: executors' guards are Node's children, workers are theirs. */
function victimsOf(victim: Victim, load: Load, tree: Process[], random: Random): number[] {
  const guards = tree.filter(({ parent }) => parent === load.node.pid).map(({ pid }) => pid);
  const workers = tree.filter(({ parent }) => guards.includes(parent)).map(({ pid }) => pid);
  const one = (pids: number[]): number[] => (pids.length === 0 ? [] : pids.slice(random.nextInt(0, pids.length - 1)).slice(0, 1));
  if (victim === 'node') return [load.node.pid];
  if (victim === 'guard') return one(guards);
  if (victim === 'worker') return one(workers);
  return [...guards, ...workers, load.node.pid];
}

/** Some work, so that the instant is no result's. */
function dally(random: Random): void {
  for (let turns = random.nextInt(0, 200_000), x = 1; turns > 0; turns--) x = (x * 48_271) % 2_147_483_647;
}

/**
 * When to kill: in one of four rounds as soon as there is any executor, which is then still starting; in endless runs, which give no
 * results for a long time, once there are so many processes; else after so many more results.
 */
function instant(load: Load, random: Random): () => boolean {
  const early = random.nextInt(0, 3) === 0;
  const results = load.results + random.nextInt(1, 20);
  const members = early ? 2 : random.nextInt(4, 7);
  const come = (): boolean => (early || load.kind === 'endless' ? treeOf(load.node.pid).length >= members : load.results >= results);
  return () => hasEnded(load) || come();
}

/** Kills somebody after a random amount of work; waits until all that hung on it is gone. Returns false where the load had ended. */
async function killOnce(load: Load, victim: Victim, random: Random): Promise<boolean> {
  expect(await until(instant(load, random))).toBe(true);
  dally(random);
  let tree: Process[] = [];
  let pids: number[] = [];
  // Between two executors there may be none for a moment.
  const found = (): boolean => {
    tree = treeOf(load.node.pid);
    pids = hasEnded(load) ? [] : victimsOf(victim, load, tree, random);
    return pids.length > 0 || hasEnded(load);
  };
  expect(await until(found)).toBe(true);
  const doomed = tree.filter(({ pid }) => pids.includes(pid));
  for (const { pid } of doomed) doomed.push(...tree.filter((member) => member.parent === pid && !doomed.includes(member)));
  for (const pid of pids) sigkill(pid);
  const gone = await until(() => !doomed.some(isAlive));
  expect({ victim, gone, left: doomed.filter(isAlive) }).toEqual({ victim, gone: true, left: [] });
  return pids.length > 0;
}

const hasEnded = ({ node }: Load): boolean => node.exitCode !== null || node.signalCode !== null;

/** A load whose executor is killed before there is any result ends with an error, as its pool cannot be opened; later on it recovers. */
async function runLane(lane: number, kills: number): Promise<void> {
  const random = caseRandom(SEED, lane);
  let load = startLoad('mixed', lane);
  for (let done = 0; done < kills; ) {
    const victim = VICTIMS[random.nextInt(0, VICTIMS.length - 1)] ?? 'all';
    if (await killOnce(load, victim, random)) done++;
    else expect(load.results).toBe(0);
    if (victim === 'node' || victim === 'all' || hasEnded(load)) load = startLoad(random.nextInt(0, 4) === 0 ? 'endless' : 'mixed', lane);
  }
  load.node.kill('SIGKILL');
  await sweepByTheNext(lane);
}

/** SIGKILL of Node and a guard at once leaves a control group without members: the next executor removes it. */
async function sweepByTheNext(lane: number): Promise<void> {
  const load = startLoad('mixed', lane);
  expect(await until(() => load.results > 0)).toBe(true);
  load.node.stdin?.end();
  expect(await until(() => hasEnded(load))).toBe(true);
}

/**
 * Of each hierarchy the own group and what is below it, but not what is of executors at work: others on this machine may have started those.
 * What is beside the own group is the machine's.
 */
function groups(): string[] {
  const own = readFileSync('/proc/self/cgroup', 'utf8').trim().split('\n');
  return own.flatMap((line) => {
    const [, controllers = '', path = '/'] = line.split(':');
    const folder = join('/sys/fs/cgroup', controllers === '' ? 'unified' : controllers.replace('name=', ''), path);
    const root = existsSync(folder) ? folder : join('/sys/fs/cgroup', path);
    return [
      root,
      ...readdirSync(root, { recursive: true, withFileTypes: true })
        .filter(isGroup)
        .map((entry) => join(entry.parentPath, entry.name)),
    ];
  });
}

function isGroup(entry: Dirent): boolean {
  const guard = /^initproof-(\d+)$/.exec(entry.name)?.[1];
  return entry.isDirectory() && (guard === undefined || !existsSync(`/proc/${guard}`));
}

test(
  `${KILLS} kills leave nothing behind`,
  async () => {
    const mounts = readFileSync('/proc/self/mountinfo', 'utf8');
    const before = groups();
    await Promise.all(Array.from({ length: LANES }, (_, lane) => runLane(lane, KILLS / LANES)));
    const left = (): number[] =>
      processes()
        .filter((one) => isAlive(one) && isOurs(one.pid))
        .map(({ pid }) => pid);
    await until(() => left().length === 0);
    expect(left()).toEqual([]);
    expect(readFileSync('/proc/self/mountinfo', 'utf8')).toBe(mounts);
    expect(groups()).toEqual(before);
    expect(Array.from({ length: LANES }, (_, lane) => readdirSync(join(root, `tmp-${lane}`)))).toEqual(
      Array.from({ length: LANES }, () => []),
    );
  },
  LONGEST_MS,
);
