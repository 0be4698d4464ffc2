import { expect, test } from 'vitest';
import { PLAIN } from '../../fuzz/judge/plain-contract.ts';
import { faults } from './checked.ts';

test('what is handed down', () => {
  const inherits = { ...PLAIN, child: { ...PLAIN.child, mask: 'inherited', ignored: 'inherited' } } as const;
  expect(faults('hands-down', 'launch: {blocked: [SIGTERM], ignored: [SIGINT]}', inherits as typeof PLAIN)).toMatchObject([
    { kind: 'BLOCKED', signals: [15], must: 'main must start with SIGTERM blocked' },
    { kind: 'IGNORED', signals: [2] },
  ]);
  expect(faults('hands-down', 'steps: []')).toMatchObject([
    { signals: [], must: 'main must start with no signal blocked' },
    { signals: [] },
  ]);
});

test('folder and descriptors are looked at where the contract says something of them', () => {
  expect(() => faults('keeps-directory', 'launch: {directory: own}', { ...PLAIN, directory: 'inherited' })).toThrow('does not apply');
  expect(faults('keeps-directory', 'launch: {directory: own}', { ...PLAIN, directory: '/' })).toMatchObject([{ kind: 'WORKS_IN' }]);
  expect(() => faults('closes-descriptors', 'launch: {open: [3]}', { ...PLAIN, descriptors: 'kept' })).toThrow('does not apply');
});
