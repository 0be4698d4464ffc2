import { expect, test } from 'vitest';
import { readTarget } from '../../fuzz/cases/target-file.ts';
import type { Learnt } from '../../fuzz/learn/learn.ts';
import { contractFile } from '../../fuzz/report/contract-file.ts';
import { SIGNALS } from '../../fuzz/scenario/signals.ts';

const NAMED = { name: 'my-init', title: 'my init', of: { path: './my-init', args: ['--'] } };
const LEARNT: Learnt = {
  kind: 'learnt',
  contract: {
    forwards: ['SIGHUP', 'SIGINT'],
    to: 'child',
    leaves: 'when-empty',
    execFails: { missing: [127] },
    child: { group: "init's", ignored: { adds: ['SIGPIPE'] } },
    wakeUps: 1,
  },
  forwarding: { forwards: ['SIGHUP', 'SIGINT'], rewrites: {}, to: 'child', ends: { SIGQUIT: 130 }, unasked: [] },
  failures: {
    missing: { how: 'exited', code: 127 },
    'not-executable': { how: 'exited', code: 0 },
    directory: { how: 'signalled', signal: 11, core: false },
    'script-without-interpreter': undefined,
    'no-process-left': { how: 'exited', code: 1 },
  },
  signalsOthers: false,
};

test('it reads back as what was learnt', () => {
  const read = readTarget(contractFile(LEARNT, NAMED), 'my-init.yaml');
  expect(read).toMatchObject({ name: 'my-init', find: { path: './my-init' }, args: ['--'], contract: LEARNT.contract });
});

test('of a target file it is like that, without what that says of its contract beside it', () => {
  const text = contractFile(LEARNT, { ...NAMED, of: { like: 'tini', emptied: ['deviations'] } });
  expect(text).toContain('like: tini\ndeviations: []\ncontract:\n');
  expect(text).not.toMatch(/^(find|args|versions):/m);
});

test('a long list is all but a short one', () => {
  const forwards = SIGNALS.filter((name) => !['SIGKILL', 'SIGSTOP', 'SIGCHLD', 'SIG32'].includes(name));
  const text = contractFile({ ...LEARNT, contract: { forwards } }, NAMED);
  expect(text).toContain('forwards: {allBut: [SIG32]}');
  expect(readTarget(text, 'x').contract.forwards).toEqual(forwards);
});

test.each([
  'SIGTERM is not forwarded: `docker stop` and Kubernetes wait for their grace period, and then kill.',
  'SIGQUIT ends the init at once, and the kernel kills the command.',
  'It stays until no process is left: a daemon that the command leaves behind keeps the container alive.',
  'It reports success where the command cannot be started (not-executable).',
  'It dies of a signal where the command cannot be started (directory).',
  'It does not end where the command cannot be started (script-without-interpreter).',
  'The command starts with SIGPIPE ignored, and so do all that it starts.',
  'It wakes up once a second while nothing happens.',
])('what is dangerous stands at its line: %s', (sentence) => {
  expect(contractFile(LEARNT, NAMED).split('\n')).toContainEqual(
    expect.stringMatching(new RegExp(`^ +# ${sentence.replace(/[.()`]/g, '\\$&')}$`)),
  );
});

test('of one without danger nothing is said but that it is a draft', () => {
  const forwards = SIGNALS.filter((name) => !['SIGKILL', 'SIGSTOP', 'SIGCHLD'].includes(name));
  const sound: Learnt = {
    ...LEARNT,
    contract: { forwards, to: 'child' },
    forwarding: { ...LEARNT.forwarding, forwards, ends: {} },
    failures: {
      ...LEARNT.failures,
      'not-executable': { how: 'exited', code: 126 },
      directory: { how: 'exited', code: 126 },
      'script-without-interpreter': { how: 'exited', code: 126 },
    },
  };
  expect(
    contractFile(sound, NAMED)
      .split('\n')
      .filter((line) => line.includes('#')),
  ).toHaveLength(2);
});
