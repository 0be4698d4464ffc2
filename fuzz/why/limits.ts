/** How near a container is to its limits of processes and memory, and whether it is frozen, by its control groups, version 1 or 2 (cgroups(7)). */
import { dirname, join } from 'node:path';
import { textOf } from './proc.ts';

export interface Limit {
  of: 'processes' | 'memory';
  /** Processes, or bytes; of memory without what the kernel can take back at once, files that nobody uses. */
  used: number;
  /** Infinity: none. */
  most: number;
  /** The file that says how much is used. */
  file: string;
  /** How often the limit was hit: forks that failed, processes that were killed for memory; absent where that is not counted. */
  hits?: number;
  hitsFile?: string;
}

interface Source {
  of: Limit['of'];
  controller: string;
  /** Names of files: of version 2 first, then of version 1. */
  used: readonly string[];
  most: readonly string[];
  /** A file with counts, and the name of the one that is meant. */
  hits: readonly (readonly [file: string, field: string])[];
}

const SOURCES: readonly Source[] = [
  { of: 'processes', controller: 'pids', used: ['pids.current'], most: ['pids.max'], hits: [['pids.events', 'max']] },
  {
    of: 'memory',
    controller: 'memory',
    used: ['memory.current', 'memory.usage_in_bytes'],
    most: ['memory.max', 'memory.limit_in_bytes'],
    hits: [
      ['memory.events', 'oom_kill'],
      ['memory.oom_control', 'oom_kill'],
    ],
  },
];

/** Of memory.stat: pages of files that were not used lately. `docker stats` and the kubelet leave them out too, else a cache looks like a full container. */
const RECLAIMABLE = ['inactive_file', 'total_inactive_file'];

/** Version 1 has no limit as the largest number of pages; no machine has so much memory (bytes). */
const NO_LIMIT = 2 ** 60;

/** The limits that process `pid` runs under; none where there is no control group of that kind, or it may not be read. */
export const limitsOf = async (pid: number): Promise<Limit[]> => limitsIn(...(await placesOf(pid)));

/** The same of a process with these `groups`, /proc/PID/cgroup, where these file systems are mounted, /proc/self/mountinfo. */
export async function limitsIn(groups: string, mounts: string): Promise<Limit[]> {
  const found = await Promise.all(SOURCES.map((source) => tightest(source, foldersOf(source.controller, groups, mounts))));
  return found.filter((one) => one !== undefined);
}

/** The file that says that the control group of process `pid` is frozen, as `docker pause` does it; `undefined` where it is not. */
export const frozenBy = async (pid: number): Promise<string | undefined> => frozenIn(...(await placesOf(pid)));

export async function frozenIn(groups: string, mounts: string): Promise<string | undefined> {
  for (const { folder } of foldersOf('freezer', groups, mounts)) {
    const [state, frozen] = [join(folder, 'freezer.state'), join(folder, 'cgroup.events')];
    if ((await textOf(state))?.trim() === 'FROZEN') return state;
    if (/^frozen 1$/m.test((await textOf(frozen)) ?? '')) return frozen;
  }
  return undefined;
}

const placesOf = async (pid: number): Promise<[groups: string, mounts: string]> => [
  (await textOf(`/proc/${pid}/cgroup`)) ?? '',
  (await textOf('/proc/self/mountinfo')) ?? '',
];

/** A group is bounded by those above it as well, a pod's say: of all the one of which the largest share is used. */
async function tightest(source: Source, places: readonly Place[]): Promise<Limit | undefined> {
  const found: Limit[] = [];
  for (const { folder, point } of places) {
    for (let at = folder; at.startsWith(point); at = dirname(at)) {
      const one = await limitIn(source, at);
      if (one !== undefined) found.push(one);
      if (at === point) break;
    }
  }
  const share = ({ used, most }: Limit): number => used / most;
  return found.reduce<Limit | undefined>((most, one) => (most === undefined || share(one) > share(most) ? one : most), undefined);
}

async function limitIn({ of, used, most, hits }: Source, folder: string): Promise<Limit | undefined> {
  const file = await firstOf(folder, used);
  const limit = await firstOf(folder, most);
  if (file === undefined || limit === undefined) return undefined;
  const number = Number(limit.text);
  const spare = of === 'memory' ? await reclaimable(folder) : 0;
  return {
    of,
    used: Math.max(0, Number(file.text) - spare),
    most: number < NO_LIMIT ? number : Infinity,
    file: file.path,
    ...(await hitsIn(folder, hits)),
  };
}

async function reclaimable(folder: string): Promise<number> {
  const text = (await textOf(join(folder, 'memory.stat'))) ?? '';
  // Version 1 has the own pages as well as those of all below; the latter come with the name of the whole.
  return Math.max(0, ...RECLAIMABLE.map((name) => fieldOf(text, name) ?? 0));
}

async function hitsIn(folder: string, hits: Source['hits']): Promise<Pick<Limit, 'hits' | 'hitsFile'>> {
  for (const [name, field] of hits) {
    const path = join(folder, name);
    const count = fieldOf((await textOf(path)) ?? '', field);
    if (count !== undefined) return { hits: count, hitsFile: path };
  }
  return {};
}

/** `oom_kill 3`, a line of it. */
function fieldOf(text: string, name: string): number | undefined {
  const [, digits] = new RegExp(`^${name} (\\d+)$`, 'm').exec(text) ?? [];
  return digits === undefined ? undefined : Number(digits);
}

async function firstOf(folder: string, names: readonly string[]): Promise<{ path: string; text: string } | undefined> {
  for (const name of names) {
    const path = join(folder, name);
    const text = await textOf(path);
    if (text !== undefined) return { path, text: text.trim() };
  }
  return undefined;
}

interface Place {
  folder: string;
  /** Where the hierarchy is mounted. */
  point: string;
}

/** Where the group of a process lies, for each mounted hierarchy that has the controller. */
function foldersOf(controller: string, groups: string, mounts: string): Place[] {
  return groups.split('\n').flatMap((line) => {
    const [, controllers, path] = /^\d+:([^:]*):(\/.*)$/.exec(line) ?? [];
    if (controllers === undefined || path === undefined) return [];
    const unified = controllers === '';
    if (!unified && !controllers.split(',').includes(controller)) return [];
    const mount = mounts.split('\n').find((one) => isMountOf(one, unified ? undefined : controller));
    const [, , , root, point] = mount?.split(' ') ?? [];
    if (root === undefined || point === undefined) return [];
    return [{ folder: join(point, root !== '/' && path.startsWith(root) ? path.slice(root.length) : path), point }];
  });
}

/** A line of proc_pid_mountinfo(5): after the dash there are the type, the source and the options of the file system. */
function isMountOf(line: string, controller: string | undefined): boolean {
  const [type, , options = ''] = line.split(' - ')[1]?.split(' ') ?? [];
  return controller === undefined ? type === 'cgroup2' : type === 'cgroup' && options.split(',').includes(controller);
}
