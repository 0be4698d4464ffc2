/** Tests of one's own application in a few lines, in a file of vitest's. */
import { readdirSync } from 'node:fs';
import { join, resolve } from 'node:path';
import { beforeAll, describe, expect, test } from 'vitest';
import type { Application, Init } from './app/application.ts';
import { appCaseAt, applicationOf } from './app/case.ts';
import type { AppCell, AppRow } from './app/cells.ts';
import { examine, type Examined } from './app/examine.ts';
import { findInit } from './app/inits.ts';
import { replayApp } from './app/replay.ts';
import { KIND_NAMES, type KindName } from './app/schedules.ts';
import { storyOf } from './app/story.ts';
import { localAddress, readiness } from './app/words.ts';
import { durationMs } from './scenario/duration.ts';
import type { SignalName } from './scenario/signals.ts';
import { cellText, rowText } from './report/app-lines.ts';

export interface AppTestsOptions {
  /** The command as the Dockerfile has it: `['node', 'server.js']`. */
  command: readonly string[];
  /** In which it is started, and which it sees; default: the current folder. */
  directory?: string;
  /** What is PID 1: `none`, or an init by its name; default: `tini`. */
  init?: string;
  /** As `--ready`; default: 300ms of rest. */
  ready?: string;
  /** As `--load`. */
  load?: string;
  env?: Readonly<Record<string, string>>;
  /** Within which a stop must be over, as `10s`, which is the default. */
  grace?: string;
  /** Only these kinds of schedules. */
  only?: readonly KindName[];
  stopSignal?: SignalName;
  seed?: number;
  /** Moments of the start that are tried; default 8. */
  moments?: number;
  /** A folder of cases, each of which must hold. */
  cases?: string;
  /** Of all schedules, ms; default 60 s. Two thirds of it are theirs, the rest is for a machine that is slow. */
  timeout?: number;
}

const TIMEOUT_MS = 60_000;
const SHARE = 2 / 3;

/** Defines a test for each kind of schedule, and for each case. A test that could not be judged is skipped with the reason. */
export function appTests(options: AppTestsOptions): void {
  const { command, cases, timeout = TIMEOUT_MS, only: kinds = KIND_NAMES } = options;
  const app = applicationIn(options);
  describe(command.join(' '), () => {
    let examined: Examined | undefined;
    beforeAll(async () => {
      const { grace = '10s', seed = 1, moments } = options;
      const init = await initNamed(options.init ?? 'tini');
      examined = await examine({
        app,
        inits: [init],
        kinds,
        grace: durationMs(grace),
        ms: timeout * SHARE,
        seed,
        ...(moments === undefined ? {} : { moments }),
      });
    }, timeout);
    const rows: AppRow[] = [...kinds, 'left', 'zombies'];
    for (const row of rows) test(rowText(row).title, ({ skip }) => judged(examined, row, skip));
  });
  if (cases !== undefined) casesOf(cases, options);
}

function applicationIn({ command, directory = '.', ready = '300ms', load, env, stopSignal = 'SIGTERM' }: AppTestsOptions): Application {
  const place = resolve(directory);
  const when = readiness(ready);
  if (when === undefined) throw new TypeError(`ready: expected tcp:PORT, line:TEXT, file:PATH, an address or a time, got ${ready}`);
  const address = load === undefined ? undefined : localAddress(load);
  if (load !== undefined && address === undefined) throw new TypeError(`load: expected http://127.0.0.1:PORT/PATH, got ${load}`);
  return {
    command,
    env: { ...environment(), ...env },
    directory: place,
    shown: [{ from: place, at: place }],
    ready: when,
    ...(address === undefined ? {} : { load: address }),
    stop: stopSignal,
  };
}

const environment = (): Record<string, string> =>
  Object.fromEntries(Object.entries(process.env).filter((entry): entry is [string, string] => entry[1] !== undefined));

async function initNamed(name: string): Promise<Init> {
  const found = await findInit(name);
  if (!found.ok) throw new Error(`${name}: ${found.why}`);
  return found.init;
}

function judged(examined: Examined | undefined, row: AppRow, skip: (why: string) => never): void {
  const cell: AppCell | undefined = examined?.cells.find((one) => one.row === row);
  const [start] = examined?.starts ?? [];
  expect([start?.unjudged, start?.stderr].filter(Boolean).join('\n'), 'why it was never ready').toBe('');
  const [found] = examined?.findings.filter((one) => one.row === row) ?? [];
  const story = found === undefined ? [] : storyOf(found.run).map(({ ms, who, what }) => `  ${(ms / 1000).toFixed(3)}  ${who}  ${what}`);
  const advice = found?.advice.filter(({ helps }) => helps).map(({ said }) => `  → ${said} (tried: it holds)`) ?? [];
  const said = cell?.status === 'violated' ? [cellText(cell), ...(found === undefined ? [] : [found.cause.said]), ...story, ...advice] : [];
  expect(said.join('\n')).toBe('');
  if (cell === undefined || cell.status !== 'held') skip(cell?.said ?? 'it does not apply, or could not be judged');
}

function casesOf(folder: string, { env }: AppTestsOptions): void {
  const files = readdirSync(folder, { recursive: true, encoding: 'utf8' }).filter((name) => /\.ya?ml$/.test(name));
  describe(folder, () => {
    test.each(files.sort())('%s', async (name) => {
      const stored = await appCaseAt(join(folder, name));
      const app = applicationOf(stored, { ...environment(), ...env }, process.cwd());
      const [replay] = await replayApp(app, await initNamed(stored.app.init), stored, 1);
      const story =
        replay === undefined ? [] : storyOf(replay.run).map(({ ms, who, what }) => `${(ms / 1000).toFixed(3)}  ${who}  ${what}`);
      expect(replay?.verdict, [replay?.cause?.said, ...story].join('\n')).toEqual({ kind: 'held' });
    });
  });
}
