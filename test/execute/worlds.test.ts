/** More inits than worlds are kept: one is ended for each that is made, and costs no more than it takes to make it. */
import { cpSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { expect, test } from 'vitest';
import { compile } from '../../fuzz/compile/compile.ts';
import { openPool } from '../../fuzz/execute/pool.ts';
import { treeOf } from '../fixtures/processes.ts';
import { temporary } from '../fixtures/temporary.ts';
import { buildFolder, whole } from './setting.ts';

/** native/src/world.c keeps 16. */
const FEW = 8;
const MANY = 24;
const ROUNDS = 8;
const PROGRAM = compile(whole({ steps: [{ exit: { actor: 'main', code: 0 } }] }));

/** Clock ticks of the processor that all executors below this process have had. */
function ticks(): number {
  const executors = treeOf(process.pid).filter(({ pid }) => readFileSync(`/proc/${pid}/comm`, 'utf8') === 'executor\n');
  return executors.reduce((sum, { pid }) => {
    const stat = readFileSync(`/proc/${pid}/stat`, 'utf8');
    const fields = stat.slice(stat.lastIndexOf(')') + 2).split(' ');
    return sum + Number(fields[11]) + Number(fields[12]);
  }, 0);
}

/** Ticks that runs on so many copies of the sound init take, one after the other, over and over. */
async function cost(inits: number): Promise<number> {
  const folder = temporary();
  const binaries = Array.from({ length: inits }, (_, n) => join(folder, `sound-${n}`));
  for (const path of binaries) cpSync(join(buildFolder(), 'sound'), path);
  const pool = await openPool({ binaries, jobs: 1 });
  try {
    for (let run = 0; run < MANY * ROUNDS; run++)
      await pool.run({ program: PROGRAM, binary: run % inits, args: [], pollMs: 100, careful: false, zygote: false, record: false });
    return ticks();
  } finally {
    await pool.close();
  }
}

test('an ended world does not keep the thread busy that listened to it', async () => {
  // Measured: 2 to 4 ticks with few, 20 with many; 200 where that thread spins.
  expect(await cost(MANY)).toBeLessThan(20 * (await cost(FEW)) + 20);
});
