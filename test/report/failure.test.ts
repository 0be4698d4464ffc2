import { expect, test } from 'vitest';
import { briefLines, failureLines, scenarioLines } from '../../fuzz/report/failure.ts';
import { begin, failure, marked, plain } from './plain.ts';

test('a finding on one screen', () => {
  expect(failureLines(failure, begin, plain).join('\n')).toMatchInlineSnapshot(`
    "✕ my-init violates exit-code

      the init exited with 1, but should exit with 129, since main is to exit with 129

      The init starts the actor main.
      1. main exits 129.

            ms
          6.58  main     runs as pid 2, child of 1
    ✕    10.59  init     exits with 1
                         ↑ but should exit with 129, since main is to exit with 129

      → CI takes a failure for a success.

      smallest   1 step, 1 process (from 40 steps, 11 processes; 31 tries)
      needs      nothing unusual: a plain \`docker run\` has it
      repeats    10 of 10
      signature  exit-code/wrong-status:exit, new
      saved      .initproof/found/my-init/exit-code/686ca06b.yaml

      Replay     npx initproof replay .initproof/found/my-init/exit-code/686ca06b.yaml
      Explain    npx initproof explain .initproof/found/my-init/exit-code/686ca06b.yaml
      Read       docs/properties/exit-code.md

      found after 12.0 s · seed 7 · scenario 412"
  `);
});

test('a finding in brief', () => {
  expect(briefLines(failure, plain, 80).join('\n')).toMatchInlineSnapshot(`
    "✕ my-init violates exit-code (docs/properties/exit-code.md)
      the init exited with 1, but should exit with 129, since main is to exit with
      129
      The init starts the actor main.
      1. main exits 129.
      → CI takes a failure for a success.
      exit-code/wrong-status:exit, 10 of 10; npx initproof replay 686ca06b"
  `);
  expect(briefLines({ ...failure, case: 'out/x y.yaml' }, plain).at(-1)).toMatch("npx initproof replay 'out/x y.yaml'");
});

test('a line says what the other inits do in the same case', () => {
  const elsewhere = [
    { target: 'sound', now: 'holds' },
    { target: 'tini-s', now: 'same' },
    { target: 'dumb-init', now: 'holds' },
  ] as const;
  const lines = failureLines({ ...failure, elsewhere: [...elsewhere] }, begin, plain);
  expect(lines).toContain('  elsewhere  tini-s: the same; sound, dumb-init: holds');
});

test('what was replayed tells from which case, and what was not made smaller no tries', () => {
  const { index: _, ...replayed } = { ...failure, from: 'corpus/found/x.yaml', tries: 0, known: true };
  const lines = failureLines(replayed, begin, plain).join('\n');
  expect(lines).toMatch('smallest   1 step, 1 process\n');
  expect(lines).toMatch('signature  exit-code/wrong-status:exit, known');
  expect(lines).toMatch('found after 12.0 s, replaying corpus/found/x.yaml');
});

test('a path that a shell would take apart is quoted', () => {
  const lines = failureLines({ ...failure, case: "out dir/it's.yaml" }, begin, plain).join('\n');
  expect(lines).toMatch("npx initproof replay 'out dir/it'\\''s.yaml'");
});

test('colour comes with a symbol or word', () => {
  expect(failureLines(failure, begin, marked)[0]).toBe('<red>✕</> <bold>my-init</> violates <bold>exit-code</>');
});

test('of a long scenario only the launch is shown', () => {
  const long = ['The init starts the actor main.', ...Array.from({ length: 40 }, (_, n) => `${n + 1}. main exits 0.`)];
  expect(scenarioLines(long)).toEqual(['  The init starts the actor main.']);
});

test('lines stay within 100 columns', () => {
  const wide = { ...failure, said: 'word '.repeat(100), scenario: ['signal '.repeat(50)] };
  for (const line of failureLines(wide, begin, plain)) expect(line.length).toBeLessThanOrEqual(100);
});

test('what the init wrote last stands behind the story, with a mark before each line', () => {
  const lines = failureLines({ ...failure, stderr: ['✕ my-init: no such file', 'word '.repeat(40).trim()] }, begin, plain).join('\n');
  expect(lines).toMatch('is to exit with 129\n\n  the init wrote to stderr:\n    | ✕ my-init: no such file\n    | word word');
  expect(lines).toMatch(/\n {4}\| word[ word]*\n\n {2}→ CI/);
});
