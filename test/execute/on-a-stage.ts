/** Hostile inits run as by somebody at a terminal, with keys, groups, and sockets about: native/test/stage.c. */
import { execFile } from 'node:child_process';
import { readFileSync, symlinkSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { promisify } from 'node:util';
import { build } from 'vite';
import { PACKAGE_ROOT } from '../../fuzz/execute/locate.ts';
import type { Job, Shown } from '../fixtures/attempts.ts';
import { temporary } from '../fixtures/temporary.ts';
import { buildFolder, type User } from './setting.ts';

export interface Staged {
  /** For each job, for each of its runs. */
  results: Shown[][];
  /** What has reached the stage: by name, `safe` or what has come. */
  reached: Map<string, string>;
  /** What was written to the terminal. */
  shown: string;
}

/** The fixture as plain JavaScript. Returns its path. */
async function bundle(): Promise<string> {
  const folder = temporary();
  await build({
    configFile: false,
    logLevel: 'error',
    ssr: { noExternal: true, external: ['ffi-rs'] },
    build: { ssr: join(PACKAGE_ROOT, 'test/fixtures/attempts.ts'), outDir: join(folder, 'test') },
  });
  writeFileSync(join(folder, 'package.json'), '{"type":"module"}');
  symlinkSync(join(PACKAGE_ROOT, 'node_modules'), join(folder, 'node_modules'));
  return join(folder, 'test', 'attempts.js');
}

/** Runs the jobs as that user. Rejects where they cannot be run. */
export async function runOnStage(user: User, jobs: Job[]): Promise<Staged> {
  const script = await bundle();
  const folder = temporary();
  const at = (name: string): string => join(folder, name);
  writeFileSync(at('jobs'), JSON.stringify(jobs));
  const command = [at('report'), process.execPath, script, user, at('jobs'), at('results')];
  const { stdout: shown } = await promisify(execFile)(join(buildFolder(), 'stage'), command, {
    env: { ...process.env, INITPROOF_NATIVE: buildFolder() },
  });
  const reached = readFileSync(at('report'), 'utf8').trim().split('\n');
  return {
    results: JSON.parse(readFileSync(at('results'), 'utf8')) as Shown[][],
    reached: new Map(reached.map((line) => [line.slice(0, line.indexOf(' ')), line.slice(line.indexOf(' ') + 1)])),
    shown,
  };
}
