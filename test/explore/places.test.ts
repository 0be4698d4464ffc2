import { expect, test } from 'vitest';
import { compile } from '../../fuzz/compile/compile.ts';
import type { Base } from '../../fuzz/explore/bases.ts';
import { cellsOf } from '../../fuzz/explore/cells.ts';
import { at, placesOf } from '../../fuzz/explore/places.ts';
import { callNumber } from '../../fuzz/scenario/calls.ts';
import { problems } from '../../fuzz/scenario/validate.ts';
import type { Trace, TraceEvent } from '../../fuzz/trace/trace.ts';

const us = 0;
const call = (name: string, when: 'entry' | 'exit', index: number, of: 'init' | 'child' = 'init'): TraceEvent => ({
  us,
  kind: 'call',
  of,
  when,
  index,
  call: callNumber(name) ?? -1,
  who: 0,
  result: 0,
});
const settled = (index: number): TraceEvent => ({ us, kind: 'settled', index, init: 'forever' });

const base: Base = {
  name: 'b',
  title: '',
  start: true,
  scenario: {
    version: 1,
    launch: {},
    actors: { main: {} },
    steps: [{ signal: { signal: 'SIGHUP', to: 'init' } }, { exit: { actor: 'main', code: 7 } }],
  },
};
const events: TraceEvent[] = [
  call('clone', 'entry', 1),
  call('execve', 'entry', 0, 'child'),
  call('clone', 'exit', 1),
  call('wait4', 'entry', 2),
  settled(-1),
  call('wait4', 'exit', 2),
  call('wait4', 'entry', 3),
  call('wait4', 'exit', 3),
  settled(0),
];
const places = placesOf(base, compile(base.scenario), { events } as Trace);

test('places count calls from the step that leads there, those of the init before those of its child', () => {
  expect(places.map(({ after, of, call: name, nth, when, index }) => `${after} ${of} ${name} ${nth} ${when} ${index}`)).toEqual([
    '-1 init clone 1 entry 1',
    '-1 init clone 1 exit 1',
    '-1 init wait4 1 entry 2',
    '-1 child execve 1 entry 0',
    '0 init wait4 1 exit 2',
    '0 init wait4 1 entry 3',
    '0 init wait4 2 exit 3',
  ]);
});

test('without its start a base has the places after its steps', () => {
  expect(placesOf({ ...base, start: false }, compile(base.scenario), { events } as Trace)).toHaveLength(3);
});

test('what happens stands after the step, and what cannot follow is left out', () => {
  const [place] = places;
  if (place === undefined) throw new Error('There is no place');
  const made = at(base.scenario, place, { name: 'x', steps: [{ exit: { actor: 'main', code: 3 } }] });
  expect(made?.steps).toEqual([
    { at: { call: 'clone', index: 1, do: [{ exit: { actor: 'main', code: 3 } }] } },
    { signal: { signal: 'SIGHUP', to: 'init' } },
  ]);
  expect(base.scenario.steps).toHaveLength(2);
});

test('a cell is a scenario without problems; where the main child was told to end nobody tells it again', () => {
  const cells = cellsOf(base, places);
  expect(cells.flatMap(({ scenario }) => problems(scenario))).toEqual([]);
  const ended = cells.filter(({ place: { after }, happening: { name } }) => after === 0 && name === 'main-exits');
  expect(ended.map(({ scenario: { steps } }) => steps.length)).toEqual([2, 2, 2]);
});

test('a call can fail at its entry, if it is known how', () => {
  const failures = cellsOf(base, places).flatMap(({ place, happening: { fails } }) =>
    fails === undefined ? [] : `${place.of} ${place.call} ${fails}`,
  );
  expect(failures).toContain('init clone EAGAIN');
  expect(failures).toContain('init wait4 EINTR');
  expect(failures.filter((failure) => failure.startsWith('child execve'))).toHaveLength(18);
});
