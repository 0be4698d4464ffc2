/** `initproof/vitest` as a project uses it for its own init: here that is the sound one. */
import { execFileSync } from 'node:child_process';
import { mkdtempSync } from 'node:fs';
import { writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { execa } from 'execa';
import { describe, expect, test } from 'vitest';
import { corpusSuite, initTests } from '../fuzz/vitest.ts';
import { native, PACKAGE_ROOT } from '../fuzz/execute/locate.ts';

const FAULTY = 'targets/faulty/build/seven-bits';
execFileSync('make', ['-s', '-C', 'targets/faulty', 'build/seven-bits']);
const out = mkdtempSync(join(tmpdir(), 'initproof-'));

await initTests({ target: native('sound'), runs: 100, corpus: 'test/fixtures/cases', out });

describe('cases on the targets that they speak of, as recorded', () => corpusSuite('test/fixtures/cases'));

describe('what fails', () => {
  /** Runs vitest on a project's test file in a folder of its own. */
  async function project(text: string) {
    const folder = mkdtempSync(join(tmpdir(), 'initproof-'));
    const vitest = join(PACKAGE_ROOT, 'fuzz', 'vitest.ts');
    await writeFile(join(folder, 'init.test.mjs'), `import { initTests } from ${JSON.stringify(vitest)};\n${text}`);
    const bin = join(PACKAGE_ROOT, 'node_modules', 'vitest', 'vitest.mjs');
    const { exitCode, all } = await execa(process.execPath, [bin, 'run', '--root', folder], {
      env: { NO_COLOR: '1' },
      all: true,
      reject: false,
    });
    return { exit: exitCode, all };
  }
  const faulty = JSON.stringify(join(PACKAGE_ROOT, FAULTY));
  const cases = JSON.stringify(join(PACKAGE_ROOT, 'test', 'fixtures', 'cases'));

  test('is told with what was seen, the signature and the case', async () => {
    const given = `{ target: ${faulty}, runs: 40, seed: 1, corpus: ${cases}, out: ${JSON.stringify(out)} }`;
    const { exit, all } = await project(`await initTests(${given});`);
    expect(exit).toBe(1);
    expect(all).toMatch(/seed 1: expected/);
    expect(all).toMatch(/seven-bits violates exit-code: the init exited with \d+, but should exit with \d+, since main is to /);
    expect(all).toMatch(/exit-code\/wrong-status:exit, 10 of 10, .*\/found\/seven-bits\/exit-code\/[0-9a-f]{8}\.yaml/);
    expect(all).toMatch(/FAIL .* > high-code\.yaml \(exit-code\) on /);
    expect(all).toMatch(/Tests +2 failed \| 1 passed/);
  });
});
