/** `initproof/vitest` as a project uses it for its own init: here that is the sound one. */
import { execFileSync } from 'node:child_process';
import { mkdtempSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { describe, expect, test } from 'vitest';
import { writeBaseline } from '../fuzz/cases/baseline.ts';
import { readCase } from '../fuzz/cases/case-file.ts';
import { PROPERTIES } from '../fuzz/index.ts';
import { corpusSuite, initTests } from '../fuzz/vitest.ts';
import { native, PACKAGE_ROOT } from '../fuzz/execute/locate.ts';
import { temporary } from './fixtures/temporary.ts';
import { vitestOn } from './fixtures/vitest-on.ts';

const FAULTY = 'targets/faulty/build/seven-bits';
execFileSync('make', ['-s', '-C', 'targets/faulty', 'build/seven-bits']);
const out = mkdtempSync(join(tmpdir(), 'initproof-'));

// Its contract says nothing of descriptors: that test would be skipped.
const properties = PROPERTIES.filter(({ id }) => id !== 'closes-descriptors');
await initTests({ target: native('sound'), properties, runs: 100, corpus: 'test/fixtures/cases', out });

describe('cases on the targets that they speak of, as recorded', () => corpusSuite('test/fixtures/cases'));

const KNOWN = `version: 1
property: exit-code
signature: exit-code/wrong-status:exit
expect: {${FAULTY}: violated}
steps:
  - {exit: {actor: main, code: 200}}
`;

describe('what fails', () => {
  const faulty = JSON.stringify(join(PACKAGE_ROOT, FAULTY));
  const cases = JSON.stringify(join(PACKAGE_ROOT, 'test', 'fixtures', 'cases'));

  test('is told by property, with what was seen, the signature and the case', async () => {
    const given = `{ target: ${faulty}, runs: 40, seed: 1, corpus: ${cases}, out: ${JSON.stringify(out)} }`;
    const { exit, all } = await vitestOn(`await initTests(${given});`);
    expect(exit).toBe(1);
    expect(all).toMatch(/FAIL .* > exit-code\n/);
    expect(all).toMatch(/seed 1: expected/);
    expect(all).toMatch(/seven-bits violates exit-code: the init exited with \d+, but should exit with \d+, since main is to /);
    expect(all).toMatch(/exit-code\/wrong-status:exit, 10 of 10, .*\/found\/seven-bits\/exit-code\/[0-9a-f]{8}\.yaml/);
    expect(all).toContain('  read docs/properties/exit-code.md');
    expect(all).toMatch(/FAIL .* > high-code\.yaml \(exit-code\) on /);
    expect(all).toMatch(/Tests +2 failed \| \d+ passed/);
  });

  test('does not where the corpus says so of this target; a property of which nothing could be judged is skipped', async () => {
    const known = temporary();
    writeFileSync(join(known, 'known.yaml'), KNOWN);
    const given = `{ target: '${FAULTY}', runs: 40, seed: 1, corpus: ${JSON.stringify(known)}, out: ${JSON.stringify(`${out}-known`)} }`;
    const { exit, all } = await vitestOn(`await initTests(${given});`);
    expect(all).toMatch(/Tests +\d+ passed \| [1-9]\d* skipped/);
    expect(exit).toBe(0);
  });

  test('does not where a baseline accepts it, of a file or of the state of nights; it does again once its last day is over, and says so', async () => {
    const state = temporary();
    const entry = {
      target: FAULTY,
      property: 'exit-code',
      signature: 'exit-code/wrong-status:exit',
      reason: 'see #12',
      owner: 'ada',
      since: '2020-01-01',
      scenario: readCase(KNOWN, 'known.yaml').scenario,
    };
    const tested = async (baseline: string, until: string): Promise<{ exit: number | undefined; all: string }> => {
      await writeBaseline(join(state, 'baseline.yaml'), [{ ...entry, until }]);
      const where = JSON.stringify({ baseline, out: temporary() }).slice(1, -1);
      return vitestOn(`await initTests({ target: '${FAULTY}', runs: 40, seed: 1, ${where} });`);
    };
    for (const baseline of [state, join(state, 'baseline.yaml')]) expect(await tested(baseline, '2999-01-01')).toMatchObject({ exit: 0 });
    const { exit, all } = await tested(state, '2020-02-01');
    expect(exit).toBe(1);
    expect(all).toMatch(/FAIL .* > exit-code\n/);
    expect(all).toContain('accepted until 2020-02-01, which is over: see #12 (ada)');
    const missing = await vitestOn(`await initTests({ target: '${FAULTY}', runs: 1, baseline: 'none.yaml' });`);
    expect([missing.exit, missing.all]).toEqual([1, expect.stringContaining('none.yaml')]);
  });
});
