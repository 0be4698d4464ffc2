import { expect, test } from 'vitest';
import { scenarioAt } from '../../fuzz/generate/seeds.ts';
import { Stimuli } from '../../fuzz/profile/stimuli.ts';
import type { Scenario } from '../../fuzz/scenario/scenario.ts';

const scenario = (steps: Scenario['steps']): Scenario => ({ version: 1, launch: { env: { X: '1' } }, actors: { main: {} }, steps });

test('what was tried is counted, together and held as well', () => {
  const stimuli = new Stimuli();
  const send = (signal: 'SIGHUP' | 'SIGUSR2') => ({ signal: { signal, to: 'init' } }) as const;
  stimuli.add(scenario([send('SIGHUP'), { together: [send('SIGUSR2'), { storm: { actor: 'main', orphans: 70 } }] }, { wait: '20ms' }]));
  stimuli.add(scenario([{ exit: { actor: 'main', code: 3 } }]));
  const lines = stimuli.lines().join('\n');
  expect(lines).toMatch(/^2 scenarios, 0 of them on a terminal/);
  expect(lines).toMatch(/2 of 64 signals to the init, without SIGINT/);
  expect(lines).toMatch(/1 ordered pairs/);
  expect(lines).toMatch(/1 of 256 exit codes/);
  expect(lines).toMatch(/up to 70 orphans/);
  expect(lines).toMatch(/20 ms/);
  expect(lines).toMatch(/variables: X$/m);
});

test('what happens where nothing is recorded was not tried', () => {
  const stimuli = new Stimuli();
  stimuli.add({ ...scenario([{ signal: { signal: 'SIGHUP', to: 'init' } }]), launch: { as: 'subreaper' } });
  expect(stimuli.lines()[0]).toMatch(/^1 scenarios, .*, 1 not recorded/);
  expect(stimuli.lines()[1]).toMatch(/^0 of 64 signals/);
});

test('the generator tries most signals in a few hundred scenarios', () => {
  const stimuli = new Stimuli();
  for (let index = 0; index < 500; index++) stimuli.add(scenarioAt(1, index));
  expect(Number(/^(\d+) of/m.exec(stimuli.lines()[1] ?? '')?.[1])).toBeGreaterThan(50);
});
