/** The target files that come with initproof. */
import { basename } from 'node:path';
import { isDeepStrictEqual } from 'node:util';
import { expect, test } from 'vitest';
import { shownFiles } from '../../fuzz/campaign/shown-files.ts';
import { shippedTargets } from '../../fuzz/campaign/target-files.ts';
import { PLAIN } from '../../fuzz/judge/plain-contract.ts';
import { SIGNALS } from '../../fuzz/scenario/signals.ts';
import { PROPERTIES } from '../../properties/index.ts';

const targets = await shippedTargets();
const contractOf = (name: string) => targets.find(({ file }) => file.name === name)?.file.contract;
const keeps = (name: string): string[] => SIGNALS.filter((signal) => !contractOf(name)?.forwards.includes(signal));

test('are named as their files, in order', () => {
  expect(targets.map(({ file }) => file.name)).toEqual([
    'bash',
    'bash-waits',
    'busybox-init',
    'busybox-sh',
    'catatonit',
    'catatonit-g',
    'catatonit-pause',
    'dash',
    'dumb-init',
    'dumb-init-c',
    'dumb-init-r',
    'gosu',
    'node-wrapper',
    'npm-start',
    'pm2-runtime',
    'python-wrapper',
    'runsvdir',
    's6-svscan',
    'sound',
    'supervisord',
    'tini',
    'tini-e',
    'tini-g',
    'tini-p',
    'tini-s',
  ]);
  for (const { path, file } of targets) expect(basename(path)).toBe(`${file.name}.yaml`);
});

test('those with options that few use, and what was not made to be PID 1 of a container, are run on request', () => {
  const always = ['catatonit', 'catatonit-g', 'dumb-init', 'dumb-init-c', 'sound', 'tini', 'tini-g', 'tini-s'];
  expect(targets.flatMap(({ file }) => (file.onRequest ? [] : file.name))).toEqual(always);
});

test('those that find their command in a file have that file, and all files are there', async () => {
  for (const { path, file } of targets) {
    const ofHost = (file.files ?? []).filter((one) => typeof one === 'string' || 'from' in one);
    if (file.command === 'file') expect([file.name, ofHost.length > 0]).toEqual([file.name, true]);
    const shown = await shownFiles(path, { ...file, files: ofHost }, false);
    expect([file.name, shown.ok && shown.files.length]).toEqual([file.name, ofHost.length]);
  }
});

test('what wraps, supervises or waits says what it is', () => {
  const kinds = (key: 'becomes' | 'starts', value: string) =>
    targets.flatMap(({ file }) => (file.contract[key] === value ? file.name : []));
  expect(kinds('becomes', 'command')).toEqual(['bash', 'busybox-sh', 'gosu']);
  expect(kinds('starts', 'again')).toEqual(['busybox-init', 'pm2-runtime', 'runsvdir', 's6-svscan', 'supervisord']);
  expect(kinds('starts', 'never')).toEqual(['catatonit-pause']);
});

test('the sound one is plain but for pauses, which it never makes, and says which code it has for each failed exec, and what it does where it is not PID 1', () => {
  const execFails = { ...PLAIN.execFails, 'script-without-interpreter': [127] };
  expect(contractOf('sound')).toEqual({
    ...PLAIN,
    execFails,
    pollMs: 0,
    asSubreaper: { adopts: true, deadly: [], suspends: [], parentDeath: 'none' },
  });
});

const ALWAYS = ['SIGKILL', 'SIGCHLD', 'SIGSTOP'];
const SYNCHRONOUS = ['SIGILL', 'SIGTRAP', 'SIGABRT', 'SIGBUS', 'SIGFPE', 'SIGSEGV', 'SIGSYS'];

test('keep to themselves what their makers say', () => {
  const sorted = (names: string[]): string[] => SIGNALS.filter((signal) => names.includes(signal));
  expect(keeps('sound')).toEqual(sorted([...ALWAYS, ...SYNCHRONOUS]));
  expect(keeps('tini')).toEqual(sorted([...ALWAYS, ...SYNCHRONOUS, 'SIGTTIN', 'SIGTTOU', 'SIG32', 'SIG33']));
  expect(keeps('tini-g')).toEqual(keeps('tini'));
  expect(keeps('tini-s')).toEqual(keeps('tini'));
  expect(keeps('catatonit')).toEqual(sorted([...keeps('tini'), 'SIGTSTP']));
  expect(keeps('catatonit-g')).toEqual(keeps('catatonit'));
  expect(keeps('dumb-init')).toEqual(sorted([...ALWAYS, 'SIG32', 'SIG33']));
  expect(keeps('dumb-init-c')).toEqual(keeps('dumb-init'));
});

test('dumb-init rewrites its parting signal like all that it sends', () => {
  const { parting, rewrites } = contractOf('dumb-init-r') ?? PLAIN;
  const meant = contractOf('dumb-init')?.parting ?? 'none';
  expect(meant).toBe('SIGTERM');
  expect(parting).toBe(rewrites[meant as keyof typeof rewrites]);
});

test('deviations are of properties that there are, with the place where their makers say so', () => {
  for (const deviation of targets.flatMap(({ file }) => file.deviations)) {
    expect(PROPERTIES.map(({ id }) => id)).toContain(deviation.property);
    if (deviation.keeps === undefined) expect(deviation.signature).toMatch(new RegExp(`^${deviation.property}/`));
    else expect([deviation.property, deviation.signature]).toEqual(['forwards', undefined]);
    expect(deviation.link).toMatch(/^https:/);
  }
});

/** What each that is like another one says of its own. */
const DIFFERS: Readonly<Record<string, { from: string; in: string[] }>> = {
  'catatonit-g': { from: 'catatonit', in: ['to'] },
  'dumb-init-c': { from: 'dumb-init', in: ['rewrites', 'to', 'parting', 'child', 'keys'] },
  'dumb-init-r': { from: 'dumb-init', in: ['forwards', 'rewrites', 'parting'] },
  'tini-e': { from: 'tini', in: ['exitCodes'] },
  'tini-g': { from: 'tini', in: ['to'] },
  'tini-p': { from: 'tini', in: ['asSubreaper'] },
  'tini-s': { from: 'tini', in: ['asSubreaper'] },
};

test('one with options is the init itself but for what they change, and says all else', () => {
  const fileOf = (name: string) => targets.find(({ file }) => file.name === name)?.file;
  for (const [name, { from, in: fields }] of Object.entries(DIFFERS)) {
    const [own, base] = [fileOf(name), fileOf(from)];
    const others = Object.keys(base?.contract ?? {}).filter(
      (key) => !isDeepStrictEqual(own?.contract[key as 'to'], base?.contract[key as 'to']),
    );
    expect([name, others.sort()]).toEqual([name, fields.sort()]);
    expect([own?.find, own?.init, own?.deviations]).toEqual([base?.find, base?.init, base?.deviations]);
    expect(own?.args).not.toEqual(base?.args);
  }
  // Of who becomes the command there is nothing else to say.
  for (const { file } of targets)
    if (file.contract.becomes !== 'command') expect([file.name, file.contract.open]).toEqual([file.name, undefined]);
});
