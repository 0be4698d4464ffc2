import { resolve } from 'node:path';
import { execa } from 'execa';
import { beforeAll, describe, expect, it } from 'vitest';

const SOUND = resolve('native/build/sound');

beforeAll(async () => {
  await execa('make', ['-C', 'native', 'build/sound']);
});

/** Runs a command under the sound init as PID 1, `before` it (env, say) in the same namespace. A hang ends with no exit code. */
async function underSound(command: string[], before: string[] = []) {
  const namespaces = [...(process.getuid?.() === 0 ? [] : ['--map-root-user']), '--pid', '--fork', '--kill-child', '--mount-proc'];
  const words = ['--signal=KILL', '10', 'unshare', ...namespaces, ...before, SOUND, ...command];
  const { exitCode, stdout } = await execa('timeout', words, { reject: false });
  return { exitCode, stdout };
}

const shell = (script: string, before: string[] = []) => underSound(['sh', '-c', script], before);

describe('exit code', () => {
  it.each([0, 1, 77, 127, 128, 255])("is the child's: %i", async (code) => {
    expect(await shell(`exit ${code}`)).toMatchObject({ exitCode: code });
  });

  it.each([1, 6, 9, 15, 34, 64])('is 128 + n for a death by signal %i', async (signal) => {
    expect(await shell(`kill -${signal} $$`)).toMatchObject({ exitCode: 128 + signal });
  });

  it.each([
    ['/nowhere', 127],
    ['not-in-the-path', 127],
    ['', 127],
    ['/etc/passwd/below-a-file', 127],
    ['/', 126],
    ['/etc/passwd', 126],
  ])('of a command that cannot be started: `%s` gives %i', async (command, code) => {
    expect(await underSound([command])).toMatchObject({ exitCode: code });
  });

  it('is 1 for wrong usage', async () => {
    expect(await underSound([])).toMatchObject({ exitCode: 1 });
  });
});

describe('signals', () => {
  it('forwards all that a shell can trap, but the synchronous seven and SIGCHLD', async () => {
    const synchronous = [4, 5, 6, 7, 8, 11, 31];
    const kept = [9, 17, 19, 32, 33, ...synchronous];
    const forwarded = Array.from({ length: 64 }, (_, index) => index + 1).filter((number) => !kept.includes(number));
    const script = `for s in ${[...forwarded, ...synchronous].join(' ')}; do trap "echo $s; seen=$s" $s; done
      kill -17 1; for s in ${synchronous.join(' ')}; do kill -$s 1; done
      for s in ${forwarded.join(' ')}; do kill -$s 1; until [ "$seen" = $s ]; do :; done; done`;
    expect(await shell(script)).toEqual({ exitCode: 0, stdout: forwarded.join('\n') });
  });

  it.each([32, 33])("forwards signal %i, the C library's own", async (signal) => {
    expect(await shell(`kill -${signal} 1; sleep 20`)).toMatchObject({ exitCode: 128 + signal });
  });

  it('forwards what was ignored at its exec', async () => {
    const trap = 'trap "seen=yes" USR2; kill -USR2 1; until [ "$seen" = yes ]; do :; done; exit 5';
    const { exitCode } = await underSound(['env', '--default-signal=USR2', 'sh', '-c', trap], ['env', '--ignore-signal=USR2']);
    expect(exitCode).toBe(5);
  });
});

describe('children', () => {
  it('start with the mask, the ignored signals and the directory that the init was given', async () => {
    const before = ['env', '-C', '/usr', '--block-signal=TERM', '--ignore-signal=CHLD,PIPE'];
    const signals = await underSound(['grep', '-E', 'Sig(Blk|Ign)', '/proc/self/status'], before);
    expect(signals.stdout).toBe('SigBlk:\t0000000000004000\nSigIgn:\t0000000000011000');
    expect(await underSound(['readlink', '/proc/self/cwd'], before)).toMatchObject({ stdout: '/usr' });
  });

  it('are in its group and session', async () => {
    expect(await shell('cut -d" " -f5,6 /proc/1/stat /proc/$$/stat')).toMatchObject({ stdout: '0 0\n0 0' });
  });

  it('see closed standard descriptors as closed', async () => {
    const script = 'for n in 0 1 2 3 4; do [ -e /proc/$$/fd/$n ] && exit 1; done; exit 0';
    expect(await shell(script, ['sh', '-c', 'exec "$@" <&- >&- 2>&-', 'sh'])).toMatchObject({ exitCode: 0 });
  });

  it('are all waited for, orphans too, also when SIGCHLD was ignored at its exec', async () => {
    const script = `for n in 1 2 3 4 5 6 7 8 9; do (exit 3 & exit 4 &); done
      set -- /proc/[0-9]*; until [ $# = 2 ]; do set -- /proc/[0-9]*; done; exit 5`;
    expect(await shell(script)).toMatchObject({ exitCode: 5 });
    expect(await shell(script, ['env', '--ignore-signal=CHLD'])).toMatchObject({ exitCode: 5 });
  });

  it('do not keep it when the main one has ended', async () => {
    expect(await shell('(sleep 20 &); exit 4')).toMatchObject({ exitCode: 4 });
  });
});
