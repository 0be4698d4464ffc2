/** What tests of the executor share: pools as root and without privilege, and scenarios in a few words. */
import { execFileSync } from 'node:child_process';
import { chmodSync, cpSync, existsSync, mkdtempSync, renameSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { dirname, join } from 'node:path';
import { compile } from '../../fuzz/compile/compile.ts';
import { native, PACKAGE_ROOT } from '../../fuzz/execute/locate.ts';
import { openPool, type Pool } from '../../fuzz/execute/pool.ts';
import { callName } from '../../fuzz/scenario/calls.ts';
import type { Scenario } from '../../fuzz/scenario/scenario.ts';
import type { Trace, TraceEvent } from '../../fuzz/trace/trace.ts';

/** Without privilege: SCHED_FIFO is not allowed there, only the own id is mapped. Tests started without root have nothing else. */
export type User = 'root' | 'nobody' | 'self';
export const USERS: User[] = process.getuid?.() === 0 ? ['root', 'nobody'] : ['self'];

/** In the order of a pool's binaries. */
const INITS = ['sound', 'hostile', 'forge', 'threads', 'sleeper'] as const;
/** What else tests run as inits. */
const OTHERS = ['hog'] as const;

const NOBODY = 65534;

/** Drops privilege where the executor would start. The environment is empty, hence the full path. */
export const DROP = wrapper(`/usr/bin/setpriv --reuid=${NOBODY} --regid=${NOBODY} --clear-groups`);

/** Without CAP_SYS_NICE, as Docker starts root: no SCHED_FIFO. */
export const NO_NICE = wrapper('/usr/bin/setpriv --bounding-set=-sys_nice');

function wrapper(command: string): string {
  return `#!/bin/sh\nexec ${command} "\${0%/*}/executor.real" "$@"\n`;
}

/** The folder of the built programs, with test inits. */
export function buildFolder(): string {
  const folder = dirname(native('executor'));
  if (process.env.INITPROOF_NATIVE === undefined) execFileSync('make', ['-s', '-C', join(PACKAGE_ROOT, 'native'), 'inits']);
  return folder;
}

/** A copy of it that anybody can read, in which this shell script stands in for the executor, which is `executor.real`. */
export function wrappedBuild(wrapper: string): string {
  const folder = mkdtempSync(join(tmpdir(), 'initproof-test-'));
  chmodSync(folder, 0o755);
  for (const name of ['executor', 'actor', 'libinitproof.so', ...INITS, ...OTHERS]) cpSync(join(buildFolder(), name), join(folder, name));
  renameSync(join(folder, 'executor'), join(folder, 'executor.real'));
  writeFileSync(join(folder, 'executor'), wrapper, { mode: 0o755 });
  return folder;
}

export interface RunOptions {
  init?: (typeof INITS)[number];
  args?: string[];
  careful?: boolean;
  zygote?: boolean;
  record?: boolean;
}

export interface Setting {
  /** Of the native programs. */
  folder: string;
  pool: Pool;
  run(scenario: Partial<Scenario>, options?: RunOptions): Promise<Trace>;
  close(): Promise<void>;
}

/**
 * A pool of one executor (or `jobs`) as that user, whose inits are the sound ones, without threads and with, the hostile ones, the forgers
 * and one that only sleeps.
 */
export const openSetting = (user: User, jobs = 1): Promise<Setting> =>
  user === 'nobody' ? openWrapped(DROP, jobs) : openFolder(buildFolder(), jobs);

/** One whose executors are started by this shell script; `folder` is its own. */
export const openWrapped = (wrapper: string, jobs: number): Promise<Setting> => openFolder(wrappedBuild(wrapper), jobs, true);

async function openFolder(folder: string, jobs: number, own = false): Promise<Setting> {
  const before = process.env.INITPROOF_NATIVE;
  process.env.INITPROOF_NATIVE = folder;
  const pool = await openPool({ binaries: INITS.map((name) => join(folder, name)), jobs });
  return {
    folder,
    pool,
    run: (scenario, { init = 'sound', args = [], careful = false, zygote = false, record = false } = {}) =>
      pool.run({ program: compile(whole(scenario)), binary: INITS.indexOf(init), args, pollMs: 100, careful, zygote, record }),
    close: async () => {
      await pool.close();
      if (before === undefined) delete process.env.INITPROOF_NATIVE;
      else process.env.INITPROOF_NATIVE = before;
      if (own && existsSync(folder)) rmSync(folder, { recursive: true });
    },
  };
}

/** Fills in what a scenario leaves out. */
export function whole(scenario: Partial<Scenario>): Scenario {
  return { version: 1, launch: {}, steps: [], ...scenario, actors: { main: {}, ...scenario.actors } };
}

/** An event in a few words, without times and ids that a run picks. */
export function words(event: TraceEvent): string {
  switch (event.kind) {
    case 'op':
      return `op ${event.index}`;
    case 'started':
      return `${event.slot} started: parent ${event.ppid}, group ${event.pgid}, session ${event.sid}`;
    case 'signal':
      return `${event.slot} got ${event.signal} from ${event.from}${event.code === -1 ? ` with ${event.value}` : ''}`;
    case 'reaped':
      return `${event.slot} reaped ${event.child}: ${status(event.status)}`;
    case 'moved':
      return `${event.slot} moved to ${event.parent}`;
    case 'settled':
      return `settled ${event.index}: ${event.init === 'forever' ? 'asleep' : event.init}`;
    case 'terminal':
      return `terminal: group ${event.foreground}, ${event.input} bytes${event.changed ? ', changed' : ''}`;
    case 'strangers':
    case 'left':
      return `${event.count} ${event.kind}`;
    case 'held':
      return `${event.of} held at the ${event.when} of ${callName(event.call)}`;
    case 'call':
      return `${event.of} ${callName(event.call)}`;
    default:
      return `${event.slot} ${event.kind}`;
  }
}

const status = (end: Trace['exit'] | { how: 'exited'; code: number } | { how: 'signalled'; signal: number; core: boolean }): string =>
  end === undefined ? 'none' : end.how === 'exited' ? `code ${end.code}` : `signal ${end.signal}${end.core ? ' (core)' : ''}`;

/** How the init ended, in the same words. */
export const exitOf = (trace: Trace): string => status(trace.exit);

/** The events in words, those of a kind only if wanted. */
export const story = (trace: Trace, ...kinds: TraceEvent['kind'][]): string[] =>
  trace.events.filter(({ kind }) => kinds.length === 0 || kinds.includes(kind)).map(words);
