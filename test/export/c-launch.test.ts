import { expect, test } from 'vitest';
import { launchC, makesFolder } from '../../fuzz/export/c-launch.ts';
import { program } from './samples.ts';

const launched = (text: string) => launchC(program(text));

test('a plain launch takes nothing but an empty signal mask', () => {
  expect(launched('steps: []')).toEqual({
    variables: [],
    prepare: ['memcpy(command, (char *[]){ path, "@main", name, NULL }, 4 * sizeof(char *));'],
    launch: ['syscall(SYS_rt_sigprocmask, SIG_SETMASK, &(uint64_t){ UINT64_C(0x0) }, NULL, sizeof(uint64_t));'],
    clean: [],
  });
});

test('the state of the init', () => {
  const { launch } = launched(
    'launch: {ignored: [SIGCHLD], blocked: [SIGTERM], pending: [SIGTERM], closed: [stdin], open: [3], umask: 18}',
  );
  expect(launch).toEqual([
    'dup2(open("/dev/null", O_RDWR | O_CLOEXEC), 3);',
    'close(0);',
    'signal(SIGCHLD, SIG_IGN);',
    'syscall(SYS_rt_sigprocmask, SIG_SETMASK, &(uint64_t){ UINT64_C(0x4000) }, NULL, sizeof(uint64_t));',
    'kill(getpid(), SIGTERM);',
    'umask(022);',
  ]);
});

test('what is made is taken away', () => {
  const made = 'launch: {command: not-executable}';
  expect(makesFolder(program(made))).toBe(true);
  expect(launched(made).clean).toEqual(['unlink(file);', 'rmdir(folder);']);
  expect(makesFolder(program('launch: {command: missing}'))).toBe(false);
});
