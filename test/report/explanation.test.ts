import { describe, expect, test } from 'vitest';
import type { StoredCase } from '../../fuzz/cases/store.ts';
import { aboutProperty, aboutVerdict, shortly, VERDICT_WORDS } from '../../fuzz/report/explanation.ts';
import { ALL_PROPERTIES, PROPERTIES } from '../../properties/index.ts';
import { exitCode } from '../../properties/exit-code.ts';

const saved = (id: string, signature: string, expect: StoredCase['case']['expect'], steps: number): StoredCase => ({
  path: `${id}.yaml`,
  id,
  case: {
    comment: '',
    property: signature.split('/')[0] as string,
    signature,
    expect,
    scenario: { version: 1, launch: {}, actors: { main: {} }, steps: Array.from({ length: steps }, () => ({ wait: '1ms' })) },
  },
});

const KNOWN = [
  saved('aaaa', 'exit-code/wrong-status:exit', { tini: 'violated', sound: 'holds' }, 3),
  saved('bbbb', 'exit-code/wrong-status:death', { tini: 'violated' }, 1),
  saved('cccc', 'exit-code/wrong-status:exit', { tini: 'holds' }, 0),
  saved('dddd', 'forwards/late', { tini: 'violated' }, 0),
];

describe('a property', () => {
  test('has its claim, why it matters, the contract, sources, what it leads to, known faults and the plainest case that shows one', () => {
    const text = aboutProperty(exitCode, KNOWN, 80).join('\n');
    for (const part of [
      exitCode.claim.slice(0, 30),
      'why',
      'judged       where main ends',
      'contract     exitCodes:',
      'sources',
      'reports',
    ])
      expect(text).toMatch(part);
    expect(text).toMatch(/known faults\n {4}aaaa .* on tini\n {4}bbbb .* on tini\n/);
    expect(text).not.toMatch(/cccc|dddd/);
    expect(text).toMatch(/npx initproof replay bbbb$/);
  });

  test('by a signature: what only that leads to, and who is known to show it', () => {
    const text = aboutProperty(exitCode, KNOWN, 80, 'exit-code/wrong-status:exit').join('\n');
    expect(text).toMatch(/^exit-code\/wrong-status:exit\n/);
    expect(text).not.toMatch('bbbb');
    expect(text).toMatch(/npx initproof replay aaaa$/);
  });

  test('says where none of its cases is violated by now', () => {
    expect(aboutProperty(exitCode, KNOWN.slice(2, 3), 80).join('\n')).toMatch('known: 1 case, violated on no target by now');
  });

  test('is listed by its claim', () => {
    expect(PROPERTIES.flatMap((property) => shortly(property, 80))).toContain('exit-code');
  });
});

describe('a verdict', () => {
  test('each has its words, and nothing else has', () => {
    for (const word of VERDICT_WORDS) expect(aboutVerdict(word, 80)?.[0]).toBe(word);
    expect(aboutVerdict('tampered/record', 80)?.[0]).toBe('tampered/record');
    for (const word of ['exit-code', 'holds/x', 'toString', '']) expect(aboutVerdict(word, 80)).toBeUndefined();
  });

  test('inconclusive says why a run may end early', () => {
    expect(aboutVerdict('inconclusive', 80)?.join('\n')).toMatch('- the run used more memory than a run may');
  });
});

test.each([60, 80, 100])('at %i columns no line of text is wider', (width) => {
  const lines = [
    ...ALL_PROPERTIES.flatMap((property) => aboutProperty(property, [], width)),
    ...VERDICT_WORDS.flatMap((word) => aboutVerdict(word, width) ?? []),
  ];
  for (const line of lines) expect(line.length).toBeLessThanOrEqual(width);
});
