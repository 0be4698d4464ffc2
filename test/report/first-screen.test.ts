import { expect, test } from 'vitest';
import { findingsLines } from '../../fuzz/report/first-screen.ts';
import { begin, failure, plain } from './plain.ts';

const { plain: _, ...bare } = failure as typeof failure & { plain: true };
const one = (signature: string, id: string, needs?: string[]) => ({
  ...bare,
  signature,
  id,
  case: `.initproof/found/my-init/x/${id}.yaml`,
  ...(needs === undefined ? { plain: true as const } : { needs }),
});
const screen = { begin, paint: plain, width: 80, verbose: false };
const text = (failures: Parameters<typeof findingsLines>[0], more = {}): string =>
  findingsLines(failures, { ...screen, ...more }).join('\n');

const LOST = one('forwards/signal-lost:SIGTERM', 'aaaaaaaa');
const CODE = one('exit-code/wrong-status:exit', 'bbbbbbbb');
const IGNORED = 'started with SIGCHLD ignored';
const HANGS = one('leaves-promptly/stays', 'cccccccc', [IGNORED]);
const ZOMBIE = one('reaps-orphans/zombie-left', 'dddddddd', [IGNORED]);
const RACE = one('forwards/signal-lost:while-starting', 'eeeeeeee', ['a race']);
const pictures = (lines: string): string[] => [...lines.matchAll(/signature {2}(\S+),/g)].map(([, signature = '']) => signature);
const inBrief = (lines: string): string[] => [...lines.matchAll(/^ {2}(\S+), 10 of 10; npx/gm)].map(([, signature = '']) => signature);

test('the plain ones are shown, the worst first and whole, and a line has the rest by what it needs', () => {
  const lines = text([ZOMBIE, CODE, HANGS, RACE, LOST]);
  expect([pictures(lines), inBrief(lines)]).toEqual([[LOST.signature], [CODE.signature]]);
  expect(lines).toMatch(/^5 findings, 2 of them in a plain `docker run`: these first, the worst at the top\n\n✕ my-init violates/);
  expect(lines.split('\n').slice(-7).join('\n')).toMatchInlineSnapshot(`
    "  → CI takes a failure for a success.
      exit-code/wrong-status:exit, 10 of 10; npx initproof replay bbbbbbbb

      3 more need an unusual launch or event: started with SIGCHLD ignored
        (cccccccc and 1 more), a race (eeeeeeee); \`--verbose\` shows them, or npx
        initproof explain cccccccc
    "
  `);
});

test('of one finding there is the picture alone, also where it needs something', () => {
  expect(text([CODE])).toMatch(/^✕ my-init violates(.*\n)+ {2}needs {6}nothing unusual: a plain `docker run` has it\n/);
  const lines = text([HANGS]);
  expect(lines).toMatch(/^✕ my-init violates(.*\n)+ {2}needs {6}started with SIGCHLD ignored\n/);
  expect(lines).not.toMatch('more');
});

test('where none is plain the worst is shown', () => {
  const lines = text([ZOMBIE, HANGS]);
  expect(lines).toMatch(/^2 findings, none of them in a plain `docker run`: the worst first\n/);
  expect([pictures(lines), inBrief(lines)]).toEqual([[HANGS.signature], []]);
  expect(lines).toMatch(/ 1 more needs an unusual launch or event: started with SIGCHLD ignored\n? *\(dddddddd\)/);
});

test('a screen has at most so many lines and eight findings, and verbose has all', () => {
  const many = Array.from({ length: 12 }, (_, n) => one(`hands-down/limits:L${n}`, `0000000${n}`));
  const lines = text([...many, HANGS]);
  expect([pictures(lines).length, inBrief(lines).length]).toEqual([1, 3]);
  expect(lines).toMatch(/\n {2}8 more of a plain `docker run`: hands-down\/limits:L4 \(00000004\),/);
  expect(lines).toMatch(/\sand\s3\s+more;\s+1\s+more\s+needs/);
  expect(lines.split('\n').length).toBeLessThan(66);
  expect(pictures(text([...many, HANGS], { verbose: true }))).toHaveLength(13);
  const short = many.map((each) => ({ ...each, said: '', story: [], scenario: [] }));
  expect(inBrief(text(short))).toHaveLength(7);
});

test('a picture that is longer than a screen is there, if it is the first', () => {
  const long = { ...CODE, story: Array.from({ length: 60 }, (_, n) => ({ ms: n, who: 'main', what: 'runs' })) };
  const lines = text([long, one('hands-down/umask', 'ffffffff')]);
  expect([pictures(lines), inBrief(lines)]).toEqual([[CODE.signature], []]);
});

test('what needs several things is listed by the first', () => {
  const large = { ...RACE, needs: ['a race', 'a stopped process', 'a terminal that hangs up'] };
  expect(text([CODE, large, RACE])).toMatch('2 more need an unusual launch or event: a race (eeeeeeee and 1 more)');
});

test('those that differ by the signal alone are told as one, and have room for others', () => {
  const signals = ['SIGHUP', 'SIGQUIT', 'real-time'].map((signal, n) => one(`forwards/signal-lost:${signal}`, `1111111${n}`));
  const lines = text([...signals, LOST, CODE, RACE, one('forwards/signal-lost:at-start', '22222222')], { width: 100 });
  expect(lines).toMatch('  likewise   SIGQUIT (11111111), SIGHUP (11111110), real-time (11111112)\n');
  expect([pictures(lines), inBrief(lines)]).toEqual([[LOST.signature], ['forwards/signal-lost:at-start', CODE.signature]]);
});

test('a case in another folder is named by its path', () => {
  expect(text([CODE, { ...HANGS, case: 'out/found/x.yaml' }])).toMatch('npx initproof explain out/found/x.yaml');
});

test.each([60, 80, 100])('at %i columns no line is wider, but for what is pasted', (width) => {
  for (const line of findingsLines([LOST, CODE, HANGS, ZOMBIE, RACE], { ...screen, width }))
    if (!line.includes('.yaml')) expect([line, Math.max(line.length, width)]).toEqual([line, width]);
});

test('no findings, no lines', () => expect(findingsLines([], screen)).toEqual([]));
