/** One run of an application: the schedule is done to it, and what happens is written down. */
import { type SignalName, signalNumber } from '../scenario/signals.ts';
import { type Application, depthOf, type Init, settingsOf } from './application.ts';
import type { Books, HostEvent, Process } from './events.ts';
import { type Host, startHost } from './host.ts';
import { msOf, type Schedule, type AppStep } from './schedule.ts';

/** Longest time until it is ready, ms: a Java server on a busy machine takes some 20 s. */
const READY_MS = 30_000;
/** For a signal that is tied to a start that does not come, ms after the application is ready. */
const UNSTARTED_MS = 500;
/** A signal that the kernel has dropped is dropped for good: so long somebody could still end by chance, ms. */
const DROPPED_MS = 1500;
/** Who ends at once ends within, ms: meanwhile nobody else begins. */
const QUICK_MS = 300;
/** Beyond all steps, ms: the host ends a run of which Node has lost sight. */
const SLACK_MS = 5000;

/** Why a run says nothing. `missing`: what the schedule is about is not there. */
export type Unjudged = { why: 'not-ready' | 'not-started' | 'bound' | 'host' | 'interrupted' | 'missing'; said: string };

export interface Run {
  events: HostEvent[];
  schedule: Schedule;
  init: string;
  unjudged?: Unjudged;
  /** µs: of the first signal that is to stop it, and of the last one; of readiness; of the end of PID 1. */
  stopUs?: number;
  lastSignalUs?: number;
  readyUs?: number;
  endUs?: number;
  /** How PID 1 ended by itself: its exit code, 128 + N for signal N. Undefined where it had to be killed. */
  code?: number;
  /** It was killed since it had not ended within so long, ms; `dropped`: the kernel had dropped the signal, so that less was waited. */
  overdue?: { within: number; dropped: boolean };
  /** It ended though it had to live on, or before anybody asked. */
  early: boolean;
  books?: Books;
  /** Processes that PID 1 has left alive at its end. */
  left: Process[];
}

export interface RunOptions {
  signal?: AbortSignal;
  /** Called when the rest of the run is a wait, so that another one may begin. */
  idle?: () => void;
  /** Called when it is ready, with what has happened so far. */
  onReady?: (events: readonly HostEvent[]) => void;
  /** Whether a signal that the kernel has dropped is still waited for in full. */
  patient?: boolean;
}

/** What the events so far say, and who waits for more. */
class Watch {
  readonly events: HostEvent[] = [];
  #wake: () => void = () => {};

  take(event: HostEvent): void {
    this.events.push(event);
    this.#wake();
  }

  has(type: HostEvent['type']): boolean {
    return this.events.some((event) => event.type === type);
  }

  over(): boolean {
    return this.has('ended') || this.has('failed') || this.broken !== undefined;
  }

  broken: string | undefined;

  stop(why: string): void {
    this.broken ??= why;
    this.#wake();
  }

  /** Waits until `done`, or so long, ms. */
  async until(done: () => boolean, ms: number): Promise<boolean> {
    const end = performance.now() + ms;
    while (!done()) {
      const left = end - performance.now();
      if (left <= 0) return false;
      await new Promise<void>((resolve) => {
        const timer = setTimeout(resolve, left);
        this.#wake = () => {
          clearTimeout(timer);
          resolve();
        };
      });
    }
    return true;
  }
}

interface Course {
  watch: Watch;
  host: Host;
  init: Init;
  run: Run;
  options: RunOptions;
}

/** Does `schedule` to the application behind `init`. Rejects with a HarnessError where this machine cannot. */
export async function runSchedule(app: Application, init: Init, schedule: Schedule, options: RunOptions = {}): Promise<Run> {
  // Its turn came when the time was over: nothing is started any more.
  if (isAborted(options))
    return {
      events: [],
      schedule,
      init: init.name,
      early: false,
      left: [],
      unjudged: { why: 'interrupted', said: whyAborted(options.signal) },
    };
  const watch = new Watch();
  const longest = READY_MS + SLACK_MS + schedule.steps.reduce((sum, step) => sum + lengthOf(step), 0);
  const host = startHost(settingsOf(app, init, { terminal: schedule.terminal === true, longest }), (event) => watch.take(event));
  const ended = host.over.then(
    () => watch.stop('the host ended'),
    (error: Error) => watch.stop(error.message),
  );
  const interrupt = (): void => watch.stop('interrupted');
  options.signal?.addEventListener('abort', interrupt);
  const run: Run = { events: watch.events, schedule, init: init.name, early: false, left: [] };
  try {
    for (const step of schedule.steps) if (!(await doStep(step, { watch, host, init, run, options }))) break;
    if (!watch.has('ended') && watch.broken === undefined) host.send(['kill']);
    await watch.until(() => watch.has('ended') || watch.broken !== undefined, SLACK_MS);
  } finally {
    options.signal?.removeEventListener('abort', interrupt);
    host.end();
    await ended;
  }
  if (isAborted(options)) run.unjudged = { why: 'interrupted', said: whyAborted(options.signal) };
  return concluded(
    run,
    watch,
    await host.over.then(
      () => undefined,
      (error: Error) => error,
    ),
  );
}

/** Asked anew each time: it changes while a run goes on. */
const isAborted = (options: RunOptions): options is RunOptions & { signal: AbortSignal } => options.signal?.aborted === true;

/** The time of all runs is a signal of its own (AbortSignal.timeout). */
const whyAborted = ({ reason }: AbortSignal): string =>
  (reason as Error | undefined)?.name === 'TimeoutError' ? 'the time was over before it had ended' : 'it was interrupted';

function lengthOf(step: AppStep): number {
  if ('wait' in step) return msOf(step.wait);
  if ('load' in step) return msOf(step.load);
  if ('unload' in step) return msOf(step.unload);
  if ('stays' in step) return msOf(step.stays);
  return 'within' in step ? msOf(step.within) : 'signal' in step && step.exec !== undefined ? msOf(step.after ?? '0ms') : 0;
}

/** Returns whether the next step has sense. */
async function doStep(step: AppStep, course: Course): Promise<boolean> {
  const { watch, host, run } = course;
  if (watch.over()) return endedEarly(run);
  if ('ready' in step) return untilReady(course);
  if ('wait' in step) await watch.until(() => watch.over(), msOf(step.wait));
  else if ('load' in step) {
    host.send(['load']);
    await watch.until(() => watch.over(), msOf(step.load));
  } else if ('unload' in step) {
    host.send(['unload']);
    await watch.until(() => watch.over(), msOf(step.unload));
  } else if ('signal' in step) return sendSignal(step, course);
  else if ('type' in step) host.send(['type', step.type]);
  else if ('child' in step) return signalChild(step.child, course);
  else if ('probe' in step) host.send(['probe', String(watch.events.length), ...step.probe]);
  else if ('hangup' in step) host.send(['hangup']);
  else if ('stays' in step) {
    if (await watch.until(() => watch.over(), msOf(step.stays))) run.early = true;
  } else await endsWithin(msOf(step.within), course);
  return true;
}

/** PID 1 is gone before the schedule was. */
function endedEarly(run: Run): false {
  run.early ||= !run.events.some((event) => event.type === 'signal' || (event.type === 'processes' && event.why === 'type'));
  return false;
}

async function untilReady({ watch, run, options }: Course): Promise<boolean> {
  await watch.until(() => watch.has('ready') || watch.over(), READY_MS);
  if (watch.has('ready')) {
    options.onReady?.(watch.events);
    return true;
  }
  const started = watch.has('started');
  const why = watch.has('ended') ? 'it ended before it was ready' : `it was not ready after ${READY_MS / 1000} s`;
  run.unjudged ??= { why: started ? 'not-ready' : 'not-started', said: started ? why : 'its command was not started' };
  return false;
}

async function sendSignal(step: Extract<AppStep, { signal: SignalName }>, { watch, host, run }: Course): Promise<boolean> {
  const sent = watch.events.filter(({ type }) => type === 'signal').length;
  const arrived = (): boolean => watch.events.filter(({ type }) => type === 'signal').length > sent;
  const number = signalNumber(step.signal);
  if (step.exec === undefined) {
    host.send(['signal', number]);
    await watch.until(() => arrived() || watch.over(), SLACK_MS);
    return true;
  }
  const after = msOf(step.after ?? '0ms');
  host.send(['plan', number, after * 1000, step.exec]);
  await watch.until(() => arrived() || watch.over() || watch.has('ready'), READY_MS);
  if (!arrived()) await watch.until(() => arrived() || watch.over(), after + UNSTARTED_MS);
  if (!arrived() && !watch.over()) run.unjudged = { why: 'missing', said: `it never starts program ${step.exec}` };
  return arrived();
}

async function signalChild(signal: SignalName, { watch, host, init, run }: Course): Promise<boolean> {
  host.send(['child', signalNumber(signal), depthOf(init)]);
  await watch.until(() => watch.has('child') || watch.over(), SLACK_MS);
  const told = watch.events.find((event) => event.type === 'child');
  if (told?.type !== 'child' || told.pid !== 0) return true;
  run.unjudged = { why: 'missing', said: 'it has no process beside its own' };
  return false;
}

async function endsWithin(within: number, { watch, host, run, options }: Course): Promise<void> {
  const over = (): boolean => watch.over();
  const quick = Math.min(within, QUICK_MS);
  const doubt = Math.min(within, DROPPED_MS);
  if (await watch.until(over, quick)) return;
  options.idle?.();
  if (await watch.until(over, doubt - quick)) return;
  host.send(['look', 'late']);
  await watch.until(() => over() || lookedAt(watch.events, 'late') !== undefined, SLACK_MS);
  const dropped = wasDropped(watch.events);
  if (!dropped || options.patient === true) if (await watch.until(over, within - doubt)) return;
  run.overdue = { within, dropped };
  host.send(['kill']);
  await watch.until(over, SLACK_MS);
}

/** PID 1 at the last look of that kind. */
function lookedAt(events: readonly HostEvent[], why: string): Process | undefined {
  const told = events.findLast((event) => event.type === 'processes' && event.why.startsWith(why));
  return told?.type === 'processes' ? told.list.find(({ pid }) => pid === 1) : undefined;
}

/** PID 1 as it was when the last signal came, or was typed. */
export const firstAtSignal = (events: readonly HostEvent[]): Process | undefined => lookedAt(events, 'signal ') ?? lookedAt(events, 'type');

export const has = (mask: bigint, signal: SignalName): boolean => ((mask >> BigInt(signalNumber(signal) - 1)) & 1n) === 1n;

export const takes = ({ caught, blocked }: Process, signal: SignalName): boolean => has(caught, signal) || has(blocked, signal);

/** The last signal to PID 1. */
export function lastSignal(events: readonly HostEvent[]): SignalName | undefined {
  const told = events.findLast((event) => event.type === 'signal' || (event.type === 'processes' && event.why === 'type'));
  return told?.type === 'signal' ? told.signal : told === undefined ? undefined : 'SIGINT';
}

/**
 * PID 1 gets no signal that it neither handles nor waits for (kernel/signal.c: sig_task_ignored); nor one that a handler which was for once
 * (SA_RESETHAND) has sent to PID 1 again, to end it by the default, as the one of Node's own does.
 */
function wasDropped(events: readonly HostEvent[]): boolean {
  const signal = lastSignal(events);
  const [then, now] = [firstAtSignal(events), lookedAt(events, 'late')];
  if (signal === undefined || then === undefined) return false;
  return !takes(then, signal) || (now !== undefined && !takes(now, signal));
}

/** Fills in what the events say. */
function concluded(run: Run, watch: Watch, error: Error | undefined): Run {
  const { events } = watch;
  for (const event of events) {
    if (event.type === 'ready') run.readyUs = event.us;
    if (event.type === 'signal') run.lastSignalUs = event.us;
    if (event.type === 'books') run.books = event.books;
    if (event.type === 'bound') run.unjudged ??= { why: 'bound', said: `it took more ${event.of} than a run may` };
    if (event.type === 'failed') run.unjudged = { why: 'not-started', said: `its command cannot be started: ${event.why}` };
    if (event.type === 'processes' && event.why === 'end') run.left = event.list.filter(isLeft);
    if (event.type === 'ended') {
      run.endUs = event.us;
      if (run.overdue === undefined) run.code = event.how === 'exited' ? event.code : 128 + event.code;
    }
  }
  const stop = events.find((event) => event.type === 'signal' || (event.type === 'processes' && event.why === 'type'));
  if (stop !== undefined) run.stopUs = stop.us;
  if (run.endUs === undefined) run.unjudged ??= { why: 'host', said: error?.message ?? watch.broken ?? 'the host did not answer' };
  return run;
}

/** Alive, and not about to die: SIGKILL, or a SIGTERM that nobody handles, is on its way to it. */
const isLeft = ({ pid, state, pending, caught }: Process): boolean =>
  pid !== 1 && state !== 'Z' && state !== 'X' && !has(pending, 'SIGKILL') && !(has(pending, 'SIGTERM') && !has(caught, 'SIGTERM'));

/** What it wrote to a descriptor, or to both: its last so many characters. */
export function wrote(run: Pick<Run, 'events'>, most = 2000): string {
  const parts = run.events.flatMap((event) => (event.type === 'out' ? [event.bytes] : []));
  return Buffer.concat(parts).toString().slice(-most);
}
