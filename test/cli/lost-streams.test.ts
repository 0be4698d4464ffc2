/** Streams that take nothing: the work ends cleanly, by the code of its cause. */
import { execa } from 'execa';
import { beforeAll, beforeEach, expect, test } from 'vitest';
import { processes } from '../fixtures/processes.ts';
import { temporary } from '../fixtures/temporary.ts';
import { begin, MAIN, setUp, SET_UP_MS, SOUND } from './initproof.ts';
import { onDisk } from './on-disk.ts';

beforeAll(setUp, SET_UP_MS);
let cwd: string;
beforeEach(() => {
  cwd = temporary();
});

const SAID = 'initproof: the answer cannot be written to stdout: no space left on the disk (write)';

/** With one of the streams on a device that is always full (full(4)). */
const onFull = (redirection: '>' | '2>', args: readonly string[]) =>
  execa('sh', ['-c', `exec "$@" ${redirection}/dev/full`, 'sh', process.execPath, MAIN, ...args], { cwd, reject: false });

test('an answer that the disk does not take is 3, whatever the command', async () => {
  const COMMANDS = [
    ['run', SOUND, '--no-corpus', '--forever', '--json'],
    ['explain'],
    ['compare', SOUND, '--runs', '20'],
    ['doctor', '--json'],
  ];
  for (const args of COMMANDS) {
    const { exitCode, stderr } = await onFull('>', args);
    const said = stderr.split('\n').filter((line) => line === SAID);
    expect([args[0], exitCode, said]).toEqual([args[0], 3, [SAID]]);
    expect(stderr).not.toMatch(/^ +at /m);
  }
});

test('so it is on a disk that fills up meanwhile', async () => {
  const script = `"$@" >disk/log`;
  const ran = await onDisk('size=4k', ['run', SOUND, '--no-corpus', '--forever', '--json', '--out', 'out'], cwd, [
    'sh',
    '-c',
    script,
    'sh',
  ]);
  expect([ran.exit, ran.err]).toEqual([3, SAID]);
});

test('who stops reading is no fault: 141, without a word, and nothing of it is left', async () => {
  const child = begin(['run', SOUND, '--forever', '--no-corpus', '--json'], { cwd });
  let tree: number[] = [];
  for await (const text of child.stdout as AsyncIterable<Buffer>) {
    tree = processes().flatMap(({ pid, parent }) => (parent === child.pid ? pid : []));
    if (/"progress"/.test(String(text))) break;
  }
  const { exitCode, stderr } = await child;
  expect([exitCode, stderr]).toEqual([141, '']);
  const now = processes().map(({ pid }) => pid);
  expect([tree.length > 0, tree.filter((pid) => now.includes(pid))]).toEqual([true, []]);
});

test('where nobody hears the conversation, the answer is the same', async () => {
  const { exitCode, stdout } = await onFull('2>', [
    'run',
    SOUND,
    '--like',
    'sound',
    '--no-corpus',
    '--runs',
    '20',
    '--seed',
    '1',
    '--no-color',
  ]);
  expect([exitCode, stdout]).toEqual([0, expect.stringMatching(/^✓ .*no failures in 20 scenarios/s)]);
});
