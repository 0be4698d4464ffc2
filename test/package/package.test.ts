/**
 * The package as users have it: what `npm pack` makes, installed into an empty project on a machine that has Node and nothing else, and run
 * there. tini is the one that Debian's package has in the cache of the user who runs the tests.
 */
import { execFileSync } from 'node:child_process';
import { mkdirSync, readdirSync } from 'node:fs';
import { join } from 'node:path';
import { beforeAll, describe, expect, test } from 'vitest';
import { fetchPackage } from '../../fuzz/execute/inits.ts';
import { PACKAGE_ROOT } from '../../fuzz/execute/locate.ts';
import { temporary } from '../fixtures/temporary.ts';
import { Image, type Ran } from './image.ts';

const INITPROOF = 'node_modules/initproof/dist/fuzz/cli/main.js';
let image: Image;
let installed: Ran;

beforeAll(async () => {
  const folder = temporary();
  const [root, packed] = [join(folder, 'root'), join(folder, 'packed')];
  mkdirSync(packed);
  execFileSync('npm', ['pack', '--silent', '--pack-destination', packed], { cwd: PACKAGE_ROOT, stdio: ['ignore', 'ignore', 'pipe'] });
  await fetchPackage('tini');
  image = new Image(root, packed);
  image.write('package.json', '{"name": "app", "private": true, "type": "module"}');
  installed = await image.install(`/packed/${readdirSync(packed)[0]}`, 'vitest@4');
}, 300_000);

const initproof = (...args: string[]): Promise<Ran> => image.node(INITPROOF, ...args);

test('it is installed without a compiler, a shell or a script', () => {
  expect(installed.all).toMatch(/added \d+ packages/);
  expect(installed.exit).toBe(0);
});

test('doctor says that all is there, the native part from its package', async () => {
  const { exit, all } = await initproof('doctor');
  expect(all).toMatch(/✓ native +\/app\/node_modules\/@initproof\/linux-x64\/bin\/executor\n/);
  expect(all).toMatch(/! compiler +no C compiler; needed only to build the native part anew\n/);
  expect(all).toMatch(/✓ executor +starts\n[\s\S]*this machine can run it$/);
  expect(exit).toBe(0);
});

test('it fuzzes tini for ten seconds, or the sound init on a machine that has no tini', async () => {
  const target = (await image.addInit('tini')) ? 'tini' : 'sound';
  const { exit, all } = await initproof('run', target, '--time', '10s', '--json');
  const events = all.split('\n').flatMap((line) => (line.startsWith('{') ? [JSON.parse(line) as Record<string, unknown>] : []));
  expect(events.at(-1)).toMatchObject({ type: 'end', exit, harnessErrors: 0 });
  expect(events.at(-1)?.scenarios).toBeGreaterThan(0);
  expect([0, 1]).toContain(exit);
});

describe('initproof/vitest', () => {
  test('tests the sound init of the package', async () => {
    image.write('sound.test.js', "import { initTests } from 'initproof/vitest';\nawait initTests({ target: 'sound', runs: 50 });\n");
    const { exit, all } = await image.node('node_modules/vitest/vitest.mjs', 'run');
    expect(all).toMatch(/Tests +\d+ passed/);
    expect(exit).toBe(0);
  });
});

describe("the user's fast-check", () => {
  const USE = `import fc from 'fast-check';
import { type Scenario, scenario } from 'initproof';
import { initTests } from 'initproof/vitest';

const property = fc.asyncProperty(scenario(), async (drawn: Scenario) => drawn.steps.length < 3);
export const tests = [() => fc.assert(property), () => initTests({ target: 'sound' })];
`;
  const OPTIONS = { strict: true, module: 'nodenext', target: 'es2023', skipLibCheck: false, noEmit: true, types: ['node'] };

  test.each(['4.11.0', '4.10.2'])('%s: the only one, by which all compiles, with the types of libraries checked', async (version) => {
    const { exit } = await image.install(`fast-check@${version}`, 'typescript', '@types/node');
    expect(exit).toBe(0);
    expect(image.find('fast-check')).toEqual([`node_modules/fast-check/package.json ${version}`]);
    image.write('use.ts', USE);
    image.write('tsconfig.json', JSON.stringify({ compilerOptions: OPTIONS, files: ['use.ts'] }));
    expect(await image.node('node_modules/typescript/bin/tsc')).toEqual({ exit: 0, all: '' });
  });

  test('a counterexample as it prints it is a case', async () => {
    const script = `import fc from 'fast-check';
import { scenario } from 'initproof';
const found = fc.check(fc.property(scenario(), ({ steps }) => steps.length < 3), { seed: 5 });
process.stdout.write(fc.defaultReportMessage(found));`;
    image.write('print.js', script);
    const { all } = await image.node('print.js');
    const [, printed = ''] = /Counterexample: \[\n([\s\S]*?\n)\]\n/.exec(all) ?? [];
    expect(printed).toMatch(/^version: 1\n/);
    image.write('printed.yaml', printed);
    const replayed = await initproof('replay', 'printed.yaml', '--target', 'sound', '--times', '2');
    expect(replayed.all).toContain('holds');
    expect(replayed.exit).toBe(0);
  });
});

test('one byte changed in the native part: it is not run', async () => {
  const script = `const fs = require('fs'), path = '/app/node_modules/@initproof/linux-x64/bin/executor';
const bytes = fs.readFileSync(path); bytes[5000] ^= 1; fs.writeFileSync(path, bytes);`;
  expect(await image.node('-e', script)).toEqual({ exit: 0, all: '' });
  const { exit, all } = await initproof('run', 'sound', '--runs', '5');
  expect(exit).toBe(3);
  expect(all).toMatch(
    /executor is not the executor that was published with this initproof: its digest differs, and it is not run\n {2}rm -r /,
  );
});

test('without the native part, doctor has the commands that bring it', async () => {
  const script = "require('fs').rmSync('/app/node_modules/@initproof', { recursive: true });";
  expect(await image.node('-e', script)).toEqual({ exit: 0, all: '' });
  const { exit, all } = await initproof('doctor');
  expect(exit).toBe(3);
  expect(all).toMatch(/✕ native +the native part is missing\n +→ npm i @initproof\/linux-x64@[\d.]+\n/);
  expect(all).toMatch(/→ or, with a C compiler: make -C \/app\/node_modules\/initproof\/native\n/);
});
