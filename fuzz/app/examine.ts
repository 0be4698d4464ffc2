/** Every kind of schedule on an application, behind every init that is asked for. */
import { setMaxListeners } from 'node:events';
import { availableParallelism } from 'node:os';
import { caseRandom } from '../generate/seeds.ts';
import type { Application, Init } from './application.ts';
import { type Advice, advise } from './advise.ts';
import { type Bench, isOver, runIn } from './bench.ts';
import { type Cause, causeOf } from './cause.ts';
import { judge, type Problem, type ProblemKind } from './judge.ts';
import type { HostEvent } from './events.ts';
import { type Run, type RunOptions, wrote } from './run.ts';
import type { Schedule } from './schedule.ts';
import { type Baseline, KIND_NAMES, type KindName, kindOf, promiseOf } from './schedules.ts';
import { shrinkSchedule } from './shrink.ts';
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

/** What came of one kind of schedule behind one init. `failing`: of so many `runs`. */
export interface AppCell {
  init: string;
  row: AppRow;
  status: 'held' | 'violated' | 'flaky' | 'open' | 'not-applicable';
  runs: number;
  failing: number;
  /** ms from the first signal to the end of PID 1, the longest that held. */
  ms?: number;
  code?: number;
  problem?: Problem;
  said?: string;
}

/** Rows of the table: kinds, and what is looked at in all runs. */
export type AppRow = KindName | 'left' | 'zombies';

export interface Finding {
  init: string;
  row: AppRow;
  problem: Problem;
  cause: Cause;
  /** How often it showed in how many runs of its schedule. */
  repeats: [shown: number, runs: number];
  /** A run that shows it. */
  run: Run;
  schedule: Schedule;
  codes: readonly number[];
  mayFail: boolean;
  stderr: string;
  advice: Advice[];
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

/** A run with what it was for. */
interface Tried {
  kind: KindName;
  schedule: Schedule;
  run: Run;
  problems: Problem[];
}

const MOMENTS = 8;
/** A fault that has shown in one run is looked for in so many more. */
const AGAIN = 2;
/** One that shows in none of these, in so many. */
const MORE = 6;
/** In all runs of an init, and not of a schedule. */
const ASIDE: ReadonlySet<ProblemKind> = new Set(['left', 'zombies']);

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

const all = async <T, U>(list: readonly T[], work: (one: T) => Promise<U | undefined>): Promise<U[]> =>
  (await Promise.all(list.map(work))).flatMap((one) => (one === undefined ? [] : [one]));

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

async function tryOne(
  bench: Bench,
  init: Init,
  kind: KindName,
  schedule: Schedule,
  more: Pick<RunOptions, 'patient' | 'onReady'> = {},
): Promise<Tried> {
  const { app } = bench.options;
  const run = await runIn(bench, app, init, schedule, more);
  const verdict = judge(run, promiseOf(kind, app));
  return { kind, schedule, run, problems: verdict.kind === 'violated' ? verdict.problems : [] };
}

const tryIfTime = async (bench: Bench, init: Init, kind: KindName, schedule: Schedule): Promise<Tried | undefined> =>
  isOver(bench) ? undefined : tryOne(bench, init, kind, schedule);

/** A problem of a row, and what shows it. `finding`: it was seen again. */
interface Found {
  row: AppRow;
  problem: Problem;
  first: Tried;
  failing: number;
  /** Of these the one in the middle is taken for the finding. */
  showing: Tried[];
  finding?: Finding;
  /** The same as the finding of another row: it is not looked into again. */
  explained?: true;
}

async function findingsOf(bench: Bench, init: Init, tried: readonly Tried[]): Promise<Found[]> {
  const found = new Map<string, Found>();
  for (const one of tried)
    for (const problem of one.problems) {
      const row: AppRow = ASIDE.has(problem.kind) ? (problem.kind as AppRow) : one.kind;
      const key = `${row} ${problem.kind}`;
      const before = found.get(key);
      if (before === undefined) found.set(key, { row, problem, first: one, failing: 1, showing: [one] });
      else {
        before.failing++;
        before.showing.push(one);
      }
    }
  const list = [...found.values()].map(inTheMiddle);
  const base = list.find(({ row, problem }) => row === 'stop-when-ready' && problem.kind === 'hangs');
  const cause = base === undefined ? undefined : causeOf(base.first.run, base.problem, init).id;
  const isSame = (one: Found): boolean =>
    one !== base && one.problem.kind === 'hangs' && cause !== undefined && causeOf(one.first.run, one.problem, init).id === cause;
  const told = list.filter((one) => !(isSame(one) && kindOf(one.first.kind).survives === true));
  return Promise.all(told.map((one) => (isSame(one) ? { ...one, explained: true as const } : confirmed(bench, init, one))));
}

/** Of several moments those at the edge show it by chance. */
function inTheMiddle(found: Found): Found {
  const { showing, problem } = found;
  const first = showing.toSorted((a, b) => (a.run.stopUs ?? 0) - (b.run.stopUs ?? 0))[Math.floor((showing.length - 1) / 2)];
  return first === undefined ? found : { ...found, first, problem: first.problems.find(({ kind }) => kind === problem.kind) ?? problem };
}

/** Runs it again. What never shows a second time is no finding. */
async function confirmed(bench: Bench, init: Init, found: Found): Promise<Found> {
  const { row, problem, first } = found;
  const shows = (one: Tried): boolean => one.problems.some(({ kind }) => kind === problem.kind);
  const again = await repeat(bench, init, first, AGAIN);
  const more = again.some(shows) || again.length === 0 ? [] : await repeat(bench, init, first, MORE);
  const runs = [first, ...again, ...more].filter(({ run }) => run.unjudged === undefined);
  const shown = runs.filter(shows).length;
  // Several moments, or several schedules, that fail confirm each other.
  if (shown < 2 && found.failing < 2) return found;
  const cause = causeOf(first.run, problem, init);
  const { codes, mayFail = false } = promiseOf(first.kind, bench.options.app);
  const small = isOver(bench)
    ? undefined
    : await shrinkSchedule(first.schedule, async (schedule) => showing(bench, init, first.kind, schedule, problem.kind, cause.id));
  const finding: Finding = {
    init: init.name,
    row,
    problem,
    cause,
    repeats: [shown, runs.length],
    run: small?.run ?? first.run,
    schedule: small?.schedule ?? first.schedule,
    codes,
    mayFail,
    stderr: wrote(first.run),
    advice: [],
  };
  finding.advice = isOver(bench) ? [] : await advise(bench, init, first.kind, finding);
  return { ...found, finding };
}

async function showing(
  bench: Bench,
  init: Init,
  kind: KindName,
  schedule: Schedule,
  wanted: ProblemKind,
  cause: Cause['id'],
): Promise<Run | undefined> {
  if (isOver(bench)) return undefined;
  const { problems, run } = await tryOne(bench, init, kind, schedule);
  const found = problems.find((one) => one.kind === wanted);
  return found !== undefined && causeOf(run, found, init).id === cause ? run : undefined;
}

const repeat = async (bench: Bench, init: Init, { kind, schedule }: Tried, times: number): Promise<Tried[]> =>
  all(Array.from({ length: times }), () => tryIfTime(bench, init, kind, schedule));

function cellsOf(
  init: Init,
  kinds: readonly KindName[],
  drawn: readonly { kind: KindName }[],
  tried: readonly Tried[],
  found: readonly Found[],
): AppCell[] {
  const rows: AppRow[] = [...kinds, 'left', 'zombies'];
  return rows.map((row) => {
    const aside = row === 'left' || row === 'zombies';
    const own = tried.filter(({ kind }) => aside || kind === row);
    const worst = found
      .filter((one) => one.row === row)
      .toSorted((a, b) => Number(isSure(b)) - Number(isSure(a)) || b.failing - a.failing)[0];
    const cell = cellOf(own, worst, aside || drawn.some(({ kind }) => kind === row));
    return { init: init.name, row, ...(aside ? withoutTime(cell) : cell) };
  });
}

const isSure = ({ finding, explained }: Found): boolean => finding !== undefined || explained === true;

/** Of what is looked at in all runs, none is the one. */
const withoutTime = ({ ms: _, code: __, ...cell }: Omit<AppCell, 'init' | 'row'>): Omit<AppCell, 'init' | 'row'> => cell;

function cellOf(tried: readonly Tried[], worst: Found | undefined, applies: boolean): Omit<AppCell, 'init' | 'row'> {
  const judged = tried.filter(({ run }) => run.unjudged === undefined);
  if (worst !== undefined) {
    const { failing, problem } = worst;
    return { status: isSure(worst) ? 'violated' : 'flaky', runs: judged.length, failing, problem };
  }
  const [open] = tried.filter(({ run }) => run.unjudged !== undefined);
  if (!applies || open?.run.unjudged?.why === 'missing') return { status: 'not-applicable', runs: 0, failing: 0 };
  if (judged.length === 0) return { status: 'open', runs: 0, failing: 0, said: open?.run.unjudged?.said ?? 'there was no time for it' };
  const ms = Math.max(...judged.map(({ run }) => ((run.endUs ?? 0) - (run.lastSignalUs ?? run.stopUs ?? 0)) / 1000));
  const code = judged[0]?.run.code;
  return { status: 'held', runs: judged.length, failing: 0, ms, ...(code === undefined ? {} : { code }) };
}
