import { expect, test } from 'vitest';
import { knownFaultLines, nextLines, shortNames } from '../../fuzz/report/known-faults.ts';
import { failure, marked, plain } from './plain.ts';

const fault = (target: string, signature: string, consequence: string, id = 'aaaaaaaa') => ({
  ...failure,
  known: true,
  target,
  signature,
  consequence,
  property: signature.split('/')[0] as string,
  id,
});

const HANGS = 'The container hangs: it counts as running.';
const LOST = 'A signal is lost: what it asks for does not happen.';
const ENDS = 'The container ends while its application works.';
const FAILURES = [
  fault('tini-g', 'forwards/signal-lost:at-start', LOST, 'bbbbbbbb'),
  fault('tini', 'leaves-promptly/stays', HANGS),
  fault('tini-g', 'leaves-promptly/stays', HANGS),
  fault('dumb-init', 'survives/left-early:traced-stop', ENDS, 'cccccccc'),
  fault('dumb-init', 'forwards/signal-lost:at-start', LOST, 'bbbbbbbb'),
];
const TARGETS = ['sound', 'tini', 'tini-g', 'dumb-init'];

test('faults by inits, the most harmful first; inits without any are left out', () => {
  expect(knownFaultLines(FAILURES, TARGETS, plain, 80).join('\n')).toMatchInlineSnapshot(`
    "
      3 known faults seen again, the most harmful first
                                                       tini  -g  dumb-init
      The container ends while its application works             ✕          cccccccc
        (traced stop)
      The container hangs                              ✕     ✕              aaaaaaaa
      A signal is lost (at start)                            ✕   ✕          bbbbbbbb"
  `);
});

test('where a table has no room there is a list', () => {
  expect(knownFaultLines(FAILURES, TARGETS, plain, 56).join('\n')).toMatchInlineSnapshot(`
    "
      3 known faults seen again, the most harmful first
      The container ends while its application works
        (traced stop): dumb-init, case cccccccc
      The container hangs: tini, tini-g, case aaaaaaaa
      A signal is lost (at start): tini-g, dumb-init, case
        bbbbbbbb"
  `);
});

test('colour comes with a cross', () => {
  expect(knownFaultLines(FAILURES, TARGETS, marked, 100).join('\n')).toMatch('<yellow>✕</>');
});

test('of many a screen is shown', () => {
  const many = Array.from({ length: 30 }, (_, n) => fault('tini', `hands-down/limits:L${n}`, 'x.'));
  const lines = knownFaultLines(many, ['tini'], plain, 80);
  expect(lines).toHaveLength(15);
  expect(lines.at(-1)).toBe('  … 18 more: --verbose tells each');
});

test('no faults, no lines', () => {
  expect(knownFaultLines([], TARGETS, plain, 80)).toEqual([]);
});

test('what is no property of ours is listed last, by its signature', () => {
  const own = { ...fault('tini', 'my-own/thing', ''), consequence: undefined };
  const { consequence: _, ...without } = own;
  expect(knownFaultLines([without, ...FAILURES], ['tini'], plain, 80).at(-1)).toMatch('my-own/thing');
});

test('variants are named by what differs', () => {
  expect(shortNames(['tini', 'tini-g', 'dumb-init', 'dumb-init-c', './tini-x'])).toEqual(['tini', '-g', 'dumb-init', '-c', './tini-x']);
});

test('what to do next: see the worst, and try an init of ones own where none was given', () => {
  expect(nextLines(FAILURES, TARGETS).join('\n')).toMatch(
    /replay cccccccc\n.*explain survives\/left-early:traced-stop\n.*run \.\/my-init\n.*scan/,
  );
  expect(nextLines(FAILURES, ['./my-init']).join('\n')).not.toMatch('my-init');
  expect(nextLines([], ['./my-init'])).toEqual([]);
});

test.each([60, 80, 100])('at %i columns no line is wider', (width) => {
  for (const line of knownFaultLines(FAILURES, TARGETS, plain, width)) expect(line.length).toBeLessThanOrEqual(width);
});
