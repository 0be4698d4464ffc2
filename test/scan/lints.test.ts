/** Every lint has an image that shows it, and one that is nearly the same and does not. */
import { expect, test } from 'vitest';
import { RULES } from '../../fuzz/scan/finding.ts';
import { type Contents, dockerSave, type Entry, file, folder, init, link, program, USERS, unpacked } from './images.ts';
import { rules, scan } from './scanning.ts';

const tini = await init('tini');
const own = program('usr/bin/tini', tini);
const app = program('app', 'binary');
const script = (text: string): Entry => program('start.sh', `#!/bin/sh\n${text}\n`);

interface Shown {
  layer?: Entry[];
  config?: object;
}

const image = ({ layer = [], config = {} }: Shown): Promise<string> => {
  const standing: Entry[] = [...USERS, own, app, folder('tmp', { mode: 0o1777 })].filter(
    ({ name }) => !layer.some((one) => one.name === name),
  );
  const contents: Contents = {
    layers: [[...standing, ...layer]],
    config: { Entrypoint: ['/usr/bin/tini', '--', '/app'], User: 'app', ...config },
  };
  return dockerSave(contents);
};

const entry = (...words: string[]): Shown => ({ config: { Entrypoint: words } });
const started = (text: string, ...words: string[]): Shown => ({ layer: [script(text)], config: { Entrypoint: ['/start.sh'], Cmd: words } });

/** A rule, what shows it, and what does not. */
const SHOWN: Record<string, [shows: Shown, quiet: Shown][]> = {
  'no-command': [[{ config: { Entrypoint: null } }, { config: { Entrypoint: null, Cmd: ['/app'] } }]],
  'command-missing': [
    [entry('/nothing'), entry('/app')],
    [entry('nothing'), entry('tini')],
    [{ layer: [file('app', 'x')], ...entry('/app') }, entry('/app')],
    [entry('/tmp'), entry('/app')],
    [{ ...entry('./app'), config: { Entrypoint: ['./app'], WorkingDir: '/tmp' } }, { config: { Entrypoint: ['./app'], WorkingDir: '/' } }],
  ],
  'no-init': [
    [entry('/app'), entry('/usr/bin/tini', '/app')],
    [started('exec "$@"', '/app'), started('exec "$@"', 'tini', '/app')],
    [started('exec gosu app "$@"', '/app'), started('exec gosu app "$@"', 'tini', '/app')],
    [started('exec /app'), started('exec $PROGRAM')],
    [entry('/bin/sh', '-c', 'exec /app'), entry('/bin/sh', '-c', 'exec tini /app')],
  ].map(([shows, quiet]) => [withShell(shows as Shown), withShell(quiet as Shown)]),
  'shell-form': [
    [withShell(entry('/bin/sh', '-c', '/app')), withShell(entry('/bin/sh', '-c', 'exec /app'))],
    [withShell(entry('/bin/bash', '-ec', 'a; /app')), withShell(entry('/bin/bash', '/app'))],
  ],
  'script-without-exec': [
    [started('/app'), started('exec /app')],
    [started('# exec /app\n/app'), started('prepare && exec /app')],
    [started('cat <<E\nexec /app\nE\n/app'), started('cat <<E\n/app\nE\nexec /app')],
    [started('exec 2>/log\n/app'), started('exec 2>/log\nexec /app')],
    [started('if [ a ]; then exec /debug; fi\n/app'), started('if [ a ]; then prepare; fi\nexec /app')],
    [started('trap : TERM\n/app'), started('trap : TERM\n/app & wait')],
    [started('trap : INT\n/app & wait'), started('trap : 15\n/app & wait')],
  ],
  runner: [
    [withShell(entry('/bin/sh', '-c', 'npm start')), withShell(entry('/bin/sh', '-c', 'node npm'))],
    [entry('tini', '--', 'npm', 'start'), entry('tini', '--', '/app', 'npm')],
    [started('exec yarn start'), started('yarn build\nexec /app')],
  ],
  'handler-missing': [
    [withNode('setInterval()', 'node', '/s.js'), withNode('process.on("SIGTERM", end)', 'node', '/s.js')],
    [withNode('', 'node', '/s.js'), withNode('', 'tini', '--', 'node', '/s.js')],
    [withNode('', 'node', '/s.js', 'SIGTERM'), withNode('', '/app', '/s.js')],
  ],
  'stop-signal-unhandled': [
    [
      { config: { Entrypoint: ['tini', '--', 'nginx'], StopSignal: 'USR1' } },
      { config: { Entrypoint: ['tini', '--', 'nginx'], StopSignal: 'QUIT' } },
    ],
  ],
  'init-not-pid-1': [
    [withShell(entry('/bin/sh', '-c', 'tini /app')), withShell(entry('/bin/sh', '-c', 'exec tini /app'))],
    [started('"$@"', 'tini', '/app'), started('exec "$@"', 'tini', '/app')],
    [entry('/app', 'tini'), entry('/usr/bin/tini', '/app')],
  ],
  'init-under-init': [[entry('tini', '--', 'dumb-init', '/app'), entry('tini', '--', '/app', 'dumb-init')]],
  'stop-signal': [
    [{ config: { StopSignal: 'SIGKILL' } }, { config: { StopSignal: 'SIGTERM' } }],
    [{ config: { StopSignal: '99' } }, { config: { StopSignal: '15' } }],
    [{ config: { StopSignal: 'TERMINATE' } }, { config: { StopSignal: 'quit' } }],
  ],
  'stop-signal-differs': [[{ config: { StopSignal: 'SIGRTMIN+3' } }, { config: { StopSignal: 'TERM' } }]],
  'runs-as-root': [
    [{ config: { User: '' } }, { config: { User: 'app' } }],
    [{ config: { User: '0:1000' } }, { config: { User: '1000:0' } }],
    [{ config: { User: 'root' } }, { config: { User: '1234' } }],
  ],
  'user-missing': [[{ config: { User: 'nobody' } }, { config: { User: 'app' } }]],
  'init-writable': [
    [{ layer: [program('usr/bin/tini', tini, { mode: 0o777 })] }, { layer: [program('usr/bin/tini', tini, { mode: 0o755 })] }],
    [{ layer: [program('usr/bin/tini', tini, { uid: 1000 })] }, { layer: [program('usr/bin/tini', tini, { uid: 1001 })] }],
    [{ layer: [program('usr/bin/tini', tini, { gid: 1000, mode: 0o775 })] }, { layer: [program('usr/bin/tini', tini, { gid: 1000 })] }],
    [{ layer: [folder('usr', { uid: 1000 })] }, { layer: [folder('usr', { uid: 1001 })] }],
    [{ layer: [folder('opt', { mode: 0o777 }), program('opt/tini', tini)] }, { layer: [program('tmp/tini', tini)] }],
  ],
  'set-uid-init': [[{ layer: [program('usr/bin/tini', tini, { mode: 0o4755 })] }, { layer: [program('app', 'x', { mode: 0o4755 })] }]],
  'device-node': [[{ layer: [{ name: 'disk', type: 'block-device' }] }, { layer: [{ name: 'dev/null', type: 'character-device' }] }]],
  'listed-twice': [[{ layer: [file('a'), file('a')] }, { layer: [folder('a'), folder('a')] }]],
  'unverified-init': [[{ layer: [program('opt/tini', '#!/bin/sh\n')] }, { layer: [file('opt/tini', '#!/bin/sh\n')] }]],
  'modified-init': [[{ layer: [program('usr/bin/tini', changed())] }, {}]],
  'known-behaviour': [[{}, { layer: [file('usr/bin/tini', tini)] }]],
};

function withNode(text: string, ...words: string[]): Shown {
  return { layer: [program('bin/node', 'node'), file('s.js', text)], config: { Entrypoint: words } };
}

function withShell({ layer = [], config = {} }: Shown): Shown {
  return { layer: [...layer, program('bin/bash', 'shell'), link('bin/sh', 'bash')], config };
}

function changed(): Buffer {
  const bytes = Buffer.from(tini);
  bytes[bytes.indexOf('Usage: ')] = 0x75;
  return bytes;
}

const ROWS = Object.entries(SHOWN).flatMap(([rule, pairs]) => pairs.map(([shows, quiet], n) => [rule, n + 1, shows, quiet] as const));

test.each(ROWS)('%s %i', async (rule, _, shows, quiet) => {
  expect(rules(await scan(await image(shows)))).toContain(rule);
  expect(rules(await scan(await image(quiet)))).not.toContain(rule);
});

/** What other tests show. */
const ELSEWHERE = [
  'host-pids',
  'known-defect',
  'advisory',
  'provenance',
  'digest-never-checked',
  'check-ignored',
  'wrong-digest',
  'not-seen',
  'shared-root',
  'base-unknown',
  'init-never-checked',
];

test('every rule is shown', () => {
  expect([...Object.keys(SHOWN), ...ELSEWHERE].sort()).toEqual(Object.keys(RULES).sort());
});

test('the image that all are made from has notes only', async () => {
  expect((await scan(await image({}))).findings.map(({ level }) => level)).toEqual(['note', 'note']);
});

test('a part that cannot be looked at is told', async () => {
  const root = unpacked([file('a', 'x')]);
  const { execFileSync } = await import('node:child_process');
  // A name that is no UTF-8 cannot be asked for.
  execFileSync('sh', ['-c', 'touch "$1/$(printf \'\\377\')"', 'sh', root]);
  expect(rules(await scan(root))).toContain('not-seen');
});

test('the file of a program that PID 1 interprets says how sure that is', async () => {
  const level = async (shown: Shown) => (await scan(await image(shown))).findings.find(({ rule }) => rule === 'handler-missing')?.level;
  expect([await level(withNode('', 'node', '/s.js')), await level(withNode('', 'node', '/other.js'))]).toEqual(['warning', 'note']);
});

test('a command that shows it stands with each finding about what runs', async () => {
  const path = await image(withShell(entry('/bin/sh', '-c', 'npm start')));
  expect((await scan(path)).findings.slice(0, 2).map(({ rule, show }) => [rule, show])).toEqual([
    ['shell-form', `initproof replay between/stop --target sh --args '-c '"'"'"$@"; exit $?'"'"' x'`],
    ['runner', `initproof app ${path}`],
  ]);
  expect((await scan(await image(entry('/app')))).findings[0]?.show).toMatch(/^initproof app \/\S+\.tar$/);
});
