/**
 * What `npm pack` and `npm publish` do besides: `before` (prepack) makes what goes into the package and is in no clone, and checks all that
 * goes in; `after` (postpack) takes back the one line that is added to package.json. `sweep`: as each compilation does. `types`: of `before`, what says which types are left out.
 */
import { execFileSync } from 'node:child_process';
import { copyFileSync, existsSync, readdirSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { dirname, join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { nameOf, PLATFORMS } from '../native/npm/platforms.mjs';
import { problems } from './pack-check.mjs';

const ROOT = join(dirname(fileURLToPath(import.meta.url)), '..');
const MANIFEST = join(ROOT, 'package.json');
const DIST = join(ROOT, 'dist');
/** In dist, where no clone has it: npm heeds it for what is below. */
const LEFT_OUT = join(DIST, '.npmignore');
const text = (path) => readFileSync(join(ROOT, path), 'utf8');

/** What was compiled from a source that is gone. */
function sweepDist() {
  for (const folder of ['fuzz', 'properties']) {
    for (const name of readdirSync(join(DIST, folder), { recursive: true })) {
      const source = name.replace(/(\.d\.ts|\.js)$/, '.ts');
      if (source !== name && !existsSync(join(ROOT, folder, source))) rmSync(join(DIST, folder, name));
    }
  }
}

/** Declarations that the package's exports lead to, by path. */
function typesReached() {
  const open = Object.values(JSON.parse(text('package.json')).exports).flatMap(({ types }) =>
    types === undefined ? [] : join(ROOT, types),
  );
  const reached = new Set();
  for (let path = open.pop(); path !== undefined; path = open.pop()) {
    if (reached.has(path)) continue;
    reached.add(path);
    const named = readFileSync(path, 'utf8').matchAll(/(?:from |import\()['"](\.[^'"]+)\.[jt]s['"]/g);
    open.push(...[...named].map(([, to]) => join(dirname(path), `${to}.d.ts`)));
  }
  return reached;
}

/** Types that nobody can name are left out: a tenth of the package. A tsc of a user's reads those that are left with `skipLibCheck` off. */
function leaveOutTypes() {
  const reached = typesReached();
  const all = readdirSync(DIST, { recursive: true }).filter((name) => name.endsWith('.d.ts'));
  writeFileSync(
    LEFT_OUT,
    all
      .filter((name) => !reached.has(join(DIST, name)))
      .map((name) => `/${name}\n`)
      .join(''),
  );
}

function buildNative() {
  execFileSync(process.execPath, [join(ROOT, 'native', 'npm', 'build.mjs')], { stdio: ['ignore', 2, 2] });
  copyFileSync(join(ROOT, 'native', 'build', 'npm', 'digests.json'), join(DIST, 'native.json'));
}

/** What `npm i -g` puts where `man` finds it. */
async function writeManual() {
  const { manual } = await import(join(DIST, 'fuzz', 'cli', 'program.js'));
  writeFileSync(join(DIST, 'initproof.1'), manual());
}

/**
 * The packages of the native part, as optional dependencies of this very version. They are not in a clone's package.json: `npm ci` would ask
 * the registry for what is built here, and somebody else's answer would do.
 */
function nameNative() {
  const { version } = JSON.parse(text('package.json'));
  const packages = Object.fromEntries(PLATFORMS.map((platform) => [`@initproof/${nameOf(platform)}`, version]));
  const line = `  "optionalDependencies": ${JSON.stringify(packages)},\n`;
  writeFileSync(MANIFEST, unnamed().replace(/^ {2}"devDependencies"/m, `${line}$&`));
}

const unnamed = () => text('package.json').replace(/^ {2}"optionalDependencies": .*\n/m, '');

/** Ends with 1 where something is wrong. */
function check() {
  const [listed] = JSON.parse(execFileSync('npm', ['pack', '--dry-run', '--json', '--ignore-scripts'], { cwd: ROOT, encoding: 'utf8' }));
  const found = problems(listed, JSON.parse(text('package.json')), text('README.md'));
  for (const problem of found) process.stderr.write(`the package: ${problem}\n`);
  if (found.length > 0) process.exitCode = 1;
}

function restore() {
  writeFileSync(MANIFEST, unnamed());
  rmSync(LEFT_OUT, { force: true });
}

const STEPS = {
  sweep: [sweepDist],
  types: [leaveOutTypes],
  before: [sweepDist, leaveOutTypes, buildNative, writeManual, nameNative, check],
  after: [restore],
};
for (const step of STEPS[process.argv[2]]) await step();
// npm does not come to `after` then.
if (process.exitCode === 1) restore();
