import { expect, test } from 'vitest';
import type { Nothing } from '../../fuzz/campaign/event-parts.ts';
import { targetLines } from '../../fuzz/report/target-lines.ts';
import { plain, target } from './plain.ts';

test('what is violated is told, what holds is counted', () => {
  expect(targetLines(target, plain, false, 140)).toEqual([
    '✕ my-init: 1 property violated, 2 held, stays-idle not judged over 2 000 scenarios; 12 declared deviations',
    '  exit-code  1 007 judged  7 violated, 2 inconclusive',
  ]);
});

test('verbose tells of each, also of those that were never judged', () => {
  const lines = targetLines(target, plain, true, 140);
  expect(lines).toHaveLength(7);
  expect(lines.slice(5)).toEqual(['  inconclusive, since', '    2  a stop and a SIGCONT were sent at the same time']);
  expect(lines).toContain('  hands-down  12 judged     12 declared deviations');
  expect(lines).toContain('  stays-idle  0 judged');
});

test('nothing violated is a tick', () => {
  const held = { ...target, properties: target.properties.slice(1) };
  expect(targetLines(held, plain, false, 140)).toEqual([
    '✓ my-init: 2 properties held, stays-idle not judged over 2 000 scenarios; 12 declared deviations',
  ]);
});

test('where most could not be judged nothing is said to hold for sure', () => {
  const lines = targetLines({ ...target, inconclusive: 1500, properties: target.properties.slice(1) }, plain, false, 140);
  expect(lines[0]).toMatch(/^\? my-init: 2 properties held, stays-idle not judged over 2 000 scenarios; .*; 1 500 inconclusive$/);
  expect(lines).toContain('  inconclusive, since');
});

test('what is known has no cross, and no tick', () => {
  const [line, row] = targetLines({ ...target, known: ['exit-code'] }, plain, false, 140);
  expect(line).toBe(
    '· my-init: 1 property with known faults, none new, 2 held, stays-idle not judged over 2 000 scenarios; 12 declared deviations',
  );
  expect(row).toBe('  exit-code  1 007 judged  7 violated, all known, 2 inconclusive');
  const none = { holds: 0, violated: 0, inconclusive: 0, 'not-applicable': 0, expected: 0, tampered: 0 };
  const properties = [...target.properties, { ...none, property: 'survives', violated: 1 }];
  expect(targetLines({ ...target, properties, known: ['exit-code'] }, plain, false, 140)[0]).toMatch(
    /^✕ my-init: 1 property violated, 1 property with known faults, 2 held, stays-idle not judged over/,
  );
});

test('nothing is no tick, and says why', () => {
  const empty = { ...target, scenarios: 0, inconclusive: 0 };
  const line = (nothing: Nothing): string => targetLines({ ...empty, nothing }, plain, false, 140).join('\n');
  expect(line('no-time')).toMatch(/^\? my-init: nothing was tried: no scenario came to its end within the time; --time/);
  expect(line('interrupted')).toBe('? my-init: nothing was run: it was interrupted before');
  expect(line('harness-errors')).toBe('? my-init: nothing was judged: each scenario ended as an internal error of initproof');
  const none = targetLines({ ...target, scenarios: 3, nothing: 'not-applicable' }, plain, false, 140);
  expect(none).toEqual(['? my-init: nothing was judged: no property applies to any of 3 scenarios']);
});

test('on a narrow terminal each takes several lines', () => {
  expect(targetLines(target, plain, false, 44)).toEqual([
    '✕ my-init: 1 property violated, 2 held,',
    '  stays-idle not judged over 2 000',
    '  scenarios; 12 declared deviations',
    '  exit-code  1 007 judged  7 violated, 2',
    '                           inconclusive',
  ]);
});
