/** Processes of this machine, as /proc shows them to a user that may look (proc(5)). */
import { readdirSync, readFileSync } from 'node:fs';

export interface ProcessFacts {
  pid: number;
  /** The first 15 bytes of the name of its file, or what it calls itself. */
  name: string;
  parent: number;
  /** As proc(5) has it: `R` runs or waits for a CPU, `Z` has ended and is not taken by its parent. */
  state: string;
  /** Clock ticks since boot: with the pid it names one process, also when another one gets the number later. */
  born: string;
  /** The CPU that it was on last. */
  cpu: number;
  /** Whether its first thread is scheduled as SCHED_FIFO or SCHED_RR. */
  realTime: boolean;
  /** Its tracer, 0 for none. */
  tracer: number;
  /** Whether it is the first process of a PID namespace below ours. */
  first: boolean;
}

/** SCHED_FIFO and SCHED_RR (sched.h). */
const REAL_TIME = ['1', '2'];

/** Fields of /proc/PID/stat by their numbers in proc(5), of what follows the name: that may have spaces and brackets. */
const field = (fields: readonly string[], number: number): string => fields[number - 3] ?? '';

/** `undefined` where there is none, or none that may be seen. */
export function lookAt(pid: number): ProcessFacts | undefined {
  try {
    return parse(pid, readFileSync(`/proc/${pid}/stat`, 'latin1'), readFileSync(`/proc/${pid}/status`, 'latin1'));
  } catch {
    return undefined;
  }
}

function parse(pid: number, stat: string, status: string): ProcessFacts {
  const end = stat.lastIndexOf(')');
  const fields = stat.slice(end + 2).split(' ');
  const namespaces = /^NSpid:\s*(.*)$/m.exec(status)?.[1]?.split(/\s+/) ?? [];
  return {
    pid,
    name: stat.slice(stat.indexOf('(') + 1, end),
    parent: Number(field(fields, 4)),
    state: field(fields, 3),
    born: field(fields, 22),
    cpu: Number(field(fields, 39)),
    realTime: REAL_TIME.includes(field(fields, 41)),
    tracer: Number(/^TracerPid:\s*(\d+)$/m.exec(status)?.[1] ?? 0),
    first: namespaces.length > 1 && namespaces.at(-1) === '1',
  };
}

/** All that may be seen. */
export const allProcesses = (): ProcessFacts[] =>
  readdirSync('/proc').flatMap((name) => (/^\d+$/.test(name) ? (lookAt(Number(name)) ?? []) : []));

/**
 * Whether this very process is still at something. A zombie whose threads have all ended is not: it waits for its parent to take it, and a
 * namespace of which it was the first process is gone by then.
 */
export function isAlive({ pid, born }: ProcessFacts): boolean {
  const now = lookAt(pid);
  return now?.born === born && (now.state !== 'Z' || threadsOf(pid) > 1);
}

function threadsOf(pid: number): number {
  try {
    return readdirSync(`/proc/${pid}/task`).length;
  } catch {
    return 0;
  }
}

/** A process and all below it, parents before their children. */
export function treeOf(root: ProcessFacts, all: readonly ProcessFacts[]): ProcessFacts[] {
  const tree = [root];
  for (const member of tree) tree.push(...all.filter(({ parent }) => parent === member.pid));
  return tree;
}

/** The first child of a process, where the kernel tells (CONFIG_PROC_CHILDREN), and by looking at all where it does not. */
export function childOf(pid: number): ProcessFacts | undefined {
  try {
    return lookAt(Number.parseInt(readFileSync(`/proc/${pid}/task/${pid}/children`, 'latin1'), 10));
  } catch {
    return allProcesses().find(({ parent }) => parent === pid);
  }
}
