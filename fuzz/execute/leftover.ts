/** Processes of ours that do not end: what is said of them, and what to do. native/README.md says which process is the child of which. */
import { readFileSync } from 'node:fs';
import { printable } from '../base/printable.ts';
import { HarnessError } from './harness-error.ts';
import { allProcesses, isAlive, type ProcessFacts, treeOf } from './processes.ts';

export interface Leftover {
  pid: number;
  /** Which it is, what is below it, and what they do. */
  said: string;
  /** What to do, a line each. */
  fix: string[];
  /** Whether one of them takes a CPU from whatever else is to run there. */
  busy: boolean;
}

/** That these did not end, as an error; `cause`: what else went wrong. Nothing where there are none. */
export function staysError(leftovers: readonly Leftover[], cause?: unknown): HarnessError | undefined {
  if (leftovers.length === 0) return undefined;
  const lines = leftovers.flatMap(({ said, fix }) => [said, ...fix]);
  return new HarnessError('stays', lines.join('\n'), { cause });
}

/** Processes that are named: the limit of a run is 200, and a person reads a few. */
const MOST_NAMED = 5;

/** What is said of a process that was told to end and is still there, with all that is below it. */
export function leftoverOf(root: ProcessFacts, all: readonly ProcessFacts[]): Leftover {
  const tree = treeOf(root, all);
  const running = tree.find(({ state }) => state === 'R');
  const more = tree.length > MOST_NAMED ? [`${tree.length - MOST_NAMED} more`] : [];
  const busy = running === undefined ? '' : `; CPU ${running.cpu} stays busy`;
  const said = `process ${root.pid} does not end: ${[...tree.slice(0, MOST_NAMED).map(inWords), ...more].join(', ')}${busy}`;
  return { pid: root.pid, said, fix: fixes(tree), busy: running !== undefined };
}

function inWords({ pid, name, state, cpu, realTime, tracer }: ProcessFacts): string {
  const doing = state === 'R' ? `runs on CPU ${cpu}` : `is in state ${state}`;
  const alive = `${doing}${realTime ? ' under a real-time policy' : ''}`;
  return `${pid} (${printable(name)}) ${state === 'Z' ? 'is a zombie' : alive}${tracer === 0 ? '' : `, traced by ${tracer}`}`;
}

/**
 * A tracer keeps what it traces (ptrace(2)). A process that dies under a real-time policy may keep a CPU from those that it waits for, so
 * all are demoted before any is killed.
 */
function fixes(tree: readonly ProcessFacts[]): string[] {
  const tracers = [...new Set(tree.flatMap(({ tracer }) => (tracer === 0 ? [] : tracer)))];
  const pids = tree.map(({ pid }) => pid).join(' ');
  return [...tracers.map((pid) => `end the tracer: kill ${pid}`), `for p in ${pids}; do chrt -a -o -p 0 $p; done`, `kill -KILL ${pids}`];
}

/**
 * What earlier runs have left: workers without a guard, each the first process of a namespace of its own, and guards without a Node.
 * Both end with Node, if they can.
 */
export function leftovers(): Leftover[] {
  const first = orphans();
  // A process that was just about to end, or had a guard that was, is none.
  const again = orphans();
  const all = allProcesses();
  const stay = again.filter((one) => isAlive(one) && first.some(({ pid, born }) => one.pid === pid && one.born === born));
  return stay.map((root) => leftoverOf(root, all));
}

function orphans(): ProcessFacts[] {
  const all = allProcesses();
  const byPid = new Map(all.map((one) => [one.pid, one]));
  const alone = all.filter((one) => isExecutor(one) && isOrphan(one, byPid.get(one.parent)));
  // A guard waits for its worker, and ends with it: what does not end is that.
  return alone.map((one) => all.find(({ parent, first }) => first && parent === one.pid) ?? one);
}

/** Guard and worker are called alike, one being a fork of the other (native/src/guard.c); tests put something before it. */
const NAME = /^executor/;

/**
 * Others name their programs so as well. A worker blanks what follows its own path (native/src/guard.c); what is past giving up its memory
 * has no arguments any more, and nothing that could be lost.
 */
function isExecutor({ pid, name }: ProcessFacts): boolean {
  if (!NAME.test(name)) return false;
  const words = argumentsOf(pid);
  const blanked = words.length > 3 && words.slice(1).every((word) => word === '');
  return words.length === 0 || blanked || words[2]?.endsWith('/actor') === true;
}

function argumentsOf(pid: number): string[] {
  try {
    return readFileSync(`/proc/${pid}/cmdline`, 'latin1').split('\0').slice(0, -1);
  } catch {
    return [];
  }
}

/** A worker is a child of its guard, and a guard one of Node, which in a container may be process 1 itself. */
function isOrphan({ first, parent: pid }: ProcessFacts, parent: ProcessFacts | undefined): boolean {
  if (first) return parent === undefined || !NAME.test(parent.name);
  return pid === 1 && !/^(node|MainThread)/.test(parent?.name ?? '');
}
