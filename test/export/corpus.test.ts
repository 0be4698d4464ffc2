/** Each case of the corpus that C expresses, as a program of its own: it shows the fault on who has it, and spares the sound init. */
import { execFileSync } from 'node:child_process';
import { chmod, writeFile } from 'node:fs/promises';
import { basename, join } from 'node:path';
import { execa } from 'execa';
import { beforeAll, describe, expect, test } from 'vitest';
import { type FoundTarget, findTarget } from '../../fuzz/campaign/find-target.ts';
import { listCases, type StoredCase } from '../../fuzz/cases/store.ts';
import { FAULTY_FOLDER, type Fault, faultyTarget, readFaults } from '../../fuzz/cli/faulty/faults.ts';
import { PACKAGE_ROOT } from '../../fuzz/execute/locate.ts';
import { exportCase } from '../../fuzz/export/export.ts';
import { temporaryFolder } from '../cli/initproof.ts';

/** ms. A fault takes 3 s of sleep to be told; a busy machine more. */
const TIMEOUT = 300_000;

/** Races of the start: they show in 16 and 25 of 40 runs here, so that 60 without are one in 10^13. */
const RACES = ['58b1a46e', 'f26a405c'];
const RACE_RUNS = 60;

/** What C does not express, by the first reason that it gives. */
const BEYOND: Record<string, RegExp> = {
  'dumb-init-102': /step 1 \(at\)/,
  'dumb-init-136': /launch\.terminal/,
  'tini-19': /launch\.terminal/,
  c80d1ff9: /step 1 \(at\)/,
  '6bceadfb': /step 1 \(at\)/,
  f621f53d: /step 1 \(at\)/,
  '7a4fb931': /step 1 \(at\)/,
  '7d548750': /launch\.as/,
  bc99d47b: /launch\.early/,
  a7ad644c: /launch\.command/,
};

const faults = await readFaults();
const reported = (await listCases(join(PACKAGE_ROOT, 'corpus', 'reported'))).cases;
const found = (await listCases(join(PACKAGE_ROOT, 'corpus', 'found'))).cases;
const nameOf = ({ path }: StoredCase): string => basename(path, '.yaml');
const inC = (cases: StoredCase[]): [string, StoredCase][] =>
  cases.flatMap((stored) => (nameOf(stored) in BEYOND ? [] : [[nameOf(stored), stored] as [string, StoredCase]]));

let folder: string;
beforeAll(async () => {
  execFileSync('make', ['-s', '-j2', '-C', FAULTY_FOLDER]);
  folder = await temporaryFolder();
  // Cases with another user start the program as that one.
  await chmod(folder, 0o755);
}, TIMEOUT);

async function built(stored: StoredCase, target: FoundTarget): Promise<string> {
  const program = join(folder, nameOf(stored));
  await writeFile(`${program}.c`, await exportCase(stored, 'c', target.contract));
  await execa('cc', ['-std=gnu11', '-Wall', '-Wextra', '-Werror', '-O1', '-o', program, `${program}.c`]);
  return program;
}

async function run(program: string, { binary, args }: FoundTarget): Promise<{ exit: number | undefined; last: string | undefined }> {
  const { exitCode, stdout } = await execa(program, [binary, ...args], { reject: false });
  return { exit: exitCode, last: stdout.split('\n').at(-1) };
}

async function target(name: string): Promise<FoundTarget> {
  const located = await findTarget(name);
  if (!located.ok) throw new Error(located.why);
  return located.target;
}

const keeperOf = ({ contract }: Fault): Promise<FoundTarget> => {
  const kept = contract?.kept ?? 'sound';
  return faults.some(({ name }) => name === kept) ? faultyTarget({ name: kept, contract }) : target(kept);
};

const FAULT = { exit: 1, last: expect.stringMatching(/^FAULT: /) };
const SOUND = { exit: 0, last: 'ok: the init did as it must' };

describe('reported', () => {
  test.each(inC(reported))('%s', { timeout: TIMEOUT }, async (name, stored) => {
    const fault = faults.find((known) => known.reported.includes(name)) as Fault;
    const faulty = await faultyTarget(fault);
    const program = await built(stored, faulty);
    expect(await run(program, faulty)).toEqual(FAULT);
    expect(await run(program, await keeperOf(fault))).toEqual(SOUND);
  });
});

describe('found', () => {
  test.each(inC(found))('%s', { timeout: TIMEOUT }, async (id, stored) => {
    const { expect: recorded, found: origin } = stored.case;
    const names = Object.keys(recorded).filter((name) => recorded[name] === 'violated');
    const faulty = await target(names.find((name) => name === origin?.target) ?? (names[0] as string));
    const program = await built(stored, faulty);
    let ran = await run(program, faulty);
    for (let again = 1; RACES.includes(id) && ran.exit === 0 && again < RACE_RUNS; again++) ran = await run(program, faulty);
    expect(ran).toEqual(FAULT);
    expect(await run(program, await target('sound'))).toEqual(SOUND);
  });
});

test.each(Object.entries(BEYOND))('%s is refused, and why', async (name, why) => {
  const stored = [...reported, ...found].find((one) => nameOf(one) === name) as StoredCase;
  const { contract } = await target('tini-g');
  await expect(exportCase(stored, 'c', contract)).rejects.toThrow(why);
});
