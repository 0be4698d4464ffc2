import { execFileSync } from 'node:child_process';
import { readFile } from 'node:fs/promises';
import { join } from 'node:path';
import { beforeAll, expect, test } from 'vitest';
import { readProfile } from '../../fuzz/profile/profile.ts';
import { PACKAGE_ROOT } from '../../fuzz/execute/locate.ts';
import { temporary } from '../fixtures/temporary.ts';
import { initproof, setUp, SET_UP_MS, SOUND, values } from './initproof.ts';

const TROJANS = join(PACKAGE_ROOT, 'targets', 'faulty', 'trojans');
const TROJAN = join(TROJANS, 'build', 'signal-opens-a-socket');
/** ms: a machine that others keep busy. */
const TIMEOUT = 300_000;

let cwd: string;
beforeAll(async () => {
  setUp();
  execFileSync('make', ['-s', '-C', TROJANS]);
  cwd = temporary();
}, SET_UP_MS);

test(
  'an honest init keeps its profile; what was tried is listed',
  async () => {
    const { exit, out, err } = await initproof(['profile', 'check', 'sound', '--runs', '100', '--seed', '3'], { cwd });
    expect(exit).toBe(0);
    expect(out).toMatch(/tried\n {2}100 scenarios/);
    expect(out).toMatch(/not vouched for/);
    expect(err).toMatch(/by the profile of sound; sha256 [0-9a-f]{64} is /);
  },
  TIMEOUT,
);

test(
  'a trojan is found, as a case that replay shows again',
  async () => {
    const ran = await initproof(['profile', 'check', TROJAN, '--like', 'sound', '--runs', '60', '--seed', '1', '--json'], { cwd });
    expect(ran.exit).toBe(1);
    const failure = values(ran).find(({ type }) => type === 'failure');
    expect(failure).toMatchObject({ property: 'keeps-profile', signature: 'keeps-profile/supervising:network:_socket_AF_INET' });
    expect(failure?.said).toMatch(/network: socket AF_INET \(supervising, critical\)/);
    expect(values(ran).at(-1)).toMatchObject({ type: 'stimuli' });
    const path = String(failure?.case);
    expect(await readFile(join(cwd, path), 'utf8')).toMatch(/SIGUSR2/);
    const again = await initproof(['replay', path, '--target', TROJAN, '--like', 'sound', '--times', '2', '--json'], { cwd });
    expect(values(again)[0]).toMatchObject({ verdicts: { violated: 2 } });
    const honest = await initproof(['replay', path, '--target', SOUND, '--like', 'sound', '--times', '2', '--json'], { cwd });
    expect([honest.exit, values(honest)[0]?.verdicts]).toEqual([0, { holds: 2 }]);
  },
  TIMEOUT,
);

test(
  'record writes a profile that diff reads; the trojan differs from it',
  async () => {
    const recorded = await initproof(['profile', 'record', 'sound', '--runs', '40', '-o', 'sound.profile.yaml'], { cwd });
    expect(recorded.exit).toBe(0);
    const profile = readProfile(await readFile(join(cwd, 'sound.profile.yaml'), 'utf8'), 'sound.profile.yaml');
    expect(profile.phases.supervising).toEqual(['signal-wait', 'signal: its child', 'wait']);
    const same = await initproof(['profile', 'diff', 'sound.profile.yaml', 'sound.profile.yaml'], { cwd });
    expect([same.exit, same.out]).toEqual([0, 'sound.profile.yaml and sound.profile.yaml do the same in every phase']);
    const other = await initproof(['profile', 'diff', 'sound.profile.yaml', TROJAN, '--like', 'sound', '--runs', '40'], { cwd });
    expect(other.out).toMatch(/\+ supervising +network: socket AF_INET +critical/);
    expect(other.exit).toBe(1);
  },
  TIMEOUT,
);

test.each([
  [['profile', 'check', SOUND], /no profile of .* comes with initproof/],
  [['profile', 'check', 'sound', '--profile', 'none.yaml'], /none\.yaml\s+there is no such file/],
  [['profile', 'record'], /missing required argument 'init'/],
])('%j is wrong usage', async (args, said) => {
  const { exit, err } = await initproof(args, { cwd });
  expect(err).toMatch(said);
  expect(exit).toBe(2);
});
