/** What people use today to run an init as PID 1, on the trivial work: an init that starts `true`. Nothing is observed. */
import { execFileSync } from 'node:child_process';
import { availableParallelism } from 'node:os';
import { execa } from 'execa';
import { type Contender, keepGoing, type Measure } from './contender.ts';

/** One process lives for about this many ms by these ways: how a script's number of rounds is chosen. */
const ROUGHLY_MS = 4;

/** Those of the ways that this machine has. `command`: the init, its arguments, what it starts. */
export function today(command: readonly string[]): Contender[] {
  const jobs = availableParallelism();
  const unshare = [
    'unshare',
    ...(process.geteuid?.() === 0 ? [] : ['--user', '--map-root-user']),
    '--pid',
    '--fork',
    '--mount-proc',
    ...command,
  ];
  const bwrap = ['bwrap', '--ro-bind', '/', '/', '--unshare-pid', '--as-pid-1', '--proc', '/proc', ...command];
  return [
    byExeca('execa + unshare', unshare, jobs),
    byExeca('execa + bwrap', bwrap, jobs),
    byScript('sh script + unshare, a process per case', ['sh', '-c', SHELL_LOOP, 'sh'], unshare, jobs),
    byScript('python script + unshare, a process per case', ['python3', '-c', PYTHON_LOOP], unshare, jobs),
  ].filter(({ needs }) => needs.every(works));
}

type Today = Contender & { needs: string[][] };

function byExeca(name: string, line: string[], jobs: number): Today {
  const [file = '', ...args] = line;
  return { name, needs: [line], measure: (ms) => keepGoing(ms, jobs, () => execa(file, args, { stdio: 'ignore' })) };
}

const SHELL_LOOP = 'n=$1; shift; while [ "$n" -gt 0 ]; do "$@" || exit 1; n=$((n - 1)); done';
const PYTHON_LOOP = 'import subprocess, sys\nfor _ in range(int(sys.argv[1])): subprocess.run(sys.argv[2:], check=True)';

function byScript(name: string, script: string[], line: string[], jobs: number): Today {
  const [file = '', ...args] = script;
  const measure = async (ms: number): Promise<Measure> => {
    const rounds = Math.ceil(ms / ROUGHLY_MS);
    const start = performance.now();
    await Promise.all(Array.from({ length: jobs }, () => execa(file, [...args, String(rounds), ...line], { stdio: 'ignore' })));
    return { count: rounds * jobs, seconds: (performance.now() - start) / 1000 };
  };
  return { name, needs: [[file, '-c', ''], line], measure };
}

function works([file = '', ...args]: string[]): boolean {
  try {
    execFileSync(file, args, { stdio: 'ignore' });
    return true;
  } catch {
    return false;
  }
}
