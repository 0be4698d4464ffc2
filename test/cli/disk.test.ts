/** Disks that are full, read-only or gone: everything that is found is told, and kept if it can be. */
import { chmodSync, mkdirSync, readdirSync, rmSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { execa } from 'execa';
import { beforeAll, beforeEach, describe, expect, test } from 'vitest';
import { readCase } from '../../fuzz/cases/case-file.ts';
import { listCases } from '../../fuzz/cases/store.ts';
import { temporary } from '../fixtures/temporary.ts';
import { FAULTY, initproof, MAIN, setUp, SET_UP_MS, SOUND, values } from './initproof.ts';
import { onDisk, WITH_RIGHTS } from './on-disk.ts';

beforeAll(setUp, SET_UP_MS);
let cwd: string;
beforeEach(() => {
  cwd = temporary();
});

/** Three findings within 250 scenarios. */
const ALL = ['--seed', '1', '--no-corpus', '--json'];
const ONE = ['--property', 'exit-code', '--seed', '1', '--no-corpus', '--json'];
/** A folder, and room for one case in it, with the folders above it; and once more for what replaces it. */
const SMALL = 'size=64k,nr_inodes=6';
/** The root of it and nothing else. */
const FULL = 'size=64k,nr_inodes=1';

describe('a folder that takes nothing is refused before anything runs', () => {
  const COMMANDS = [
    ['run', FAULTY, '--runs', '40'],
    ['explore', FAULTY, '--base', 'exit'],
    ['profile', 'check', SOUND, '--like', 'sound', '--profile', 'p.yaml', '--runs', '10'],
  ];
  const refused = { exit: 2, out: '' };

  test('with a file in the way, or where none can be made, at each command that keeps something', async () => {
    writeFileSync(join(cwd, 'file'), '');
    expect((await initproof(['profile', 'record', SOUND, '--runs', '5', '-o', 'p.yaml'], { cwd })).exit).toBe(0);
    for (const command of COMMANDS) {
      const file = await initproof([...command, '--json', '--out', 'file'], { cwd });
      expect(file).toMatchObject(refused);
      expect(file.err).toMatch(/(^|\n)initproof: what is found cannot be kept: file: something else is there \(mkdir\)$/);
      const none = await initproof([...command, '--json', '--out', '/proc/nope'], { cwd });
      expect(none).toMatchObject(refused);
      expect(none.err).toMatch(/(^|\n)initproof: what is found cannot be kept: \/proc\/nope: no folder can be made there \(mkdir\)$/);
    }
  });

  test('without the right to write there', async () => {
    mkdirSync(join(cwd, 'out'), { mode: 0o555 });
    const [program = process.execPath, ...args] = [
      ...WITH_RIGHTS,
      process.execPath,
      MAIN,
      'run',
      FAULTY,
      ...ONE,
      '--runs',
      '5',
      '--out',
      'out',
    ];
    const ran = await execa(program, args, { cwd, reject: false });
    expect([ran.exitCode, ran.stdout]).toEqual([2, '']);
    expect(ran.stderr).toBe('initproof: what is found cannot be kept: out: permission denied (open)');
  });

  test('on a read-only disk', async () => {
    const ran = await onDisk('ro', ['run', FAULTY, ...ONE, '--runs', '5', '--out', 'disk'], cwd);
    expect(ran).toMatchObject({ ...refused, err: 'initproof: what is found cannot be kept: disk: the file system is read-only (open)' });
  });

  test("on a full one, which is the machine's matter", async () => {
    const ran = await onDisk(FULL, ['run', FAULTY, ...ONE, '--runs', '5', '--out', 'disk/out'], cwd);
    expect(ran).toMatchObject({ exit: 3, out: '' });
    expect(ran.err).toBe('initproof: what is found cannot be kept: disk/out: no space left on the disk (mkdir)');
  });
});

test(
  'on a disk that fills up everything is told before it is written, kept if it can be, and counted if not',
  { timeout: 300_000 },
  async () => {
    const ran = await onDisk(SMALL, ['run', FAULTY, ...ALL, '--runs', '300', '--out', 'disk/out'], cwd);
    const all = values(ran);
    expect([ran.exit, ran.err]).toEqual([1, '']);
    const of = (kind: string) => all.filter(({ type }) => type === kind);
    const signatures = (kind: string): Set<unknown> => new Set(of(kind).map(({ signature }) => signature));
    expect(signatures('seen').size).toBeGreaterThan(1);
    expect(signatures('failure')).toEqual(signatures('seen'));
    for (const { signature } of of('seen')) {
      const course = all.filter((event) => event.signature === signature).map(({ type }) => type);
      expect(course[0]).toBe('seen');
      expect(['found', 'not-kept']).toContain(course[1]);
    }
    const lost = of('not-kept').filter(({ earlier }) => earlier === false);
    expect(lost.length).toBeGreaterThan(0);
    for (const { why, yaml, signature } of lost) {
      expect(why).toMatch(/^disk\/out\/.*: no space left on the disk \(/);
      expect(readCase(String(yaml), 'told').signature).toBe(signature);
    }
    expect(all.at(-1)).toMatchObject({ type: 'end', failures: signatures('seen').size, notKept: lost.length, scenarios: 300, exit: 1 });
    const { cases, errors } = await listCases(join(cwd, 'kept'));
    expect([errors, cases.length]).toEqual([[], signatures('seen').size - lost.length]);
    // Nothing cut, nothing half-written.
    const files = readdirSync(join(cwd, 'kept'), { recursive: true, withFileTypes: true }).filter((entry) => entry.isFile());
    expect(files).toHaveLength(cases.length);
  },
);

test('people get the case itself where it could not be kept', async () => {
  const ran = await onDisk('size=64k,nr_inodes=3', ['run', FAULTY, ...ONE.slice(0, -1), '--runs', '40', '--out', 'disk/out'], cwd);
  expect(ran.exit).toBe(1);
  expect(ran.err).toMatch(
    /! .*seven-bits: exit-code\/wrong-status:exit is not kept: disk\/out\/found.*: no space left on the disk \(mkdir\)/,
  );
  const yaml = /put these lines into a file:\n\n([\s\S]*?)\n\n {2}found after/.exec(ran.out)?.[1] ?? '';
  expect(readCase(yaml, 'told')).toMatchObject({ signature: 'exit-code/wrong-status:exit' });
  expect(ran.out).toMatch(/\n1 new failure, 1 not kept in 40 scenarios/);
});

test('what guides a campaign is worth a word and the exit code where it cannot be kept, and no end of it', async () => {
  const ran = await onDisk(
    'size=64k,nr_inodes=3',
    ['run', SOUND, '--no-corpus', '--guided', '50', '--time', '2500ms', '--json', '--out', 'disk/out'],
    cwd,
  );
  const warnings = values(ran).filter(({ type }) => type === 'warning');
  expect(warnings).toMatchObject([
    { message: expect.stringMatching(/^what guides the campaign is not kept for the next one: disk\/out.*no space/) },
  ]);
  expect(values(ran).at(-1)).toMatchObject({ type: 'end', failures: 0, notKept: 0, exit: 3 });
  expect(ran.exit).toBe(3);
});

/** Runs a campaign that is not above the rights of files, and does something at its events. */
async function meddled(meddle: (event: Record<string, unknown>, end: () => void) => void): Promise<Record<string, unknown>[]> {
  const [program = process.execPath, ...args] = [
    ...WITH_RIGHTS,
    process.execPath,
    MAIN,
    'run',
    FAULTY,
    ...ONE,
    '--forever',
    '--out',
    'out',
  ];
  const child = execa(program, args, { cwd, reject: false });
  const all: Record<string, unknown>[] = [];
  for await (const line of child.iterable()) {
    const event = JSON.parse(line) as Record<string, unknown>;
    all.push(event);
    meddle(event, () => child.kill('SIGINT'));
  }
  await child;
  return all;
}

test('a folder that loses its rights, and has them again, has all in the end', async () => {
  const out = join(cwd, 'out');
  mkdirSync(out);
  const all = await meddled(({ type }, end) => {
    if (type === 'campaign') chmodSync(out, 0o555);
    if (type === 'not-kept') chmodSync(out, 0o755);
    if (type === 'failure') end();
  });
  expect(all.flatMap(({ type }) => (type === 'progress' ? [] : type))).toEqual([
    'campaign',
    'kind',
    'seen',
    'not-kept',
    'found',
    'failure',
    'target',
    'end',
  ]);
  expect(all.find(({ type }) => type === 'not-kept')).toMatchObject({ why: 'out/found: permission denied (mkdir)' });
  expect(all.at(-1)).toMatchObject({ type: 'end', failures: 1, notKept: 0 });
  expect((await listCases(out)).cases).toHaveLength(1);
});

test('a folder that goes away has all in the end', async () => {
  const out = join(cwd, 'out');
  const all = await meddled(({ type }, end) => {
    if (type !== 'failure') return;
    rmSync(out, { recursive: true, maxRetries: 10 });
    end();
  });
  expect(all.at(-1)).toMatchObject({ type: 'end', notKept: 0 });
  const { cases } = await listCases(out);
  expect(cases.map(({ path }) => path)).toContain(join(cwd, String(all.find(({ type }) => type === 'failure')?.case)));
});
