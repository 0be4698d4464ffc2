import { describe, expect, test } from 'vitest';
import type { Step } from '../../../fuzz/scenario/scenario.ts';
import { predict } from '../../../fuzz/judge/model/predict.ts';
import { PLAIN } from '../../../fuzz/judge/plain-contract.ts';
import { finally_, predicted, programOf } from '../setting.ts';

const exit = (actor: string, code = 0): Step => ({ exit: { actor, code } });
const tree = { shell: { parent: 'main' }, worker: { parent: 'shell' } } as const;

test('the init leaves as main ends: its code, or minus the signal', () => {
  expect(finally_({}, [exit('main', 42)])).toBe('init leaves: 42');
  expect(finally_({}, [{ die: { actor: 'main', signal: 'SIGQUIT' } }])).toBe('init leaves: -3');
});

test('it leaves when it is thawed, should it be frozen then', () => {
  expect(predicted({}, [{ freeze: 'init' }, exit('main', 1), { thaw: 'init' }])).toEqual([
    'main live; init frozen',
    'main zombie/gone; init frozen',
    'init leaves: 1',
  ]);
});

test('children of one that ends are the init’s', () => {
  expect(predicted(tree, [{ fork: 'shell' }, { fork: 'worker' }, exit('shell'), exit('worker')]).slice(2)).toEqual([
    'main live; shell gone; worker live',
    'main live; shell gone; worker gone',
  ]);
});

describe('a zombie whose parent lives', () => {
  test('is that parent’s business', () => {
    const actors = { main: { waits: false }, shell: { parent: 'main' } } as const;
    expect(finally_(actors, [{ fork: 'shell' }, exit('shell')])).toBe('main live; shell zombie');
  });

  test('is the init’s when the parent ends', () => {
    const actors = { shell: { parent: 'main', waits: false }, worker: { parent: 'shell' } } as const;
    const steps: Step[] = [{ fork: 'shell' }, { fork: 'worker' }, exit('worker'), exit('shell')];
    expect(predicted(actors, steps).slice(2)).toEqual(['main live; shell live; worker zombie', 'main live; shell gone; worker gone']);
  });

  test('is nobody’s where the parent ignores SIGCHLD', () => {
    const actors = { main: { waits: false, on: { SIGCHLD: 'ignore' } }, shell: { parent: 'main' } } as const;
    expect(finally_(actors, [{ fork: 'shell' }, exit('shell')])).toBe('main live; shell gone');
  });

  test('stays one while the parent that waits is stopped', () => {
    const steps: Step[] = [{ fork: 'shell' }, { stop: 'main' }, exit('shell'), { continue: 'main' }];
    expect(predicted({ shell: { parent: 'main' } }, steps).slice(2)).toEqual([
      'main live stopped; shell zombie',
      'main live; shell gone; main SIGCONT from outside 1',
    ]);
  });
});

test('a contract’s parting signal goes to main’s group; who gets it before the kernel kills all is open', () => {
  const contract = {
    parting: 'SIGTERM',
    child: { group: 'own', session: 'own', mask: 'empty', ignored: 'reset', terminal: 'handed-over' },
  } as const;
  const actors = { shell: { parent: 'main', on: { all: 'note' } } } as const;
  expect(finally_(actors, [{ fork: 'shell' }, exit('main', 3)], contract)).toBe('shell SIGTERM from init 0..1; init leaves: 3');
});

test('the nearest living ancestor that is a subreaper adopts, and keeps zombies where it does not wait', () => {
  const actors = {
    keeper: { parent: 'main', subreaper: true, waits: false },
    shell: { parent: 'keeper' },
    worker: { parent: 'shell' },
  } as const;
  const steps: Step[] = [{ fork: 'keeper' }, { fork: 'shell' }, { fork: 'worker' }, { exit: { actor: 'shell', code: 0 } }];
  const ends: Step[] = [...steps, { exit: { actor: 'worker', code: 0 } }];
  expect(finally_(actors, ends)).toBe('main live; keeper live; shell zombie; worker zombie');
  expect(finally_(actors, [...ends, { exit: { actor: 'keeper', code: 0 } }])).toBe('main live; keeper gone; shell gone; worker gone');
});

test('a sibling of main is the init’s to wait for', () => {
  const actors = { main: { waits: false }, sibling: { parent: 'main', cloneParent: true } } as const;
  expect(finally_(actors, [{ fork: 'sibling' }, { exit: { actor: 'sibling', code: 0 } }])).toBe('main live; sibling gone');
});

test('who has entered from outside is waited for there, and its orphans are PID 1’s', () => {
  const actors = { shell: { parent: 'outside' }, worker: { parent: 'shell' } } as const;
  const steps: Step[] = [
    { fork: 'shell' },
    { fork: 'worker' },
    { exit: { actor: 'shell', code: 0 } },
    { exit: { actor: 'worker', code: 0 } },
  ];
  expect(finally_(actors, steps)).toBe('main live; shell gone; worker gone');
  const contract = { asSubreaper: { adopts: true, deadly: [], suspends: [], parentDeath: 'none' } } as const;
  expect(finally_(actors, steps, { asSubreaper: { ...contract.asSubreaper, deadly: [], suspends: [] } }, { as: 'subreaper' })).toBe(
    'main live; shell gone; worker zombie',
  );
});

test('of two that one signal ends, the child may have been waited for by its parent, or be left to a subreaper that does not wait', () => {
  const actors = { main: { subreaper: true, waits: false }, a: { parent: 'main' }, b: { parent: 'a' } } as const;
  const steps: Step[] = [{ fork: 'a' }, { fork: 'b' }, { signal: { signal: 'SIGTERM', to: 'everybody', from: 'main' } }];
  expect(finally_(actors, steps)).toBe('main live; a zombie; b zombie/gone');
});

test('an init that promises so leaves when no child is left, with the code of the main one', () => {
  const actors = { shell: { parent: 'main' }, worker: { parent: 'shell' } } as const;
  const steps: Step[] = [{ fork: 'shell' }, { fork: 'worker' }, exit('main', 3), exit('worker', 4), exit('shell', 5)];
  expect(predicted(actors, steps, { leaves: 'when-empty' }).slice(2)).toEqual([
    'main gone; shell live; worker live',
    'main gone; shell live; worker gone',
    'init leaves: 3',
  ]);
});

test('what was waited for or left to a frozen init in a race is so until that is thawed', () => {
  const actors = { a: { parent: 'main' }, b: { parent: 'a' }, c: { parent: 'main' } } as const;
  const steps: Step[] = [
    ...[{ fork: 'a' }, { fork: 'b' }, { freeze: 'init' } as const],
    { together: [{ exit: { actor: 'b', code: 0 } }, { exit: { actor: 'a', code: 0 } }] },
    { fork: 'c' },
  ];
  expect(finally_(actors, steps)).toBe('main live; a gone; b zombie/gone; c live; init frozen');
  expect(finally_(actors, [...steps, { thaw: 'init' }])).toBe('main live; a gone; b gone; c live; main SIGCONT from init 1');
});

describe('at its end an init that sends everybody a signal and waits', () => {
  const parting = { signal: 'SIGTERM', to: 'everybody', grace: '300ms' } as const;
  const actors = {
    a: { parent: 'main', session: 'own', on: { SIGTERM: { exit: 3, after: '20ms' } } },
    b: { parent: 'main', on: { all: 'note' } },
    c: { parent: 'main' },
  } as const;
  const steps: Step[] = [{ fork: 'a' }, { fork: 'b' }, { fork: 'c' }, exit('main', 3)];

  test('leaves with main’s code, whoever has got it', () => {
    expect(finally_(actors, steps, { parting })).toBe('a SIGTERM from init 0..1; b SIGTERM from init 0..1; init leaves: 3');
  });

  test('has to wait for those that take a while or live on, for its grace at most', () => {
    const leaving = (...args: Parameters<typeof predicted>) =>
      predict(programOf(args[0], args[1]), { ...PLAIN, ...args[2] }).checkpoints.at(-1)?.leaving;
    expect(leaving(actors, steps, { parting })).toEqual([
      { slot: 1, upon: [{ signal: 15, delay: 20 }], grace: 300 },
      { slot: 2, upon: [], grace: 300 },
    ]);
    expect(leaving(actors, steps, { parting: { signal: 'SIGTERM', to: 'everybody' } })).toEqual([]);
  });

  test('is not told apart where it is not PID 1', () => {
    expect(finally_(actors, steps, { parting }, { as: 'subreaper' })).toMatch(/^unsure: an init that is not PID 1/);
  });
});
