import { beforeAll, expect, test } from 'vitest';
import { dockerSave, init, program, USERS } from '../scan/images.ts';
import { temporary } from '../fixtures/temporary.ts';
import { initproof, setUp, SET_UP_MS, write } from './initproof.ts';

let cwd: string;
beforeAll(async () => {
  setUp();
  cwd = temporary();
}, SET_UP_MS);

const tini = await init('tini');
const image = (entrypoint: string[]): Promise<string> =>
  dockerSave({ layers: [[...USERS, program('usr/bin/tini', tini), program('app', 'x')]], config: { Entrypoint: entrypoint, User: 'app' } });

test('exit codes: nothing to do, a finding, an image that is none', async () => {
  const [good, bad] = await Promise.all([image(['tini', '/app']), image(['/app'])]);
  const exit = async (...args: string[]): Promise<number | undefined> => (await initproof(['scan', ...args], { cwd })).exit;
  expect([await exit(good), await exit(bad), await exit(good, '/nowhere')]).toEqual([0, 1, 2]);
  expect([await exit(good, '--fail-on', 'note'), await exit(bad, '--fail-on', 'error'), await exit()]).toEqual([1, 0, 2]);
});

test('each format is on stdout, and nothing else is', async () => {
  const path = await image(['tini', '/app']);
  for (const [format, field] of [
    ['json', 'images'],
    ['ndjson', 'images'],
    ['sarif', 'runs'],
    ['cyclonedx', 'components'],
  ] as const) {
    const { out, err, exit } = await initproof(['scan', path, '--format', format], { cwd });
    expect([err, exit, field in (JSON.parse(out) as object)]).toEqual(['', 0, true]);
  }
});

test('a Dockerfile alone', async () => {
  const file = await write(cwd, 'Dockerfile', `ARG A_SHA256=${'ab'.repeat(32)}\nRUN curl -O x\n`);
  const { out, exit } = await initproof(['scan', '--dockerfile', file], { cwd });
  expect(exit).toBe(1);
  expect(out).toContain('line 1: the digest in A_SHA256 is declared and never checked');
});
