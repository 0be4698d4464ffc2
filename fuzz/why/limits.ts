/** How near a container is to its limits of processes and memory, by its control groups, version 1 or 2 (cgroups(7)). */
import { join } from 'node:path';
import { textOf } from './proc.ts';

export interface Limit {
  of: 'processes' | 'memory';
  /** Processes, or bytes. */
  used: number;
  /** Infinity: none. */
  most: number;
  /** The file that says how much is used. */
  file: string;
}

interface Source {
  of: Limit['of'];
  controller: string;
  used: readonly string[];
  most: readonly string[];
}

/** Names of files: of version 2 first, then of version 1. */
const SOURCES: readonly Source[] = [
  { of: 'processes', controller: 'pids', used: ['pids.current'], most: ['pids.max'] },
  {
    of: 'memory',
    controller: 'memory',
    used: ['memory.current', 'memory.usage_in_bytes'],
    most: ['memory.max', 'memory.limit_in_bytes'],
  },
];

/** Version 1 has no limit as the largest number of pages; no machine has so much memory (bytes). */
const NO_LIMIT = 2 ** 60;

/** The limits that process `pid` runs under; none where there is no control group of that kind, or it may not be read. */
export async function limitsOf(pid: number): Promise<Limit[]> {
  const groups = (await textOf(`/proc/${pid}/cgroup`)) ?? '';
  const mounts = (await textOf('/proc/self/mountinfo')) ?? '';
  const found = await Promise.all(SOURCES.map((source) => limitOf(source, groups, mounts)));
  return found.filter((one) => one !== undefined);
}

async function limitOf({ of, controller, used, most }: Source, groups: string, mounts: string): Promise<Limit | undefined> {
  for (const folder of foldersOf(controller, groups, mounts)) {
    const file = await firstOf(folder, used);
    const limit = await firstOf(folder, most);
    if (file === undefined || limit === undefined) continue;
    const number = Number(limit.text);
    return { of, used: Number(file.text), most: number < NO_LIMIT ? number : Infinity, file: file.path };
  }
  return undefined;
}

async function firstOf(folder: string, names: readonly string[]): Promise<{ path: string; text: string } | undefined> {
  for (const name of names) {
    const path = join(folder, name);
    const text = await textOf(path);
    if (text !== undefined) return { path, text: text.trim() };
  }
  return undefined;
}

/** Where the group of a process lies, for each mounted hierarchy that has the controller. */
function foldersOf(controller: string, groups: string, mounts: string): string[] {
  return groups.split('\n').flatMap((line) => {
    const [, controllers, path] = /^\d+:([^:]*):(\/.*)$/.exec(line) ?? [];
    if (controllers === undefined || path === undefined) return [];
    const unified = controllers === '';
    if (!unified && !controllers.split(',').includes(controller)) return [];
    const mount = mounts.split('\n').find((one) => isMountOf(one, unified ? undefined : controller));
    const [, , , root, point] = mount?.split(' ') ?? [];
    if (root === undefined || point === undefined) return [];
    return [join(point, root !== '/' && path.startsWith(root) ? path.slice(root.length) : path)];
  });
}

/** A line of proc_pid_mountinfo(5): after the dash there are the type, the source and the options of the file system. */
function isMountOf(line: string, controller: string | undefined): boolean {
  const [type, , options = ''] = line.split(' - ')[1]?.split(' ') ?? [];
  return controller === undefined ? type === 'cgroup2' : type === 'cgroup' && options.split(',').includes(controller);
}
