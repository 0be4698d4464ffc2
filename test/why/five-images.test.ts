/**
 * Five images, and the processes that run in them: with an init, without one, in the shell form, in the exec form, under a supervisor. What is said of
 * each is compared with what SIGTERM then does.
 */
import { type ChildProcess, execFileSync, spawn } from 'node:child_process';
import { once } from 'node:events';
import { readFileSync } from 'node:fs';
import { afterEach, beforeAll, describe, expect, test } from 'vitest';
import { listCases, SHIPPED_CORPUS, type StoredCase } from '../../fuzz/cases/store.ts';
import { findTarget } from '../../fuzz/campaign/find-target.ts';
import { lookAt } from '../../fuzz/why/container.ts';
import { diagnose, type Line } from '../../fuzz/why/diagnosis.ts';
import { forecast } from '../../fuzz/why/forecast.ts';
import { processes, sigkill, treeOf } from '../fixtures/processes.ts';
import { dockerSave, type Entry, folder, init, link, ociArchive, ociFolder, program, unpacked } from '../scan/images.ts';
import { scan, scanning } from '../scan/scanning.ts';

/** A program with the libraries that it loads, each at its own place. */
function withLibraries(name: string, path: string): Entry[] {
  const loads = [...execFileSync('ldd', [path], { encoding: 'utf8' }).matchAll(/(\/\S+) \(0x/g)].map(([, library]) => library ?? '');
  return [program(name, readFileSync(path)), ...loads.map((library) => program(library.slice(1), readFileSync(library)))];
}

async function found(target: string): Promise<string> {
  const one = await findTarget(target);
  if (!one.ok) throw new Error(one.why);
  return one.target.binary;
}

interface Shown {
  entrypoint: string[];
  cmd: string[];
  /** What the image is made as. */
  make: (contents: { layers: Entry[][]; config: object }) => Promise<string>;
  /** Name of a process that is there when all has started. */
  ready: string;
  /** Sentences of the image, and of the process. */
  image: RegExp[];
  process: RegExp[];
  /** What to do, of the process. */
  fix?: RegExp;
  /** Whether SIGTERM ends it. */
  ends: boolean;
}

const SHOWN: Record<string, Shown> = {
  'with an init': {
    entrypoint: ['/sbin/tini', '--'],
    cmd: ['/bin/sleep', '1000'],
    make: dockerSave,
    ready: 'sleep',
    image: [/^PID 1 will be \/sbin\/tini, tini 0\.19\.0/, /^A stop sends SIGTERM to the init, which passes it on to \/bin\/sleep 1000/],
    process: [/^It is tini 0\.19\.0: /, /^SIGTERM goes from it to sleep \(\d+\)\. sleep is ended by it\.$/, /waits for a signal/],
    ends: true,
  },
  'without one': {
    entrypoint: ['/entrypoint.sh'],
    cmd: ['/bin/sleep', '1000'],
    make: ociArchive,
    ready: 'sleep',
    image: [/^\/entrypoint\.sh is a shell script that waits for \$@ at its end: it stays PID 1.*A stop does nothing/],
    process: [/^A stop does nothing\. PID 1 has no handler for SIGTERM/, /^It passes no signal on\. .*sleep \(\d+\) is ended by it/],
    fix: /^end the script with exec "\$@"/,
    ends: false,
  },
  'in the shell form': {
    entrypoint: [],
    cmd: ['/bin/sh', '-c', '/bin/sleep 1000; exit'],
    make: ociFolder,
    ready: 'sleep',
    image: [/^PID 1 is \["\/bin\/sh","-c"\]: SIGTERM ends at the shell/],
    process: [/^A stop does nothing\. PID 1 has no handler for SIGTERM/, /waits for a child to end/],
    fix: /JSON list/,
    ends: false,
  },
  'in the exec form': {
    entrypoint: [],
    cmd: ['/bin/sleep', '1000'],
    make: dockerSave,
    ready: 'sleep',
    image: [
      /^PID 1 will be \/bin\/busybox, a program that is no init/,
      /^PID 1 is \/bin\/sleep: .*signals that it does not handle are lost/,
    ],
    process: [/^A stop does nothing\. PID 1 has no handler for SIGTERM/, /waits for a time to pass/],
    fix: /^run it below an init/,
    ends: false,
  },
  'under a supervisor': {
    entrypoint: ['/usr/bin/runsvdir'],
    cmd: ['/etc/service'],
    make: ociArchive,
    ready: 'runsvdir',
    image: [/^PID 1 will be \/usr\/bin\/runsvdir, a supervisor or another init/],
    process: [/^It has a handler for SIGTERM\.$/],
    ends: true,
  },
};

let entries: Entry[] = [];
let cases: StoredCase[] = [];
beforeAll(async () => {
  ({ cases } = await listCases(SHIPPED_CORPUS));
  const [busybox, runsvdir] = [await found('busybox-sh'), await found('runsvdir')];
  entries = [
    ...withLibraries('usr/bin/runsvdir', runsvdir),
    program('bin/busybox', readFileSync(busybox)),
    link('bin/sh', 'busybox'),
    link('bin/sleep', 'busybox'),
    program('sbin/tini', await init('tini-static')),
    program('entrypoint.sh', '#!/bin/sh\nset -e\n"$@"\n'),
    folder('etc/service'),
    folder('proc'),
  ];
}, 60_000);

const running: ChildProcess[] = [];
afterEach(() => {
  for (const { pid } of running.splice(0)) for (const one of treeOf(pid ?? 0).reverse()) sigkill(one.pid);
});

const NAMESPACES = process.getuid?.() === 0 ? [] : ['--user', '--map-root-user'];
const nameOf = (pid: number): string => readFileSync(`/proc/${pid}/comm`, 'utf8').trim();
const tick = (): Promise<void> => new Promise((resolve) => setImmediate(resolve));

/** The words as PID 1 of namespaces of their own, in the root file system that the image is made of. */
async function started({ entrypoint, cmd, ready }: Shown): Promise<{ child: ChildProcess; pid: number }> {
  const options = [...NAMESPACES, '--mount', '--pid', '--fork', '--kill-child', '--mount-proc', '--root', unpacked(entries)];
  const child = spawn('unshare', [...options, ...entrypoint, ...cmd], {
    stdio: ['ignore', 'ignore', 'inherit'],
    env: { PATH: '/usr/bin:/bin' },
  });
  running.push(child);
  const [, first] = await until(() => {
    const tree = treeOf(child.pid ?? 0);
    const isThere = tree.slice(1).some(({ pid, state }) => state === 'S' && nameOf(pid) === ready);
    return isThere ? tree.map(({ pid }) => pid) : undefined;
  });
  return { child, pid: first ?? 0 };
}

async function until<T>(look: () => T | undefined): Promise<T> {
  for (;;) {
    const seen = look();
    if (seen !== undefined) return seen;
    await tick();
  }
}

const said = (lines: readonly Line[]): string[] => lines.map((line) => line.said);
const faults = (lines: readonly Line[]): Line[] => lines.filter(({ grade }) => grade === 'fault');

describe.each(Object.entries(SHOWN))('an image %s', (_, shown) => {
  test('is told what it will do', async () => {
    const path = await shown.make({ layers: [entries], config: { Entrypoint: shown.entrypoint, Cmd: shown.cmd } });
    const lines = forecast(await scan(path), { osv: scanning.osv, cases });
    for (const one of shown.image) expect(said(lines)).toContainEqual(expect.stringMatching(one));
    const wrong = lines.filter(({ grade }) => grade === 'fault' || grade === 'warning');
    expect(wrong.length > 0).toBe(!shown.ends);
  });

  test('is told what it does, and does so', async () => {
    const { child, pid } = await started(shown);
    const container = await lookAt(pid, scanning.verifying);
    const lines = diagnose(container, { stop: 'SIGTERM', osv: scanning.osv, cases });
    for (const one of shown.process) expect(said(lines)).toContainEqual(expect.stringMatching(one));
    expect(faults(lines).map(({ fix }) => fix)).toEqual(shown.fix === undefined ? [] : [expect.stringMatching(shown.fix)]);
    const ended = once(child, 'exit');
    process.kill(pid, 'SIGTERM');
    // What PID 1 does not handle the kernel drops while it is sent.
    if (shown.ends) await ended;
    else expect(processes().find((one) => one.pid === pid)?.state).toBe('S');
  });
});
