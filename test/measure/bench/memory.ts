/** Whether resident memory stays flat over many runs. */
import { readdirSync, readFileSync } from 'node:fs';
import { compile } from '../../../fuzz/compile/compile.ts';
import type { Pool } from '../../../fuzz/execute/pool.ts';
import { expectTrace } from './check.ts';
import { rich } from './scenarios.ts';

export const RUNS = 200_000;
/** Flat: the collector makes Node's memory go up and down by a few per cent. A leak of 100 bytes a run would be 20 MiB. */
export const MEMORY_GROWTH = 1.1;
/** Looks at the memory. The first comes after a tenth of the runs: until then the heap grows to its working size. */
const LOOKS = 10;
/** Runs that are asked of the pool at once. */
const IN_FLIGHT = 256;

/** Resident memory, bytes. */
export interface Memory {
  node: number;
  /** Of all executors that Node has started, their workers included. */
  executors: number;
}

/** 200,000 runs of the rich scenario, half of them from a zygote; the memory after each tenth of them. */
export async function flatMemory(pool: Pool, args: string[], said: (text: string) => void): Promise<Memory[]> {
  const program = compile(rich());
  const looks: Memory[] = [];
  for (let look = 1; look <= LOOKS; look++) {
    said(`memory: ${((look - 1) * RUNS) / LOOKS} of ${RUNS} runs`);
    let left = RUNS / LOOKS;
    const once = async (): Promise<void> => {
      left--;
      const zygote = left % 2 === 0;
      expectTrace(await pool.run({ program, binary: 0, args, pollMs: 1000, careful: false, zygote }), { code: 7, started: 5, signals: 10 });
    };
    while (left > 0) await Promise.all(Array.from({ length: Math.min(left, IN_FLIGHT) }, once));
    looks.push({ node: resident('self'), executors: executors() });
  }
  return looks;
}

/** Guards are Node's children, workers theirs; inits and actors come and go. */
function executors(): number {
  const guards = childrenOf(process.pid);
  return [...guards, ...guards.flatMap(childrenOf)].reduce((sum, pid) => sum + resident(String(pid)), 0);
}

function childrenOf(parent: number): number[] {
  const pids = readdirSync('/proc').filter((name) => /^\d+$/.test(name));
  return pids.filter((pid) => parentOf(pid) === parent).map(Number);
}

function parentOf(pid: string): number {
  try {
    const text = readFileSync(`/proc/${pid}/stat`, 'latin1');
    return Number(text.slice(text.lastIndexOf(')') + 2).split(' ')[1]);
  } catch {
    return 0;
  }
}

function resident(pid: string): number {
  const line = /^VmRSS:\s+(\d+) kB/m.exec(readFileSync(`/proc/${pid}/status`, 'latin1'));
  return Number(line?.[1] ?? 0) * 1024;
}
