/** Every part of the language shrinks back to its default. The tables are complete by their types: a new field does not compile without. */
import { describe, expect, test } from 'vitest';
import type { Actor, Launch, Scenario, Step } from '../../fuzz/scenario/scenario.ts';
import type { StepKind } from '../../fuzz/scenario/steps.ts';
import { canonical } from '../../fuzz/shrink/canonical.ts';
import { copy } from '../../fuzz/shrink/edit.ts';
import { SHRINK_DEFAULTS, shrink } from '../../fuzz/shrink/shrink.ts';

/** What must stay: an actor with a setting, a child of it, and their steps. */
const BASE: Scenario = {
  version: 1,
  launch: { ignored: ['SIGTERM'] },
  actors: { main: { on: { SIGTERM: 'note' } }, a: { parent: 'main' }, b: { parent: 'a' } },
  steps: [{ fork: 'a' }, { fork: 'b' }, { exit: { actor: 'a', code: 0 } }, { signal: { signal: 'SIGTERM', to: 'init' } }],
};

const LAUNCH: Record<Exclude<keyof Launch, 'ignored'>, Launch[keyof Launch]> = {
  command: 'missing',
  args: ['', 'x'.repeat(2000)],
  env: { A: 'b', C: '' },
  blocked: ['SIGINT', 'SIGRTMIN+3'],
  closed: ['stdin', 'stderr'],
  open: [63, 7],
  directory: 'deleted',
  as: 'subreaper',
  terminal: 'controlling',
  tostop: true,
  user: 7,
  capabilities: 'none',
  noNewPrivs: true,
  umask: 0o77,
  nice: 5,
  limits: { NOFILE: 100, CORE: 0 },
  pending: ['SIGINT'],
  early: [{ signal: 'SIGINT', us: 500 }],
  full: ['stdout'],
  pidsLimit: 9,
  proc: 'none',
};

const ACTOR: Record<Exclude<keyof Actor, 'parent'>, Actor[keyof Actor]> = {
  copies: 40,
  on: { all: 'ignore', SIGINT: { exit: 99, after: '20ms' }, SIGCHLD: 'note' },
  group: { of: 'a' },
  session: 'own',
  daemon: true,
  waits: false,
  exited: 9,
  user: 5,
  setuid: true,
  subreaper: true,
  leaderEnds: true,
  vfork: true,
  cloneParent: true,
  comm: 'a) Z 1',
  pid: { of: 'a' },
};

const STEPS: Record<StepKind, Step[]> = {
  fork: [{ fork: 'c' }],
  exit: [{ exit: { actor: 'b', code: 3 } }],
  die: [{ die: { actor: 'b', signal: 'SIGSEGV', core: false } }],
  signal: [{ signal: { signal: 'SIGHUP', to: { group: 'b' }, from: 'b' } }],
  queue: [{ queue: { signal: 'SIGRTMIN', to: 'b', from: 'b', value: 99 } }],
  stop: [{ stop: 'b' }],
  continue: [{ continue: 'b' }],
  freeze: [{ freeze: 'init' }],
  thaw: [{ freeze: 'init' }, { thaw: 'init' }],
  orphan: [{ orphan: 'init' }],
  setpgid: [{ setpgid: 'b' }],
  setsid: [{ setsid: 'b' }],
  traceme: [{ traceme: 'a' }],
  exec: [{ exec: 'b' }],
  wait: [{ wait: '40ms' }],
  together: [{ together: [{ exit: { actor: 'b', code: 3 } }, { signal: { signal: 'SIGHUP', to: 'everybody' } }] }],
  storm: [{ storm: { actor: 'b', orphans: 100 } }],
  type: [{ type: 'x' }],
  hangUp: [{ hangUp: 'terminal' }],
  resize: [{ resize: { rows: 1, columns: 2 } }],
  foreground: [{ foreground: 'b' }],
  read: [{ read: 'b' }],
  write: [{ write: 'b' }],
  at: [
    { exit: { actor: 'b', code: 3 } },
    { at: { call: 'wait4', nth: 2, when: 'exit', of: 'child', index: 20, do: [{ signal: { signal: 'SIGHUP', to: 'init' } }] } },
  ],
};

const UPON_TERMINAL = ['type', 'hangUp', 'resize', 'foreground', 'read', 'write'];

/** Shrinks while all of the base is there, and says what is left beyond it. */
async function leftBeyondBase(start: Scenario): Promise<Scenario> {
  const fails = async (scenario: Scenario): Promise<boolean> => has(scenario, BASE);
  expect(await fails(start)).toBe(true);
  return (await shrink(start, fails, { ...SHRINK_DEFAULTS, calls: 1000, stall: 1000 })).scenario;
}

/** Whether `value` has all that `part` has; lists: all entries of it, in order. */
function has(value: unknown, part: unknown): boolean {
  if (typeof part !== 'object' || part === null) return value === part;
  if (typeof value !== 'object' || value === null) return false;
  if (!Array.isArray(part)) return Object.entries(part).every(([key, inner]) => has((value as Record<string, unknown>)[key], inner));
  let at = 0;
  for (const one of value as unknown[]) if (at < part.length && has(one, part[at])) at++;
  return at === part.length;
}

describe('shrink', () => {
  for (const [field, value] of Object.entries(LAUNCH)) {
    test(`puts launch.${field} back`, async () => {
      const start = copy(BASE);
      Object.assign(start.launch, field === 'tostop' ? { terminal: 'controlling' } : {}, { [field]: value });
      expect(canonical(await leftBeyondBase(start))).toBe(canonical(BASE));
    });
  }

  for (const [field, value] of Object.entries(ACTOR)) {
    test(`puts ${field} of an actor back`, async () => {
      const start = copy(BASE);
      Object.assign(start.actors.b as Actor, { [field]: value });
      expect(canonical(await leftBeyondBase(start))).toBe(canonical(BASE));
    });
  }

  for (const [kind, steps] of Object.entries(STEPS)) {
    test(`leaves out ${kind}`, async () => {
      const start = copy(BASE);
      start.actors.c = { parent: 'b' };
      start.steps.splice(2, 0, ...steps);
      if (kind !== 'fork') delete start.actors.c;
      if (kind === 'orphan') start.launch.as = 'subreaper';
      if (UPON_TERMINAL.includes(kind)) start.launch.terminal = 'controlling';
      expect(canonical(await leftBeyondBase(start))).toBe(canonical(BASE));
    });
  }
});

/** Steps that become plainer where a step must stay. */
const PLAINER: [Step, Step][] = [
  [{ queue: { signal: 'SIGRTMIN+4', to: 'a', from: 'a', value: -77 } }, { signal: { signal: 'SIGTERM', to: 'init' } }],
  [{ signal: { signal: 'SIGHUP', to: { group: 'a' }, from: 'main' } }, { signal: { signal: 'SIGTERM', to: 'init' } }],
  [{ signal: { signal: 'SIGINT', to: 'everybody' } }, { signal: { signal: 'SIGTERM', to: 'init' } }],
  [{ die: { actor: 'a', signal: 'SIGABRT', core: false } }, { exit: { actor: 'a', code: 0 } }],
  [{ exit: { actor: 'a', code: 200 } }, { exit: { actor: 'a', code: 0 } }],
  [{ together: [{ exit: { actor: 'a', code: 200 } }] }, { exit: { actor: 'a', code: 0 } }],
  [{ wait: '2s' }, { wait: '20ms' }],
];

describe('a step that must stay', () => {
  for (const [from, to] of PLAINER) {
    test(`${JSON.stringify(from)} becomes ${JSON.stringify(to)}`, async () => {
      const start: Scenario = { version: 1, launch: {}, actors: { main: {}, a: { parent: 'main' } }, steps: [{ fork: 'a' }, from] };
      const result = await shrink(start, async (s) => Object.keys(s.actors).length === 2 && s.steps.length === 2, SHRINK_DEFAULTS);
      expect(result.scenario.steps).toEqual([{ fork: 'a' }, to]);
    });
  }

  test('keeps what cannot be plainer', async () => {
    const start: Scenario = {
      version: 1,
      launch: {},
      actors: { main: {} },
      steps: [{ queue: { signal: 'SIGRTMIN+4', to: 'init', value: 1000 } }],
    };
    const result = await shrink(
      start,
      async ({ steps: [step] }) => step !== undefined && 'queue' in step && step.queue.signal === 'SIGRTMIN+4' && step.queue.value > 9,
      SHRINK_DEFAULTS,
    );
    expect(result.scenario.steps).toEqual([{ queue: { signal: 'SIGRTMIN+4', to: 'init', value: 15 } }]);
  });
});
