/** The tables are complete by their types: a new setting or kind of step does not compile without. */
import { describe, expect, test } from 'vitest';
import { listCases } from '../../fuzz/cases/store.ts';
import { needsOf, plainnessOf } from '../../fuzz/cause/plainness.ts';
import { usualForm } from '../../fuzz/cause/usual.ts';
import { scenarioAt } from '../../fuzz/generate/seeds.ts';
import type { Actor, Launch, Step } from '../../fuzz/scenario/scenario.ts';
import type { StepKind } from '../../fuzz/scenario/steps.ts';
import { problems } from '../../fuzz/scenario/validate.ts';
import { readScenario } from '../../fuzz/scenario/yaml.ts';

const scenario = (text: string) => readScenario(`version: 1\n${text}`, 'test');

/** One value that is unusual, with what it needs; of what is always usual, one value. */
const LAUNCH: { [Field in keyof Required<Launch>]: [Launch[Field], ...string[]] } = {
  command: ['no-process-left', 'started with no room for one more process'],
  args: [['']],
  env: [{ A: 'b' }],
  blocked: [['SIGTERM', 'SIGINT'], 'started with SIGTERM and SIGINT blocked'],
  ignored: [['SIGCHLD'], 'started with SIGCHLD ignored'],
  closed: [['stdin', 'stdout', 'stderr'], 'started with standard descriptors closed'],
  open: [[7], 'started with further descriptors open'],
  directory: ['deleted', 'started in a deleted directory'],
  umask: [0, 'started with another umask'],
  nice: [5, 'started with another nice value'],
  noNewPrivs: [true, 'started with no_new_privs'],
  limits: [{ AS: 1e8 }, 'started with another limit AS'],
  pending: [['SIGHUP'], 'started with SIGHUP pending'],
  early: [
    [
      { signal: 'SIGTERM', us: 5 },
      { signal: 'SIGBUS', us: 7 },
    ],
    'SIGBUS sent to the init',
  ],
  full: [['stderr'], 'started with stderr full'],
  as: ['subreaper', 'started as a subreaper, not as PID 1'],
  terminal: ['controlling'],
  tostop: [true, 'a terminal with TOSTOP'],
  user: [7, 'started as another user than root'],
  capabilities: ['none', 'started without capabilities'],
  pidsLimit: [2, 'started with few processes allowed'],
  proc: ['none', 'started without /proc'],
};

const ACTOR: { [Field in keyof Required<Actor>]: [Actor[Field], ...string[]] } = {
  parent: ['init', 'started with children from before'],
  exited: [3],
  copies: [70],
  on: [{ all: 'ignore' }],
  group: ['own'],
  session: ['own'],
  daemon: [true],
  waits: [false],
  comm: ['a) Z'],
  user: [5],
  setuid: [true],
  subreaper: [true, 'a process that adopts orphans itself'],
  cloneParent: [true, 'a process made with CLONE_PARENT'],
  leaderEnds: [true, 'a process whose first thread has ended'],
  pid: [{ of: 'main' }, 'a process id that comes round again'],
  vfork: [true, 'a process made by vfork'],
};

const STEPS: Record<StepKind, [Step, ...string[]]> = {
  fork: [{ fork: 'a' }],
  exit: [{ exit: { actor: 'a', code: 255 } }],
  die: [{ die: { actor: 'a', signal: 'SIGBUS' } }],
  signal: [{ signal: { signal: 'SIGBUS', to: 'init' } }, 'SIGBUS sent to the init'],
  queue: [{ queue: { signal: 'SIGTERM', to: 'init', value: 1 } }, 'a signal with a value (sigqueue)'],
  stop: [{ stop: 'a' }, 'a stopped process'],
  continue: [{ continue: 'a' }, 'a stopped process'],
  freeze: [{ freeze: 'init' }, 'an init that is stopped for a while'],
  thaw: [{ thaw: 'init' }, 'an init that is stopped for a while'],
  orphan: [{ orphan: 'init' }, 'an init whose parent ends'],
  wait: [{ wait: '20ms' }],
  together: [{ together: [{ exit: { actor: 'a', code: 0 } }, { exit: { actor: 'main', code: 0 } }] }],
  storm: [{ storm: { actor: 'main', orphans: 9 } }],
  setpgid: [{ setpgid: 'a' }],
  setsid: [{ setsid: 'a' }],
  exec: [{ exec: 'a' }],
  traceme: [{ traceme: 'a' }, 'a traced process'],
  type: [{ type: '^C' }],
  hangUp: [{ hangUp: 'terminal' }, 'a terminal that hangs up'],
  resize: [{ resize: { rows: 1, columns: 1 } }],
  foreground: [{ foreground: 'a' }],
  read: [{ read: 'a' }],
  write: [{ write: 'a' }],
  at: [{ at: { call: 'any', do: [{ stop: 'a' }] } }, 'a race', 'a stopped process'],
};

describe('what a scenario needs', () => {
  test.each(Object.entries(LAUNCH))('of its launch: %s', (field, [value, ...needs]) => {
    expect(needsOf({ version: 1, launch: { [field]: value }, actors: { main: {} }, steps: [] })).toEqual(needs);
  });

  test.each(Object.entries(ACTOR))('of an actor: %s', (field, [value, ...needs]) => {
    expect(needsOf({ version: 1, launch: {}, actors: { main: {}, a: { [field]: value } }, steps: [] })).toEqual(needs);
  });

  test.each(Object.entries(STEPS))('of a step: %s', (_, [step, ...needs]) => {
    expect(needsOf({ version: 1, launch: {}, actors: { main: {} }, steps: [step] })).toEqual(needs);
  });

  test.each([
    ['SIGTERM', 'init', []],
    ['SIGWINCH', 'init', []],
    ['SIGRTMIN+3', 'init', ['a real-time signal']],
    ['SIGBUS', 'main', []],
    ['SIGTSTP', 'main', ['a stopped process']],
    ['SIGTERM', 'everybody', ['a signal to everybody']],
  ] as const)('of %s to %s', (signal, to, needs) => {
    expect(needsOf({ version: 1, launch: {}, actors: { main: {} }, steps: [{ signal: { signal, to } }] })).toEqual(needs);
  });

  test('a stop while it starts is an everyday one', () => {
    expect(needsOf({ version: 1, launch: { early: [{ signal: 'SIGTERM', us: 5 }] }, actors: { main: {} }, steps: [] })).toEqual([]);
  });

  test('what is blocked since it is pending is said once; of many signals how many', () => {
    expect(needsOf(scenario('launch: {blocked: [SIGTERM], pending: [SIGTERM]}'))).toEqual(['started with SIGTERM pending']);
    expect(needsOf(scenario('launch: {ignored: [SIGTERM, SIGINT, SIGHUP]}'))).toEqual(['started with 3 signals ignored']);
  });

  test('is nothing, or each thing once', () => {
    expect(plainnessOf(scenario('steps: [{signal: {signal: SIGTERM, to: init}}]'))).toEqual({ plain: true });
    const twice = 'actors: {main: {}, a: {parent: init}, b: {parent: init}}\nsteps: []';
    expect(plainnessOf(scenario(twice))).toEqual({ needs: ['started with children from before'] });
  });

  test('is told of each case of the corpus: those that only a race or an odd launch shows are not plain', async () => {
    const { cases } = await listCases('corpus');
    const plain = cases.filter(({ case: { scenario: one } }) => needsOf(one).length === 0);
    expect(plain.length).toBeGreaterThan(10);
    expect(cases.length - plain.length).toBeGreaterThan(10);
    const hangs = cases.find(({ id }) => id === 'c41a9f6d');
    expect(hangs && needsOf(hangs.case.scenario)).toEqual(['started with SIGCHLD ignored']);
  });
});

describe('the usual form', () => {
  test('has nothing unusual and no problem, of whatever is drawn', () => {
    let formed = 0;
    for (let index = 0; index < 2000; index++) {
      const drawn = scenarioAt(3, index);
      const form = usualForm(drawn);
      if (form === undefined) continue;
      formed++;
      expect([needsOf(form), problems(form)]).toEqual([[], []]);
    }
    expect(formed).toBe(2000);
  });

  test('is what happens without the rest', () => {
    const odd = scenario(`
launch: {blocked: [SIGTERM, SIGHUP], pending: [SIGTERM], args: [x], terminal: controlling, tostop: true}
actors: {main: {on: {all: note}}, w: {parent: init}, a: {parent: main, vfork: true}}
steps:
  - {fork: a}
  - {signal: {signal: SIGHUP, to: init}}
  - {at: {call: any, do: [{signal: {signal: SIGTERM, to: init}}, {stop: a}]}}
  - {hangUp: terminal}
  - {exit: {actor: main, code: 3}}`);
    expect(usualForm(odd)).toEqual(
      scenario(`
launch: {args: [x], terminal: controlling}
actors: {main: {on: {all: note}}, a: {parent: main}}
steps: [{fork: a}, {signal: {signal: SIGHUP, to: init}}, {signal: {signal: SIGTERM, to: init}}, {exit: {actor: main, code: 3}}]`),
    );
  });

  test('of what is plain is itself', () => {
    const plain = scenario('steps: [{exit: {actor: main, code: 3}}]');
    expect(usualForm(plain)).toBe(plain);
  });
});
