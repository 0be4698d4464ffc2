import { expect, test } from 'vitest';
import { readScript } from '../../fuzz/scan/script.ts';

const execsOf = async (text: string): Promise<string[][] | undefined> => (await readScript(text))?.execs;

test.each<[string, string[][]]>([
  ['set -e\nexec "$@"\n', [['$@']]],
  ['echo exec foo', []],
  ['if [ a ]; then exec gosu redis "$@"; fi', [['gosu', 'redis', '$@']]],
  ['exec 3>&1\nexec 2> /dev/null', []],
  ['exec >/log 2>&1\n', []],
  ['# exec a\nnode app', []],
  ['a#b; exec c', [['c']]],
  ['cat <<EOF\nexec no\nEOF\nexec yes', [['yes']]],
  ["cat <<-'EOF'\n\texec no\n\tEOF\nexec yes", [['yes']]],
  ['cat <<EOF\nexec no', []],
  ['A=1 exec -a name tini -- app', [['tini', '--', 'app']]],
  ['foo && exec node app.js', [['node', 'app.js']]],
  ['case $1 in a) exec x;; esac', [['x']]],
  ["echo 'a\nexec b'", []],
  ['{ exec a; }', [['a']]],
  ['exec \\\n  a b', [['a', 'b']]],
  ['exec ${CMD:-x} y', [['${CMD:-x}', 'y']]],
  ['main() { exec a "$@"; }\nmain "$@"', [['a', '$@']]],
  // The shell itself is not replaced.
  ['(exec a)\nexec b', [['b']]],
  ['x | exec a', []],
])('what %j execs', async (text, execs) => {
  expect(await execsOf(text)).toEqual(execs);
});

test.each<[string, string[][]]>([
  ['node app.js', [['node', 'app.js']]],
  ['exec "$@"', []],
  ['"$@"\nexit $?', [['$@']]],
  ['if [ "$1" = debug ]; then exec sh; fi\nnode app.js || exit 1', [['node', 'app.js']]],
  ['if [ a ]; then exec a; else b -x; fi', [['b', '-x']]],
  ['first\nsecond; echo done', [['second']]],
  ['node a.js & node b.js & wait', []],
  ['run() { node app.js; }\nrun', [['node', 'app.js']]],
  ['f() { g; }; g() { f; }; f', []],
  ['while true; do node app.js; done', [['node', 'app.js']]],
  ['node app.js | tee log', [['tee', 'log']]],
  ['sleep 1\nexec b', []],
  ['echo; set -e', []],
])('what %j waits for', async (text, waitsFor) => {
  expect((await readScript(text))?.waitsFor).toEqual(waitsFor);
});

test('what a script traps, and whether it waits for its background', async () => {
  const script = await readScript('trap "kill $p" TERM INT 1\ntrap "" USR1\ntrap - QUIT\nnode a.js & p=$!\nwait $p');
  expect([script?.traps, script?.awaits]).toEqual([['SIGTERM', 'SIGINT', 'SIGHUP'], true]);
});

// Each takes one way over the text, or is not read: a search that goes back would not end in the time of a test.
test.each([' ', '\n', '<<a ', '<<a\n', '"', 'exec ', '-a ', '$(', '#', '\\\n', '(', '{ ', 'if ', 'f(){ ', 'a|', 'a&&', 'case x in a) '])(
  'a script full of %j ends',
  async (text) => {
    expect((await execsOf(text.repeat(60_000)))?.length ?? 0).toBeLessThan(60_000);
  },
);
