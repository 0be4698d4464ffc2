/** Whether this machine can run inits, and what to change where it cannot: the checks of `initproof doctor`. */
import { availableParallelism, loadavg } from 'node:os';
import { compile } from '../compile/compile.ts';
import type { Scenario } from '../scenario/scenario.ts';
import type { Hello } from '../trace/decode.ts';
import type { Trace } from '../trace/trace.ts';
import { type Check, note, ok, problem, readSetting } from './check.ts';
import { checkFiles, checkLeftovers } from './check-own.ts';
import { type MachineFacts, machineFacts } from './ffi.ts';
import { HarnessError } from './harness-error.ts';
import { howToBuild, native } from './locate.ts';
import { staysError } from './leftover.ts';
import { type Job, openPool } from './pool.ts';

/** All checks, in the order in which one depends on the other. Takes a moment: the last one starts an executor. */
export async function checkMachine(): Promise<Check[]> {
  const built = checkBuilt();
  const facts = built.status === 'ok' ? readFacts() : undefined;
  return [
    checkNode(),
    await checkCompiler(built),
    built,
    ...(facts === undefined ? [] : [checkKernel(facts), checkNamespaces(facts), checkFifo(facts)]),
    ...(built.status === 'ok' ? await checkExecutor() : []),
    checkLeftovers(),
    checkPids(),
    checkFiles(),
    checkLoad(),
    await checkApt(),
  ];
}

/** Vite 8, which vitest needs, runs on no older one. */
const NODE = [20, 19] as const;

function checkNode(): Check {
  const [major = 0, minor = 0] = process.versions.node.split('.').map(Number);
  const said = `${process.versions.node} (needs ${NODE.join('.')})`;
  if (major > NODE[0] || (major === NODE[0] && minor >= NODE[1])) return ok('node', said);
  return problem('node', said, 'install Node 20.19 or later: https://nodejs.org/en/download');
}

async function firstLine(command: string): Promise<string | undefined> {
  const { execa } = await import('execa');
  const { stdout, failed } = await execa(command, ['--version'], { reject: false, timeout: 10_000 });
  return failed ? undefined : (stdout.split('\n')[0] ?? command);
}

/** Without one, what is built already still runs. */
async function checkCompiler(built: Check): Promise<Check> {
  const [compiler, make] = await Promise.all([firstLine(process.env['CC'] ?? 'cc'), firstLine('make')]);
  if (compiler !== undefined && make !== undefined) return ok('compiler', `${compiler}; ${make}`);
  const missing = compiler === undefined ? 'no C compiler' : 'no make';
  const fix = 'on Debian: apt-get install gcc make libc6-dev (as root)';
  return built.status === 'ok'
    ? note('compiler', `${missing}; needed only to build the native part anew`, fix)
    : problem('compiler', missing, fix);
}

function checkBuilt(): Check {
  try {
    for (const name of ['executor', 'actor', 'sound', 'libinitproof.so'] as const) native(name);
    return ok('native', native('executor'));
  } catch (error) {
    if (!(error instanceof HarnessError)) throw error;
    const [said = '', ...fix] = error.message.split('\n');
    return problem('native', said, ...fix);
  }
}

function readFacts(): MachineFacts | undefined {
  try {
    return machineFacts();
  } catch (error) {
    // checkExecutor tells what this means for runs.
    if (error instanceof HarnessError) return undefined;
    throw error;
  }
}

function checkKernel({ kernel, missing }: MachineFacts): Check {
  if (missing.length === 0) return ok('kernel', `${kernel}; pidfd_open, clone3, mount_setattr, close_range`);
  const said = missing.map(({ call, error }) => `${call}: ${error}`).join(', ');
  return problem(
    'kernel',
    `${kernel}; ${said}`,
    'Linux 5.14 or later is needed; in a container, a seccomp filter may be in the way: see namespaces',
  );
}

/** Who forbids user namespaces, by the file that says so, and its remedy. */
const FORBIDDERS = [
  {
    file: '/proc/sys/kernel/apparmor_restrict_unprivileged_userns',
    value: '1',
    fix: 'sudo sysctl -w kernel.apparmor_restrict_unprivileged_userns=0',
  },
  { file: '/proc/sys/kernel/unprivileged_userns_clone', value: '0', fix: 'sudo sysctl -w kernel.unprivileged_userns_clone=1' },
  { file: '/proc/sys/user/max_user_namespaces', value: '0', fix: 'sudo sysctl -w user.max_user_namespaces=15000' },
] as const;

function checkNamespaces({ namespaces, user }: MachineFacts): Check {
  if (namespaces === true) return ok('namespaces', user === 0 ? 'can be made (as root)' : 'can be made, by user namespaces');
  const settings = FORBIDDERS.filter(({ file, value }) => readSetting(file) === value).map(({ fix }) => fix);
  const fixes =
    settings.length > 0
      ? settings
      : ['in Docker: docker run --security-opt seccomp=unconfined --security-opt apparmor=unconfined, or --privileged'];
  return problem('namespaces', `refused: ${namespaces}`, ...fixes, ...(user === 0 ? [] : ['or run initproof as root']));
}

/** The highest priority that an executor asks for, its watchdog's (native/src/priority.h); RLIMIT_RTPRIO bounds it (sched(7)). */
export const REAL_TIME = 4;

function checkFifo({ fifo }: MachineFacts): Check {
  if (fifo === true) return ok('scheduler', 'SCHED_FIFO may be used');
  return note(
    'scheduler',
    `SCHED_FIFO may not be used (${fifo}): runs are slower, and more of them inconclusive on a busy machine`,
    `as a user: a line "@GROUP - rtprio ${REAL_TIME}" in /etc/security/limits.d/, and log in anew`,
    `in a container: --ulimit rtprio=${REAL_TIME}, or --cap-add SYS_NICE`,
  );
}

const jobOf = (actors: Scenario['actors'], steps: Scenario['steps']): Job => ({
  program: compile({ version: 1, launch: {}, actors: { main: {}, ...actors }, steps }),
  binary: 0,
  args: [],
  pollMs: 0,
  careful: true,
});

/** Nothing happens, and the init is traced. */
const TRACED: Job = { ...jobOf({}, []), record: true };

/** A process gets the id that another one had. */
const RETAKEN: Job = jobOf({ first: { parent: 'main' }, second: { parent: 'main', pid: { of: 'first' } } }, [
  { fork: 'first' },
  { exit: { actor: 'first', code: 0 } },
  { fork: 'second' },
]);

function checkIds({ bound }: Trace): Check {
  if (bound !== 'unavailable') return ok('ids', 'a process can get an id that another one had (ns_last_pid)');
  return note(
    'ids',
    '/proc/sys/kernel/ns_last_pid cannot be set: scenarios in which an id is taken again are not judged',
    'a kernel that was built with CONFIG_CHECKPOINT_RESTORE',
  );
}

function checkTracing({ bound }: Trace): Check {
  if (bound !== 'unavailable') return ok('tracing', 'an init can be held at its system calls (ptrace)');
  return note(
    'tracing',
    'ptrace(2) is refused: no exploration, and cases with `at` are not judged',
    adviceOnTracing(readSetting('/proc/sys/kernel/yama/ptrace_scope')),
  );
}

/** By kernel.yama.ptrace_scope; the kernel keeps a 3 until the machine is started anew (Documentation/admin-guide/LSM/Yama.rst). */
export function adviceOnTracing(scope: string | undefined): string {
  if (scope === '3') return 'kernel.yama.ptrace_scope is 3, and stays so until a reboot: set it to 1 in /etc/sysctl.d/, and boot anew';
  return 'sudo sysctl -w kernel.yama.ptrace_scope=1; in Docker: --cap-add SYS_PTRACE or --security-opt seccomp=unconfined';
}

/** What bounds the memory of a run. */
const MEMORY: Record<Hello['memory'], Check> = {
  samples: note(
    'memory',
    'looked at every 10 ms: no control group can be made here, and a run can have more than its 512 MiB for a moment',
    'run as root, or below a control group of your own (systemd-run --user --scope initproof …)',
  ),
  'cgroup-1': ok('memory', 'bounded by a control group (version 1)'),
  'cgroup-2': ok('memory', 'bounded by a control group (version 2)'),
};

async function checkExecutor(): Promise<Check[]> {
  try {
    const pool = await openPool({ binaries: [native('sound')], jobs: 1 });
    const [traced, retaken] = await Promise.allSettled([pool.run(TRACED), pool.run(RETAKEN)]);
    const stays = staysError(await pool.close());
    if (stays !== undefined) throw stays;
    if (traced.status === 'rejected') throw traced.reason;
    if (retaken.status === 'rejected') throw retaken.reason;
    return [ok('executor', 'starts'), MEMORY[pool.hello.memory], checkTracing(traced.value), checkIds(retaken.value)];
  } catch (error) {
    if (!(error instanceof HarnessError) || error.code === 'stays') throw error;
    const [said = '', ...fix] = error.message.split('\n').map((line) => line.replace(/^executor: /, ''));
    return [problem('executor', said, ...(fix.length > 0 ? fix : [howToBuild()]))];
  }
}

/** The limits of a scenario, 200 processes, and a few for each executor. */
const PIDS_NEEDED = 400;

function checkPids(): Check {
  const max = readSetting(`/sys/fs/cgroup${ownCgroup()}/pids.max`);
  const used = Number(readSetting(`/sys/fs/cgroup${ownCgroup()}/pids.current`) ?? 0);
  if (max === undefined || max === 'max') return ok('processes', 'no limit by control group');
  const left = Number(max) - used;
  if (left >= PIDS_NEEDED) return ok('processes', `${left} more allowed by control group`);
  return note(
    'processes',
    `only ${left} more allowed by control group: scenarios with many processes fail`,
    'raise pids.max, or docker run --pids-limit',
  );
}

const ownCgroup = (): string => /^0::(.*)$/m.exec(readSetting('/proc/self/cgroup') ?? '')?.[1] ?? '';

function checkLoad(): Check {
  const [load = 0] = loadavg();
  const cpus = availableParallelism();
  const said = `${load.toFixed(1)} on ${cpus} CPU${cpus === 1 ? '' : 's'}`;
  return load <= cpus + 1 ? ok('load', said) : note('load', `${said}: slower, and more runs inconclusive`);
}

async function checkApt(): Promise<Check> {
  const [apt, dpkg] = await Promise.all([firstLine('apt-get'), firstLine('dpkg-deb')]);
  if (apt !== undefined && dpkg !== undefined) return ok('packages', apt);
  return note(
    'packages',
    'no apt-get or dpkg-deb: inits from Debian packages cannot be fetched',
    'give an init by its path: initproof run ./my-init',
  );
}
