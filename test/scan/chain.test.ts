import { expect, test } from 'vitest';
import { chainOf } from '../../fuzz/scan/chain.ts';

const told = async (...argv: string[]): Promise<string[]> =>
  (await chainOf(argv)).map(({ words, below }) => `${below}: ${words.join(' ')}`);

test.each<[string[], string[]]>([
  [['node', 'a.js'], ['nothing: node a.js']],
  [['tini', '-g', '-p', 'SIGTERM', '--', 'gosu', 'app', 'node', 'a.js'], ['init: node a.js']],
  [['dumb-init', '--rewrite', '15:3', 'npm', 'start'], ['init: npm start']],
  [['sh', '-c', 'exec npm start'], ['nothing: npm start']],
  [['tini', 'sh', '-c', 'npm start'], ['shell: npm start']],
  [['bash', '-c', 'if [ a ]; then exec "$@"; else exec "$@"; fi', 'x', 'node', 'a.js'], ['nothing: node a.js']],
  [['sh', '-c', 'exec $APP'], []],
  [['tini', '--'], []],
])('%j', async (argv, expected) => {
  expect(await told(...argv)).toEqual(expected);
});

test('arguments that multiply at each shell come to an end', async () => {
  const each = `${'exec sh -c "$@" x;'.repeat(50)}`;
  expect((await chainOf(['sh', '-c', each, 'x', each, each, each, each, each, each])).length).toBeLessThan(101);
});
