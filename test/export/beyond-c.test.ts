import { expect, test } from 'vitest';
import { beyond } from '../../fuzz/export/beyond.ts';
import { BEYOND_C } from '../../fuzz/export/beyond-c.ts';
import { NOTED, ORPHAN, program } from './samples.ts';

const said = (text: string): string[] => beyond(BEYOND_C, program(text)).map(({ what }) => what);

const TRACED_ORPHAN = `actors: {main: {}, a: {parent: main}, b: {parent: a}}
steps: [{fork: a}, {fork: b}, {exit: {actor: a, code: 0}}, {traceme: b}]`;

test.each([
  ORPHAN,
  NOTED,
  'steps: [{traceme: main}]',
  TRACED_ORPHAN,
  'launch: {command: missing}',
  'launch: {user: 1}\nactors: {main: {setuid: true}}',
])('C says %j', (text) => {
  expect(said(text)).toEqual([]);
});

test.each([
  ['launch: {terminal: controlling}', 'launch.terminal'],
  ['launch: {as: subreaper}', 'launch.as'],
  ['launch: {ignored: [SIG32]}', 'launch.ignored'],
  ['launch: {command: no-process-left}', 'launch.command'],
  ['actors: {main: {}, a: {parent: main, daemon: true}}\nsteps: [{fork: a}]', 'actor a: daemon'],
  [
    'actors: {main: {}, a: {parent: main}, b: {parent: main, pid: {of: a}}}\nsteps: [{fork: a}, {exit: {actor: a, code: 0}}, {fork: b}]',
    'actor b: pid',
  ],
  ['actors: {main: {}, a: {parent: main, user: 1}}\nsteps: [{fork: a}]', 'actor a: user'],
  ['steps: [{at: {call: fork, when: exit}}]', 'step 1 (at)'],
  ['steps: [{signal: {signal: SIG33, to: init}}]', 'step 1 (signal)'],
  ['actors: {main: {}, a: {parent: main}}\nsteps: [{fork: a}, {traceme: a}]', 'step 2 (traceme)'],
  ['actors: {main: {}, a: {parent: main}}\nsteps: [{fork: a}, {traceme: main}]', 'step 2 (traceme)'],
  ['steps: [{wait: 1ms}]', 'step 1 (wait)'],
])('C does not say %j', (text, what) => {
  expect(said(text)).toContain(what);
});
