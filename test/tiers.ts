/** What each test file takes, by what it imports: an executor, other processes, or nothing but itself. */
import { existsSync, readdirSync, readFileSync } from 'node:fs';
import { dirname, join, normalize } from 'node:path';

/** Who imports one of these starts executors: its own, or those of a command; or applications. */
const STARTS_EXECUTORS = ['fuzz/execute/executor.ts', 'fuzz/app/host.ts', 'test/cli/initproof.ts'];
/** What is in a test, or in what it imports of test/, that starts other processes: they take time, and what a machine may not have. */
const STARTS_PROCESSES = /child_process|execa|playwright|process\.execPath/;

/** `quick`: no process but its own. `processes`: compilers, commands of the system. `executors`: inits are run. */
export type Tier = 'quick' | 'processes' | 'executors';

/** The relative imports of a file that are left when it is compiled, those at run time included. */
function importsOf(file: string): string[] {
  const found = readFileSync(file, 'utf8').matchAll(/(?:^(?:import|export) (type )?[^;]*?from |import\s*\(?\s*)'(\.{1,2}\/[^']+\.ts)'/gm);
  return [...found].flatMap(([, type, path = '']) => (type === undefined ? normalize(join(dirname(file), path)) : [])).filter(existsSync);
}

/** All that a file loads, itself included. */
function loadedBy(file: string): Set<string> {
  const loaded = new Set<string>();
  const open = [file];
  for (let one = open.pop(); one !== undefined; one = open.pop()) {
    if (loaded.has(one)) continue;
    loaded.add(one);
    open.push(...importsOf(one));
  }
  return loaded;
}

/** `file`: path from the root of the project, where this runs. */
export function tierOf(file: string): Tier {
  const loaded = loadedBy(file);
  if (STARTS_EXECUTORS.some((path) => loaded.has(path))) return 'executors';
  const own = [...loaded].filter((path) => path.startsWith('test/'));
  return own.some((path) => STARTS_PROCESSES.test(readFileSync(path, 'utf8'))) ? 'processes' : 'quick';
}

/** Each test file and what it takes. */
export function tiers(): Map<string, Tier> {
  const files = readdirSync('test', { recursive: true, encoding: 'utf8' }).filter((name) => name.endsWith('.test.ts'));
  return new Map(files.map((name) => [join('test', name), tierOf(join('test', name))]));
}
