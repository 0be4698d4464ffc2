import { expect, test } from 'vitest';
import { byShell, readShell } from '../../fuzz/scan/shell.ts';

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
  ['"exec" a', []],
])('%j', (text, execs) => {
  expect(readShell(text)).toEqual(execs);
});

// Each takes one way over the text: a search that goes back would not end in the time of a test.
test.each([' ', '\n', '<<a ', '<<a\n', '"', 'exec ', '-a ', '$(', '#', '\\\n'])('a script full of %j ends', (text) => {
  expect(readShell(text.repeat(60_000)).length).toBeLessThan(60_000);
});

test('interpreters', () => {
  expect(['/bin/sh -e', '/usr/bin/env bash', '/usr/bin/python3', '/usr/bin/env node'].map(byShell)).toEqual([true, true, false, false]);
});
