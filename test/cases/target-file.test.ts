import { expect, test } from 'vitest';
import { readTarget } from '../../fuzz/cases/target-file.ts';
import { InputError } from '../../fuzz/scenario/input-error.ts';
import { SIGNALS } from '../../fuzz/scenario/signals.ts';

const TINI = `name: tini
title: tini 0.19
find: {package: tini, path: usr/bin/tini}
args: ["--"]
contract:
  forwards: {allBut: [SIGILL, SIGTTIN]}
  rewrites: {SIGTSTP: SIGSTOP}
  to: child
  parting: none
  execFails: {missing: [127], not-executable: [126], directory: [126], script-without-interpreter: [127]}
  child: {group: own, session: "init's", mask: inherited, ignored: inherited}
  directory: inherited
  wakeUps: 1
  pollMs: 1000
deviations:
  - {property: forwards, signature: "forwards/lost", reason: "the value is lost", link: "https://example.org/1"}
`;

function reasonOf(text: string): string {
  try {
    readTarget(text, 'x.yaml');
  } catch (error) {
    if (error instanceof InputError) return `${error.line}:${error.column} ${error.reason}`;
    throw error;
  }
  return 'read';
}

test('reads a target', () => {
  const target = readTarget(TINI, 'tini.yaml');
  expect(target).toMatchObject({
    name: 'tini',
    find: { package: 'tini', path: 'usr/bin/tini' },
    args: ['--'],
    deviations: [{ property: 'forwards' }],
  });
  const out = ['SIGILL', 'SIGTTIN', 'SIGKILL', 'SIGSTOP', 'SIGCHLD'];
  expect(target.contract.forwards).toEqual(SIGNALS.filter((signal) => !out.includes(signal)));
  expect(target.contract.rewrites).toEqual({ SIGTSTP: 'SIGSTOP' });
});

test('reads times that are longer than those of a scenario', () => {
  const parting = { signal: 'SIGTERM', to: 'everybody', grace: '30s' };
  const text = `find: {path: ./x}\ncontract: {retries: 31s, parting: ${JSON.stringify(parting)}}\n`;
  expect(readTarget(text, 'x.yaml').contract).toEqual({ retries: '31s', parting });
});

test('reads a list of signals, and nothing that is not written', () => {
  const text = 'find: {path: ./x}\ncontract: {forwards: [SIGTERM], child: {group: own}}\n';
  const { error: _, ...written } = readTarget(text, 'x.yaml');
  const contract = { forwards: ['SIGTERM'], child: { group: 'own' } };
  expect(written).toEqual({ find: { path: './x' }, onRequest: false, contract });
});

test.each([
  ['{allBut: [SIGILL, SIGTTIN]}', '{allbut: []}', '6:14 unknown key allbut, did you mean allBut?'],
  ['{allBut: [SIGILL, SIGTTIN]}', '[SIGKILL]', '6:14 no init can forward SIGKILL'],
  ['{allBut: [SIGILL, SIGTTIN]}', '[SIGTRM]', '6:14 unknown signal SIGTRM, did you mean SIGTERM?'],
  ['missing: [127], ', 'missing: [], ', '10:24 expected at least one exit code'],
  [
    '{property: forwards,',
    '{property: tampered,',
    '16:16 expected the id of a property, such as reaps-orphans; tampering cannot be declared',
  ],
  ['parting: none', 'parting: SIGNONE', '9:12 expected none, the name of a signal, or {signal: SIGTERM, to: everybody, grace: 5s}'],
  ['{package: tini, path: usr/bin/tini}', '{package: tini}', '3:7 `path` is missing'],
  [
    '{package: tini, path: usr/bin/tini}',
    '{package: tini, path: /usr/bin/tini}',
    '3:29 expected a path inside the package, without a slash in front and without ..',
  ],
  [
    '{package: tini, path: usr/bin/tini}',
    'tini',
    '3:7 expected {package: name, path: usr/bin/name}, {built: name}, {command: name} or {path: ./name}',
  ],
  ['{package: tini, path: usr/bin/tini}', '{command: bin/x}', '3:17 expected the name of a program in PATH, without a slash'],
  ['{package: tini, path: usr/bin/tini}', '{command: x, npm: x; y}', '3:25 expected the name of an npm package'],
  ['to: child', 'to: child\n  retries: 31', '9:12 expected a time like 20ms or 2s, got 31'],
  ['to: child', 'to: child\n  retries: 31 s', '9:12 expected a time like 20ms or 2s, got "31 s"'],
  ['to: child', 'to: child\n  retries: 61s', '9:12 61s is longer than the limit, 60000ms'],
  ['to: child', 'to: children', '8:7 expected child, group or own-group, got "children"'],
  ['deviations:', 'versions: [{until: "1"}]\ndeviations:', '15:20 expected the number of a release, such as 0.8.1'],
  ['deviations:', 'versions: [{until: 1.0.0, contract: {child: {grup: own}}}]\ndeviations:', '15:46 unknown key grup, did you mean group?'],
  ['deviations:', 'versions: [{until: 1.0.0, contract: {forwards: [SIGTERM, SIGKILL]}}]\ndeviations:', '15:58 no init can forward SIGKILL'],
  ['pollMs: 1000', 'pollms: 1000', '14:3 unknown key pollms, did you mean pollMs?'],
  ['link: "https://example.org/1"', 'link: "javascript:1"', '16:89 expected an address that starts with https://'],
])('%s -> %s', (from, to, message) => expect(reasonOf(TINI.replace(from, to))).toBe(message));

test('reads what other releases promise: what is given, and nothing that is not', () => {
  const text = TINI.replace(
    'deviations:',
    'versions: [{until: 0.8.0, contract: {forwards: {allBut: [SIGILL]}, child: {group: "init\'s"}}}]\ndeviations:',
  );
  const { versions, contract } = readTarget(text, 'x.yaml');
  const out = ['SIGILL', 'SIGKILL', 'SIGSTOP', 'SIGCHLD'];
  const forwards = SIGNALS.filter((signal) => !out.includes(signal));
  expect(versions).toEqual([{ until: '0.8.0', contract: { forwards, child: { group: "init's" } } }]);
  expect(contract.child).toMatchObject({ group: 'own' });
});
