import { expect, test } from 'vitest';
import { launchSh } from '../../fuzz/export/sh-launch.ts';
import { program } from './samples.ts';

const launched = (text: string) => launchSh(program(text));

test.each([
  ['steps: []', 'exec "$@" sh "$dir/case" @act 0'],
  ['launch: {args: ["a b"]}', `exec "$@" sh "$dir/case" @act 0 'a b'`],
  ['launch: {ignored: [SIGCHLD], closed: [stdin]}', 'exec env --ignore-signal=17 "$@" sh "$dir/case" @act 0 0>&-'],
  ['launch: {command: missing, limits: {FSIZE: 0}}', 'exec prlimit --fsize=0: "$@" /nonexistent/command 2>"$dir/stderr"'],
  ['launch: {user: 7, noNewPrivs: true}', 'exec setpriv --no-new-privs --reuid 7 --regid 7 --clear-groups "$@" sh "$dir/case" @act 0'],
])('%s', (text, line) => {
  expect(launched(text).exec).toEqual([line]);
});

test('children from before, those that have ended among them', () => {
  const { older, ended, exec } = launched('actors: {main: {}, a: {parent: init}, b: {parent: init, exited: 3}}');
  expect(older).toEqual(['env --default-signal sh "$dir/case" @act 1 &', '(read -r _ <"$dir/order.2"; exit 3) &']);
  expect(exec).toEqual([expect.stringContaining('8<"$dir/there" 9<"$dir/exec" 8<&- 9<&-')]);
  expect(ended).toContain('for slot in 1 2; do');
  expect(ended).toContain('\tcase $slot in 2) ;; *) continue ;; esac');
  expect(launched('actors: {main: {}, a: {parent: init}}').ended).toEqual([]);
});

test('another user takes root', () => {
  expect(launched('launch: {user: 7}').needs).toHaveLength(1);
  expect(launched('steps: []').needs).toEqual([]);
});
