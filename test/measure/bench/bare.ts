/** The bare loop in C: one process a CPU, pinned. See native/bench/bare.c. */
import { execFile } from 'node:child_process';
import { promisify } from 'node:util';
import type { Contender } from './contender.ts';

const execute = promisify(execFile);

/** `bare`: the path of that program; `init` with its arguments and the command that it starts. */
export function bareLoop(bare: string, jobs: number, command: readonly string[]): Contender {
  return {
    name: 'bare loop in C',
    async measure(ms) {
      const runs = await Promise.all(Array.from({ length: jobs }, (_, cpu) => execute(bare, [String(cpu), String(ms), ...command])));
      const figures = runs.map(({ stdout }) => stdout.trim().split(' ').map(Number));
      const rate = figures.reduce((sum, [rounds = 0, ns = 1]) => sum + rounds / (ns / 1e9), 0);
      return { count: rate * (ms / 1000), seconds: ms / 1000 };
    },
  };
}
