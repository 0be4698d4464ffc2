/**
 * What is said of inits that do other than their contract, or have none: real ones, by their path or under another's contract, and three
 * that people write (test/fixtures/inits). Each verdict is true of what the kernel showed, and nothing that follows from it is told beside
 * it.
 */
import { appendFile, cp } from 'node:fs/promises';
import { join } from 'node:path';
import { execa } from 'execa';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { examinedOf } from '../../fuzz/campaign/examination.ts';
import { type FoundTarget, findTarget } from '../../fuzz/campaign/find-target.ts';
import { type Lab, openLab } from '../../fuzz/campaign/lab.ts';
import { PACKAGE_ROOT } from '../../fuzz/execute/locate.ts';
import { faultsOf } from '../../fuzz/judge/fault.ts';
import type { Scenario } from '../../fuzz/scenario/scenario.ts';
import { whole } from '../execute/setting.ts';
import { temporary } from '../fixtures/temporary.ts';

const REAL = ['tini', 'dumb-init', 'dumb-init-c', 'catatonit'] as const;
const WRITTEN = ['forwards-all', 'forwards-six', 'leaves-when-asked'] as const;

const targets = new Map<string, FoundTarget>();
let lab: Lab;

async function target(word: string, like?: string): Promise<FoundTarget | undefined> {
  const result = await findTarget(word, { like });
  return result.ok ? result.target : undefined;
}

/** A copy of a real init with a byte more, so that nothing is known of it but its path. */
async function copyOf(name: string, folder: string, like?: string): Promise<FoundTarget | undefined> {
  const original = await target(name);
  if (original === undefined) return undefined;
  const path = join(folder, `${name}-copy`);
  await cp(original.binary, path);
  await appendFile(path, '\0');
  return target(path, like);
}

async function written(name: string, folder: string): Promise<FoundTarget | undefined> {
  const path = join(folder, name);
  await execa('cc', ['-O1', '-static', '-o', path, join(PACKAGE_ROOT, 'test', 'fixtures', 'inits', `${name}.c`)]);
  return target(path);
}

beforeAll(async () => {
  const folder = temporary();
  const all = [
    ...REAL.map(async (name) => [name, await target(name)] as const),
    ...(['tini', 'dumb-init'] as const).map(async (name) => [`a copy of ${name}`, await copyOf(name, folder)] as const),
    (async () => ['a copy of tini like catatonit', await copyOf('tini', temporary(), 'catatonit')] as const)(),
    ...WRITTEN.map(async (name) => [name, await written(name, folder)] as const),
    (async () => ['sound', await target('sound')] as const)(),
  ];
  for (const [name, found] of await Promise.all(all)) if (found !== undefined) targets.set(name, found);
  lab = await openLab([...targets.values()]);
});
afterAll(() => lab.close());

/** Signature and sentence of each fault that a scenario shows on a target; undefined where this machine has not got that. */
async function faults(name: string, scenario: Partial<Scenario>): Promise<string[] | undefined> {
  const found = targets.get(name);
  if (found === undefined) return undefined;
  const { judgements, unexplained } = examinedOf(await lab.examine(whole(scenario), found, 'careful'));
  expect(unexplained).toEqual([]);
  return faultsOf(judgements).map(({ signature, said }) => `${signature}: ${said}`);
}

/** Of the target too where the machine has it not: the rest of the file is on those that it builds. */
async function expectFaults(name: string, scenario: Partial<Scenario>, expected: (string | RegExp)[]): Promise<void> {
  const seen = await faults(name, scenario);
  if (seen === undefined) return expect(REAL.some((real) => name.includes(real))).toBe(true);
  expect(seen).toEqual(expected.map((one) => (typeof one === 'string' ? one : expect.stringMatching(one))));
}

const NOTES_ALL = { main: { on: { all: 'note' } } } as const;

describe('a signal that the contract keeps back', () => {
  test('and that has ended main, is the one finding', () =>
    expectFaults(
      'a copy of tini like catatonit',
      { actors: { main: { on: { SIGTSTP: { exit: 5 } } } }, steps: [{ signal: { signal: 'SIGTSTP', to: 'init' } }] },
      [
        'forwards/signal-passed-on:SIGTSTP: main got SIGTSTP from the init once, but should not, since the contract has the init keep SIGTSTP back',
      ],
    ));

  test.each(['a copy of dumb-init', 'forwards-all'])('may be passed on where nobody has said otherwise: %s', (name) =>
    expectFaults(name, { actors: NOTES_ALL, steps: [{ signal: { signal: 'SIGFPE', to: 'init' } }] }, []),
  );

  test('may end main there', () => expectFaults('forwards-all', { steps: [{ signal: { signal: 'SIGSYS', to: 'init' } }] }, []));

  test('may stop main there, and SIGCONT makes it go on', () =>
    expectFaults(
      'a copy of tini',
      {
        steps: [
          { signal: { signal: 'SIGTSTP', to: 'init' } },
          { signal: { signal: 'SIGCONT', to: 'init' } },
          { exit: { actor: 'main', code: 0 } },
        ],
      },
      [],
    ));
});

test('SIGCONT that was not passed on leaves main stopped: nobody has sent a stop', () =>
  expectFaults('forwards-six', { steps: [{ stop: 'main' }, { signal: { signal: 'SIGCONT', to: 'init' } }] }, [
    'forwards/signal-lost:SIGCONT: main is stopped, but should get SIGCONT, which the init should pass on',
  ]));

test('the one that has thawed the init nobody asks it to pass on', () =>
  expectFaults('forwards-six', { steps: [{ stop: 'main' }, { freeze: 'init' }, { thaw: 'init' }] }, []));

test('SIGHUP that was ignored, as nohup(1) has it, is the child’s again under dumb-init: told as expected', async () => {
  const found = targets.get('dumb-init');
  if (found === undefined) return;
  const { judgements } = examinedOf(await lab.examine(whole({ launch: { ignored: ['SIGHUP'] } }), found, 'careful'));
  const told = judgements.filter(({ property }) => property === 'hands-down').map(({ verdict }) => verdict);
  expect(told).toEqual([expect.objectContaining({ kind: 'expected', reason: expect.stringContaining('nohup') as string })]);
});

describe('SIGTERM that is pending at the exec is due, also where the child’s mask is emptied', () => {
  const scenario: Partial<Scenario> = { launch: { blocked: ['SIGTERM'], pending: ['SIGTERM'] } };
  const LOST = 'forwards/signal-lost:at-start: main runs, but should get SIGTERM, which the init should pass on';

  test.each(['dumb-init', 'dumb-init-c'])('%s loses it', (name) => expectFaults(name, scenario, [LOST]));
  test.each(['sound', 'tini', 'catatonit'])('%s does not', (name) => expectFaults(name, scenario, []));
});

describe('main takes 200 ms to shut down', () => {
  const actors: Scenario['actors'] = { main: { on: { SIGTERM: { exit: 3, after: '200ms' }, SIGHUP: { exit: 3, after: '200ms' } } } };
  const CUT =
    /^survives\/left-early:not-waited-for: the init exited with 0 .*, but should stay until main has ended upon SIG\w+, which takes 200 ms: main had \d+\.\d ms left$/;
  const term: Partial<Scenario> = { actors, steps: [{ signal: { signal: 'SIGTERM', to: 'init' } }] };
  const hangUp: Partial<Scenario> = { launch: { terminal: 'controlling' }, actors, steps: [{ hangUp: 'terminal' }] };

  test.each([
    ['SIGTERM', term],
    ['a terminal that hangs up', hangUp],
  ])('and the init leaves upon %s: that alone is said', (_, scenario) => expectFaults('leaves-when-asked', scenario, [CUT]));

  test.each([
    ['SIGTERM', term],
    ['a terminal that hangs up', hangUp],
  ])('and the sound init waits upon %s', (_, scenario) => expectFaults('sound', scenario, []));
});

describe('^C on a terminal, which main handles', () => {
  const scenario: Partial<Scenario> = { launch: { terminal: 'controlling' }, actors: NOTES_ALL, steps: [{ type: '^C' }] };

  test('comes once under inits that look who sent it, or give their child a group of its own', async () => {
    for (const name of ['sound', 'tini', 'dumb-init', 'catatonit']) await expectFaults(name, scenario, []);
  });

  test('comes twice under one that does neither', () =>
    expectFaults('forwards-all', scenario, [
      /^forwards\/signal-doubled:SIGINT: main got SIGINT from the (kernel|init) once and from the (kernel|init) once, but should get it once$/,
    ]));

  test('comes twice under dumb-init -c by contract', () => expectFaults('dumb-init-c', scenario, []));
});
