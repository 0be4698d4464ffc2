import { expect, test } from 'vitest';
import { aboutLines } from '../../fuzz/export/about.ts';
import { ORPHAN, stored } from './samples.ts';

test('what must hold, the scenario, and where it comes from, in lines of at most 130', () => {
  const saved = stored(ORPHAN).case;
  const comment = `A paragraph of${' many words'.repeat(30)}\nwhich goes on.\n\nAnother.`;
  const { lines, steps } = aboutLines('0123abcd', { ...saved, comment, report: 'https://example.org/1' }, 'reaps-orphans');
  expect(lines.every((line) => line.length <= 130)).toBe(true);
  expect(lines.join(' ')).toContain('words which goes on. Another.');
  expect(lines).toContain('Reported: https://example.org/1');
  expect(lines.at(-1)).toBe('Case 0123abcd, exported by initproof.');
  expect(lines.some((line) => line.startsWith('What must hold (reaps-orphans): '))).toBe(true);
  expect(steps).toHaveLength(4);
  expect(steps[0]).toBe('1. main forks shell.');
});
