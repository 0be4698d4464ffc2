import { expect, test } from 'vitest';
import { explain } from '../../fuzz/scenario/explain.ts';
import { ODD, RICH, TRIVIAL } from './samples.ts';

test('says a trivial scenario in two lines', () => {
  expect(explain(TRIVIAL)).toEqual(['The init starts the actor main.', '1. main exits 0.']);
});

test('says a rich one in a line a thing', () => {
  expect(explain(RICH).slice(1)).toMatchInlineSnapshot(`
    [
      "main is the init's child, exits 3 20ms after SIGTERM, notes SIGCHLD and every other signal.",
      "shell is a child of main, in a group of its own, never waits for its children.",
      "worker is 3 children of shell, ignores SIGHUP, exits 0 upon SIGUSR1.",
      "helper is a child of main, in the group of shell.",
      "service is 2 daemons of main.",
      "leader is a child of worker, in a session of its own.",
      "1. main forks shell.",
      "2. shell forks 3 worker.",
      "3. main forks helper.",
      "4. main forks 2 service as daemons are: an intermediate process forks it and exits.",
      "5. worker forks leader.",
      "6. Somebody outside sends SIGUSR1 to the init.",
      "7. worker sends SIGKILL to the init.",
      "8. main sends SIGHUP to the group of shell.",
      "9. Somebody outside sends SIGWINCH to everybody.",
      "10. Somebody outside sends SIGRTMIN+7 with the value -5 to the init.",
      "11. helper is stopped by SIGSTOP.",
      "12. helper is continued by SIGCONT.",
      "13. The init is frozen by SIGSTOP from outside: what is sent to it stays pending.",
      "14. At the same time:",
      "   - shell exits 7.",
      "   - Somebody outside sends SIGTERM to the init.",
      "   - helper dies of SIGQUIT without a core.",
      "15. The init is thawed by SIGCONT from outside.",
      "16. Nothing happens for 100ms.",
      "17. All 2 service exit 1.",
      "18. main dies of SIGSEGV.",
    ]
  `);
});

test('says which actor has itself traced', () => {
  const actors = { main: {}, jobs: { parent: 'main', copies: 2 } };
  expect(explain({ ...TRIVIAL, actors, steps: [{ traceme: 'main' }, { fork: 'jobs' }, { traceme: 'jobs' }] }).slice(2)).toEqual([
    '1. main has itself traced by its parent: each signal stops it.',
    '2. main forks 2 jobs.',
    '3. All 2 jobs have themselves traced by their parent: each signal stops them.',
  ]);
});

test('quotes arguments and variables', () => {
  const launch = { args: ['a b', ''], env: { A: '1' }, open: [3, 5], directory: 'deleted' } as const;
  expect(explain({ ...TRIVIAL, launch: { ...launch, args: [...launch.args], open: [...launch.open] } })[0]).toBe(
    'The init starts the actor main, with the arguments "a b" "", with A="1" in the environment, with descriptors 3 and 5 open, in a directory that has been deleted.',
  );
});

test('says the parts that are not run yet too', () => {
  expect(explain(ODD)).toMatchInlineSnapshot(`
    [
      "The init, a child of PID 1, starts a directory, with no_new_privs, and is sent SIGTERM 350 µs after its exec, on a terminal that stops background processes that write, without capabilities, without /proc.",
      "main is the init's child, becomes root by a set-uid program, is a subreaper, goes on without its first thread.",
      "child is a child of main, is made by vfork.",
      "1. main forks child.",
      "2. The init's own parent ends; PID 1 takes its place.",
      "3. main makes 1000 short-lived orphans.",
      "4. "yes^C" is typed on the terminal.",
      "5. main puts its group in the foreground of the terminal.",
      "6. main reads a line from the terminal.",
      "7. main writes to the terminal.",
      "8. The terminal is resized to 24 rows and 80 columns.",
      "9. The terminal hangs up.",
    ]
  `);
});
