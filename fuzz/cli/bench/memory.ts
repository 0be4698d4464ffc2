/** Whether resident memory stays flat over many runs. */
import { readdirSync, readFileSync } from 'node:fs';
import { compile } from '../../compile/compile.ts';
import type { Pool } from '../../execute/pool.ts';
import { expectTrace } from './check.ts';
import { rich } from './scenarios.ts';

const RUNS = 200_000;
/** Looks at the memory. The first comes after a tenth of the runs: until then the heap grows to its working size. */
const LOOKS = 10;

/** 200,000 runs of the rich scenario; prints resident memory of Node and of all executors at each tenth, MiB. */
export async function flatMemory(pool: Pool, args: string[], said: (text: string) => void): Promise<void> {
  const program = compile(rich());
  for (let look = 1; look <= LOOKS; look++) {
    let left = RUNS / LOOKS;
    const once = async (): Promise<void> => {
      left--;
      const zygote = left % 2 === 0;
      expectTrace(await pool.run({ program, binary: 0, args, pollMs: 1000, careful: false, zygote }), { code: 7, started: 7, signals: 10 });
    };
    while (left > 0) await Promise.all(Array.from({ length: Math.min(left, 256) }, once));
    said('');
    process.stdout.write(`${(look * RUNS) / LOOKS} runs: Node ${mib(resident('self'))} MiB, executors ${mib(executors())} MiB\n`);
  }
}

/** Bytes of resident memory of all that descends from this process: executors, their workers. */
function executors(): number {
  return readdirSync('/proc')
    .filter((name) => /^\d+$/.test(name) && isExecutor(name))
    .reduce((sum, pid) => sum + resident(pid), 0);
}

function isExecutor(pid: string): boolean {
  try {
    return readFileSync(`/proc/${pid}/stat`, 'latin1').includes('(executor)');
  } catch {
    return false;
  }
}

function resident(pid: string): number {
  const line = /^VmRSS:\s+(\d+) kB/m.exec(readFileSync(`/proc/${pid}/status`, 'latin1'));
  return Number(line?.[1] ?? 0) * 1024;
}

const mib = (bytes: number): string => (bytes / 1_048_576).toFixed(1);
