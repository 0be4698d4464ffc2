/** What is wrong with an application behind one init: what a run showed, and shows again, with its cause, its shortest schedule and what helps. */
import { type Advice, advise } from './advise.ts';
import type { Init } from './application.ts';
import { type Bench, isOver, runIn } from './bench.ts';
import { type Cause, causeOf } from './cause.ts';
import type { AppRow } from './cells.ts';
import { judge, type Problem, type ProblemKind } from './judge.ts';
import { type Run, type RunOptions, wrote } from './run.ts';
import type { Schedule } from './schedule.ts';
import { type KindName, kindOf, promiseOf } from './schedules.ts';
import { shrinkSchedule } from './shrink.ts';

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

/** A run with what it was for. */
export interface Tried {
  kind: KindName;
  schedule: Schedule;
  run: Run;
  problems: Problem[];
}

/** A fault that has shown in one run is looked for in so many more. */
const AGAIN = 2;
/** One that shows in none of these, in so many. */
const MORE = 6;
/** In all runs of an init, and not of a schedule. */
const ASIDE: ReadonlySet<ProblemKind> = new Set(['left', 'zombies']);

export const all = async <T, U>(list: readonly T[], work: (one: T) => Promise<U | undefined>): Promise<U[]> =>
  (await Promise.all(list.map(work))).flatMap((one) => (one === undefined ? [] : [one]));

export async function tryOne(
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

export const tryIfTime = async (bench: Bench, init: Init, kind: KindName, schedule: Schedule): Promise<Tried | undefined> =>
  isOver(bench) ? undefined : tryOne(bench, init, kind, schedule);

/** A problem of a row, and what shows it. `finding`: it was seen again. */
export interface Found {
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

/** Of all runs behind an init. */
export async function findingsOf(bench: Bench, init: Init, tried: readonly Tried[]): Promise<Found[]> {
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

/** Whether it is a fault of the application, and no chance. */
export const isSure = ({ finding, explained }: Found): boolean => finding !== undefined || explained === true;
