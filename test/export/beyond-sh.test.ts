import { expect, test } from 'vitest';
import { beyond } from '../../fuzz/export/beyond.ts';
import { BEYOND_SH } from '../../fuzz/export/beyond-sh.ts';
import { NOTED, ORPHAN, program } from './samples.ts';

const said = (text: string): string[] => beyond(BEYOND_SH, program(text)).map(({ what }) => what);

test.each([
  ORPHAN,
  NOTED,
  'launch: {ignored: [SIGCHLD], limits: {FSIZE: 0}, open: [9]}',
  'launch: {command: missing, blocked: [SIGTERM], limits: {NOFILE: 64}}',
  'steps: [{signal: {signal: SIGRTMIN, to: init}}, {signal: {signal: SIGRTMIN, to: init}}]',
])('a shell says %j', (text) => {
  expect(said(text)).toEqual([]);
});

test.each([
  ['launch: {terminal: controlling}', 'launch.terminal'],
  ['launch: {blocked: [SIGTERM]}', 'launch.blocked'],
  ['launch: {ignored: [SIGINT]}', 'launch.ignored'],
  ['launch: {open: [10]}', 'launch.open'],
  ['launch: {limits: {NOFILE: 64}}', 'launch.limits'],
  ['launch: {env: {"a b": c}}', 'launch.env'],
  ['launch: {user: 1}\nactors: {main: {setuid: true}}', 'actor main: setuid'],
  ['actors: {main: {}, a: {parent: main, group: own}}\nsteps: [{fork: a}]', 'actor a: group: own'],
  ['actors: {main: {waits: false}, a: {parent: main}}\nsteps: [{fork: a}]', 'actor main: waits: false'],
  ['actors: {main: {on: {SIGTERM: {exit: 1, after: 5ms}}}}', 'actor main: on: {exit, after}'],
  [
    'steps: [{freeze: init}, {signal: {signal: SIGRTMIN, to: init}}, {signal: {signal: SIGRTMIN, to: init}}, {thaw: init}]',
    'step 2 (signal)',
  ],
])('a shell does not say %j', (text, what) => {
  expect(said(text)).toContain(what);
});
