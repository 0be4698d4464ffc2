/** Every kind of schedule on an application, behind every init that is asked for. */
import { setMaxListeners } from 'node:events';
import { availableParallelism } from 'node:os';
import { caseRandom } from '../generate/seeds.ts';
import type { Application, Init } from './application.ts';
import type { Bench } from './bench.ts';
import { type AppCell, cellsOf } from './cells.ts';
import type { HostEvent } from './events.ts';
import { all, type Finding, findingsOf, type Tried, tryIfTime, tryOne } from './findings.ts';
import { type Run, wrote } from './run.ts';
import type { Schedule } from './schedule.ts';
import { type Baseline, KIND_NAMES, type KindName, kindOf } from './schedules.ts';
import { Turns } from './turns.ts';

export interface ExamineOptions {
  app: Application;
  inits: readonly Init[];
  kinds?: readonly KindName[];
  /** How long a stop may take, and how long all may take, ms. */
  grace: number;
  ms: number;
  seed: number;
  /** Moments of the start that are tried. */
  moments?: number;
  signal?: AbortSignal;
  /** Runs that are over, and what is done now. */
  onProgress?: (runs: number, doing: string) => void;
}

export interface AppStart {
  init: string;
  /** Until it was ready, ms. */
  ready?: number;
  unjudged?: string;
  stderr?: string;
}

export interface Examined {
  cells: AppCell[];
  findings: Finding[];
  starts: AppStart[];
  runs: number;
  ms: number;
  interrupted: boolean;
}

const MOMENTS = 8;
export async function examine(options: ExamineOptions): Promise<Examined> {
  const began = performance.now();
  const deadline = AbortSignal.timeout(options.ms);
  const signal = AbortSignal.any([...(options.signal === undefined ? [] : [options.signal]), deadline]);
  // Each run listens.
  setMaxListeners(0, signal);
  const bench: Bench = { options, signal, turns: new Turns(Math.max(2, availableParallelism())), runs: 0 };
  const parts = await Promise.all(options.inits.map((init, index) => examineInit(bench, init, index)));
  return {
    cells: parts.flatMap(({ cells }) => cells),
    findings: parts.flatMap(({ findings }) => findings),
    starts: parts.map(({ start }) => start),
    runs: bench.runs,
    ms: performance.now() - began,
    interrupted: options.signal?.aborted === true,
  };
}

interface Part {
  cells: AppCell[];
  findings: Finding[];
  start: AppStart;
}

async function examineInit(bench: Bench, init: Init, index: number): Promise<Part> {
  const { app, grace, seed, moments = MOMENTS, kinds = KIND_NAMES } = bench.options;
  const random = caseRandom(seed, index);
  const draw = { app, init, grace, random, moments, baseline: { ready: 0, execs: 0 } };
  const [first] = kindOf('stop-when-ready').draw(draw);
  if (first === undefined) throw new TypeError('Expected a schedule to begin with');
  const { begun, ready } = begin(bench, init, first);
  const baseline = await ready;
  if (baseline === undefined) return unjudgedPart(init, (await begun).run, kinds);
  const drawn = kinds.flatMap((kind) =>
    kindOf(kind)
      .draw({ ...draw, baseline })
      .map((schedule) => ({ kind, schedule })),
  );
  // The first one is the baseline.
  const rest = kinds[0] === 'stop-when-ready' ? drawn.slice(1) : drawn;
  const others = await all(rest, (one) => tryIfTime(bench, init, one.kind, one.schedule));
  const tried = [...(kinds.includes('stop-when-ready') ? [await begun] : []), ...others];
  const findings = await findingsOf(bench, init, tried);
  return {
    cells: cellsOf(init, kinds, drawn, tried, findings),
    findings: findings.flatMap(({ finding }) => finding ?? []),
    start: { init: init.name, ready: baseline.ready },
  };
}

/** Begins the first run, of which all others want to know how it starts. `ready`: undefined where it never is. */
function begin(bench: Bench, init: Init, schedule: Schedule): { begun: Promise<Tried>; ready: Promise<Baseline | undefined> } {
  let isReady = (_: Baseline): void => {};
  const ready = new Promise<Baseline>((resolve) => {
    isReady = resolve;
  });
  const begun = tryOne(bench, init, 'stop-when-ready', schedule, {
    patient: true,
    onReady: (events) => isReady(baselineOf(events, init)),
  });
  return { begun, ready: Promise.race([ready, begun.then(() => undefined)]) };
}

function unjudgedPart(init: Init, run: Run | undefined, kinds: readonly KindName[]): Part {
  const said = run?.unjudged?.said ?? 'it was never ready';
  return {
    cells: kinds.map((row) => ({ init: init.name, row, status: 'open', runs: 0, failing: 0, said })),
    findings: [],
    start: { init: init.name, unjudged: said, stderr: run === undefined ? '' : wrote(run) },
  };
}

/** Of the start of the command, which an init makes before it. */
function baselineOf(events: readonly HostEvent[], init: Init): Baseline {
  const readyUs = events.find(({ type }) => type === 'ready')?.us ?? 0;
  const execs = events.filter((event) => event.type === 'exec' && event.us <= readyUs);
  const begun = init.argv.length === 0 ? 0 : (execs[0]?.us ?? 0);
  return { ready: Math.max(1, (readyUs - begun) / 1000), execs: execs.length + 1 };
}
