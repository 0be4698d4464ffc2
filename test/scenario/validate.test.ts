import { describe, expect, test } from 'vitest';
import type { Actor, Launch, Scenario, Step } from '../../fuzz/scenario/scenario.ts';
import { problems, processCount } from '../../fuzz/scenario/validate.ts';
import { RICH, TRIVIAL } from './samples.ts';

const make = (actors: Record<string, Actor>, steps: Step[] = [], launch: Launch = {}): Scenario => ({
  version: 1,
  launch,
  actors: { main: {}, ...actors },
  steps,
});
/** `path message` of each problem. */
const said = (scenario: Scenario): string[] => problems(scenario).map((p) => `${p.path.join('.')} ${p.message}`);
const a: Actor = { parent: 'main' };

test('finds nothing wrong with sound scenarios', () => {
  for (const scenario of [TRIVIAL, RICH, make({ a }, [])]) expect(problems(scenario)).toEqual([]);
});

test('counts copies, and two processes for each daemon', () => {
  expect(processCount(TRIVIAL)).toBe(1);
  expect(processCount(RICH)).toBe(1 + 1 + 3 + 1 + 4 + 1);
});

describe('actors', () => {
  const wrong: [string, Record<string, Actor>, string][] = [
    ['an unknown parent', { worker: a, b: { parent: 'wroker' } }, 'actors.b.parent no actor `wroker`, did you mean worker?'],
    ['no parent', { a: {} }, 'actors.a the actor `a` has no `parent`'],
    ['a parent behind its child', { b: { parent: 'a' }, a }, 'actors.b.parent the parent `a` must be written before its child'],
    ['a cycle', { b: { parent: 'a' }, a: { parent: 'b' } }, 'actors.b.parent `b` descends from itself: its parents form a cycle'],
    ['its own parent', { b: { parent: 'b' } }, 'actors.b.parent `b` descends from itself: its parents form a cycle'],
    [
      'a thousand million copies',
      { a: { parent: 'main', copies: 1e9 } },
      'actors.a.copies expected a whole number from 1 to 200, got 1000000000',
    ],
    ['half a copy', { a: { parent: 'main', copies: 0.5 } }, 'actors.a.copies expected a whole number from 1 to 200, got 0.5'],
    [
      'too many in all',
      { a: { parent: 'main', copies: 100, daemon: true } },
      'actors the actors are 201 processes in all, the limit is 200',
    ],
    ['a reserved word', { init: a }, 'actors.init an actor cannot be called `init`: the word has a meaning of its own'],
    [
      'a name with a space',
      { 'a b': a },
      'actors.a b expected a name of lower-case letters, digits and hyphens, 40 at most, a letter first',
    ],
    [
      'a session and a group',
      { a: { parent: 'main', session: 'own', group: 'own' } },
      'actors.a.group a session of its own brings a group of its own',
    ],
    ['a group of nobody', { a: { parent: 'main', group: { of: 'nobody' } } }, 'actors.a.group.of no actor `nobody`'],
    [
      'a group of a later one',
      { b: { parent: 'main', group: { of: 'a' } }, a },
      'actors.b.group.of `a` must be written before the actor that joins its group',
    ],
    [
      'a group of another session',
      { a: { parent: 'main', session: 'own' }, b: { parent: 'main', group: { of: 'a' } } },
      'actors.b.group.of `a` is in another session than `b`, so its group cannot be joined',
    ],
    ['a reaction to SIGKILL', { a: { parent: 'main', on: { SIGKILL: 'note' } } }, 'actors.a.on.SIGKILL a process cannot react to SIGKILL'],
    [
      'an exit upon SIGCHLD',
      { a: { parent: 'main', on: { SIGCHLD: { exit: 1 } } } },
      'actors.a.on.SIGCHLD upon SIGCHLD an actor can only `default`, `ignore` or `note`: it waits for its children there',
    ],
    [
      'an exit code of 256',
      { a: { parent: 'main', on: { SIGHUP: { exit: 256 } } } },
      'actors.a.on.SIGHUP.exit expected an exit code from 0 to 255, got 256',
    ],
    [
      'a long delay',
      { a: { parent: 'main', on: { SIGHUP: { exit: 1, after: '6s' } } } },
      'actors.a.on.SIGHUP.after 6s is longer than the limit, 5000ms',
    ],
    [
      'several by vfork',
      { a: { parent: 'main', vfork: true, copies: 2 } },
      'actors.a.vfork only one actor at a time is made by vfork, by an actor inside, and no daemon',
    ],
    [
      'a set-uid program by vfork',
      { a: { parent: 'main', vfork: true, setuid: true } },
      'actors.a.vfork its maker goes on at once where it is set-uid, or its first thread has ended',
    ],
    [
      'a set-uid program with a user',
      { a: { parent: 'main', user: 7, setuid: true } },
      'actors.a.setuid what has a `user`, or was made by root, is not set-uid',
    ],
  ];
  test.each(wrong)('%s', (_, actors, message) => expect(said(make(actors))).toContain(message));

  test('main is there, first, and started by the init', () => {
    expect(said({ ...TRIVIAL, actors: {}, steps: [] })).toEqual(["actors there is no actor `main`, the init's own child"]);
    expect(said({ ...TRIVIAL, actors: { a: a, main: {} } })).toContain('actors.main `main` must be the first actor');
    expect(said({ ...TRIVIAL, actors: { main: { copies: 2 } } })).toEqual([
      'actors.main.copies `main` has no `copies`: it is the init that starts it',
    ]);
  });

  test('a tree may be six generations deep, not seven', () => {
    const chain = Object.fromEntries(
      ['b', 'c', 'd', 'e', 'f', 'g'].map((name, n) => [name, { parent: ['main', 'b', 'c', 'd', 'e', 'f'][n] ?? '' }]),
    );
    expect(said(make(chain))).toEqual(['actors.g `g` is 7 generations below the init, the limit is 6']);
    delete chain.g;
    expect(said(make(chain))).toEqual([]);
  });
});

describe('steps', () => {
  const fork: Step = { fork: 'a' };
  const wrong: [string, Step[], string][] = [
    ['nobody', [{ exit: { actor: 'mian', code: 0 } }], 'steps.0.exit.actor no actor `mian`, did you mean main?'],
    ['before its fork', [{ stop: 'a' }], 'steps.0.stop `a` is not forked by an earlier step'],
    ['forked twice', [fork, fork], 'steps.1.fork `a` is forked already; for several alike use `copies`'],
    ['main forked', [{ fork: 'main' }], 'steps.0.fork `main` is started by the init'],
    [
      'after its end',
      [fork, { exit: { actor: 'a', code: 0 } }, { signal: { signal: 'SIGHUP', to: 'a' } }],
      'steps.2.signal.to `a` was told to end by an earlier step',
    ],
    [
      'forked by an ended parent',
      [{ exit: { actor: 'main', code: 0 } }, fork],
      'steps.1.fork its parent cannot fork it: `main` was told to end by an earlier step',
    ],
    ['joins too early', [{ fork: 'joins' }], 'steps.0.fork `joins` joins the group of `a`, which is not forked by an earlier step'],
    [
      'a signal 65',
      [{ signal: { signal: 'SIGRTMIN+31' as never, to: 'init' } }],
      'steps.0.signal.signal unknown signal SIGRTMIN+31, did you mean SIGRTMIN+1?',
    ],
    [
      'a death by SIGCHLD',
      [{ die: { actor: 'main', signal: 'SIGCHLD' } }],
      'steps.0.die.signal nobody dies of SIGCHLD: its default is to ignore',
    ],
    [
      'a death by SIGTSTP',
      [{ die: { actor: 'main', signal: 'SIGTSTP' } }],
      'steps.0.die.signal nobody dies of SIGTSTP: its default is to stop',
    ],
    ['exit 256', [{ exit: { actor: 'main', code: 256 } }], 'steps.0.exit.code expected an exit code from 0 to 255, got 256'],
    [
      'SIGKILL to the init',
      [{ signal: { signal: 'SIGKILL', to: 'init' } }],
      'steps.0.signal.signal SIGKILL from outside would end the init, and the run with it',
    ],
    [
      'SIGSTOP to everybody',
      [{ signal: { signal: 'SIGSTOP', to: 'everybody' } }],
      'steps.0.signal.signal SIGSTOP from outside would freeze the init; write `freeze: init`',
    ],
    [
      "SIGKILL to main's group",
      [{ signal: { signal: 'SIGKILL', to: { group: 'main' } } }],
      'steps.0.signal.signal SIGKILL from outside would end the init, and the run with it',
    ],
    ['traced twice', [{ traceme: 'main' }, { traceme: 'main' }], 'steps.1.traceme `main` is traced by an earlier step'],
    ['traced before its fork', [{ traceme: 'a' }], 'steps.0.traceme `a` is not forked by an earlier step'],
    [
      'traced together',
      [{ together: [{ traceme: 'main' } as never] }],
      'steps.0.together.0.traceme `traceme` cannot happen together with others: only exit, die, signal, queue, storm can',
    ],
    ['frozen twice', [{ freeze: 'init' }, { freeze: 'init' }], 'steps.1.freeze the init is frozen already'],
    ['thawed too early', [{ thaw: 'init' }], 'steps.0.thaw the init is not frozen'],
    ['an hour', [{ wait: '1h' }], 'steps.0.wait 1h is longer than the limit, 5000ms'],
    ['no unit', [{ wait: '100' }], 'steps.0.wait expected a time like 20ms or 2s, got `100`'],
    [
      'a value to a group',
      [{ queue: { signal: 'SIGRTMIN', to: { group: 'main' }, value: 1 } }],
      'steps.0.queue.to a value is queued to the init or to an actor',
    ],
    ['nothing together', [{ together: [] }], 'steps.0.together `together` needs a step'],
    [
      'a fork together',
      [{ together: [fork as never] }],
      'steps.0.together.0.fork `fork` cannot happen together with others: only exit, die, signal, queue, storm can',
    ],
    [
      'together in together',
      [{ together: [{ together: [] } as never] }],
      'steps.0.together.0.together `together` cannot happen together with others: only exit, die, signal, queue, storm can',
    ],
    [
      'an actor that sends together',
      [{ together: [{ signal: { signal: 'SIGHUP', to: 'init', from: 'main' } }] }],
      'steps.0.together.0.signal.from steps that happen together are sent from outside',
    ],
    [
      'the init as sender',
      [{ signal: { signal: 'SIGHUP', to: 'main', from: 'init' } }],
      'steps.0.signal.from the init does what it does by itself: the sender is `outside` or an actor',
    ],
  ];
  const actors = { a, joins: { parent: 'main', group: { of: 'a' } } } satisfies Record<string, Actor>;
  test.each(wrong)('%s', (_, steps, message) => expect(said(make(actors, steps))).toEqual([message]));

  test.each<[Actor, string]>([
    [{ leaderEnds: true }, 'steps.0.traceme the first thread of `main` has ended, and only that can be traced here'],
    [{ setuid: true }, 'steps.0.traceme `main` is root by a set-uid program, or descends from one that is, and may not be traced'],
  ])('main with %j is not traced, nor a child of one that is set-uid', (main, message) => {
    expect(said(make({ main }, [{ traceme: 'main' }]))).toEqual([message]);
    const below = make({ main, a: { parent: 'main' } }, [fork, { traceme: 'a' }]);
    expect(said(below)).toHaveLength(main.setuid === true ? 1 : 0);
  });

  test('an actor may send the init SIGKILL, which the kernel drops; a SIGCONT may thaw it', () => {
    const cont: Step = { signal: { signal: 'SIGCONT', to: 'init' } };
    expect(said(make({}, [{ signal: { signal: 'SIGKILL', to: 'init', from: 'main' } }]))).toEqual([]);
    expect(said(make({}, [{ freeze: 'init' }, cont, { thaw: 'init' }]))).toEqual([]);
    expect(said(make({}, [{ freeze: 'init' }, cont, { freeze: 'init' }]))).toEqual([]);
  });

  test('a thousand steps, those inside `together` included', () => {
    const members = Array.from({ length: 1001 }, () => ({ signal: { signal: 'SIGHUP', to: 'init' } }) as const);
    expect(said(make({}, [{ together: members }]))).toEqual(['steps there are 1001 steps, the limit is 1000']);
  });
});

test.each<[Launch, string]>([
  [{ blocked: ['SIGKILL'] }, 'launch.blocked.0 SIGKILL cannot be blocked'],
  [{ ignored: ['SIGHUP', 'SIGHUP'] }, 'launch.ignored.1 SIGHUP is there twice'],
  [{ open: [2] }, 'launch.open.0 expected a descriptor from 3 to 63, got 2'],
  [{ open: [5, 5] }, 'launch.open.1 5 is there twice'],
  [{ args: ['a\0b'] }, 'launch.args.0 an argument cannot hold NUL'],
  [{ env: { 'A=B': '' } }, 'launch.env.A=B expected the name of a variable, not empty and without `=`'],
  [
    { args: ['a', '\ud83d'] },
    'launch.args.1 half of a surrogate pair is no character; "\\udc80" to "\\udcff" stand for the bytes that are no UTF-8',
  ],
  [{ early: [{ signal: 'SIGKILL', us: 0 }] }, 'launch.early.0.signal SIGKILL from outside would end or freeze the init'],
  [{ early: [{ signal: 'SIGHUP', us: 10_001 }] }, 'launch.early.0.us expected a whole number from 0 to 10000, got 10001'],
  [{ user: 7, capabilities: 'none' }, 'launch.capabilities a user other than root has no capabilities'],
  [{ tostop: true }, 'launch.tostop there is no terminal'],
  [{ args: ['x'.repeat(40_000)] }, 'launch.args arguments and variables have 40000 characters, the limit is 32768'],
])('launch %#', (launch, message) => expect(said(make({}, [], launch))).toEqual([message]));

test.each<[Step[], string]>([
  [[{ type: 'x' }], 'steps.0.type there is no terminal: write `terminal: controlling` in `launch`'],
  [[{ read: 'main' }], 'steps.0.read there is no terminal: write `terminal: controlling` in `launch`'],
])('without a terminal %#', (steps, message) => expect(said(make({}, steps))).toEqual([message]));

test.each<[Step[], string]>([
  [[{ type: '^X' }], 'steps.0.type expected printable ASCII, line ends, and ^C, ^\\ and ^Z; a ^ stands for nothing else'],
  [[{ type: '' }], 'steps.0.type expected printable ASCII, line ends, and ^C, ^\\ and ^Z; a ^ stands for nothing else'],
  [[{ type: 'x'.repeat(1500) }, { type: 'x'.repeat(501) }], 'steps.1.type more than 2000 characters are typed in all'],
  [[{ hangUp: 'terminal' }, { type: 'x' }], 'steps.1.type the terminal has hung up'],
  [[{ write: 'nobody' }], 'steps.0.write no actor `nobody`'],
])('on a terminal %#', (steps, message) => expect(said(make({}, steps, { terminal: 'controlling' }))).toEqual([message]));
