/**
 * What the author of a program that starts another promises of signals, whatever else it does: each promise is a few scenarios, and what
 * must show in their traces. No model is asked, since it knows inits: a program may stop in any way, with any code.
 */
import type { Trace } from '../trace/trace.ts';
import { durationMs } from '../scenario/duration.ts';
import { type Actor, LIMITS, type Scenario, type Step } from '../scenario/scenario.ts';
import { signalNumber, type SignalName } from '../scenario/signals.ts';
import type { Examined } from './examination.ts';

/**
 * Signals come once the command runs. Before a program has a handler, the kernel keeps a signal from PID 1, whatever that promises
 * (pid_namespaces(7)); `initproof explore` shows for how long.
 */
export interface Promises {
  /** Upon each of these it ends, once its command runs. */
  stopsOn?: readonly SignalName[];
  /** For how long it may take to stop, and sleep while something is due of it. Default: `10s`, as long as `docker stop` waits. */
  within?: string;
  /** Each of these that is sent to it reaches its command, once that runs. */
  forwards?: readonly SignalName[];
  /** It waits for orphans, so that no zombie is left. */
  reaps?: boolean;
}

/** A promise of one thing. `broken`: what was seen in a run that was not as promised, in a sentence; undefined where it was. */
export interface Pledge {
  says: string;
  scenarios: readonly Scenario[];
  broken(run: Pick<Examined, 'program' | 'trace'>): string | undefined;
}

const WITHIN = '10s';

const scenarioOf = (actors: Record<string, Actor>, steps: Step[]): Scenario => ({ version: 1, launch: {}, actors, steps });
const toProgram = (signal: SignalName): Step => ({ signal: { signal, to: 'init' } });

/** Each promise by itself, in the order in which they are written. */
export const pledgesOf = ({ stopsOn = [], within = WITHIN, forwards = [], reaps = false }: Promises): Pledge[] => [
  ...stopsOn.map((signal) => stops(signal, durationMs(within))),
  ...forwards.map(passes),
  ...(reaps ? [waits] : []),
];

/**
 * The command ends upon the signal at once, after a while, or as one of several processes. Who keeps the signal to itself may wait for a time
 * before it kills its command: so long the run goes on, unless the program ends before.
 */
const stops = (signal: SignalName, within: number): Pledge => ({
  says: `stops on ${signal}`,
  scenarios: [
    scenarioOf({ main: {} }, [toProgram(signal), ...waitFor(within)]),
    scenarioOf({ main: { on: { [signal]: { exit: 0, after: '20ms' } } } }, [toProgram(signal), ...waitFor(within)]),
    scenarioOf({ main: {}, worker: { parent: 'main', copies: 2 } }, [{ fork: 'worker' }, toProgram(signal), ...waitFor(within)]),
  ],
  broken: ({ trace }) => (trace.exit === undefined ? `it is still there ${within / 1000} s after ${signal}` : lateIn(trace)),
});

/** As steps, each of the longest time that one may have. */
const waitFor = (ms: number): Step[] =>
  Array.from({ length: Math.ceil(ms / LIMITS.waitMs) }, (_, n) => ({ wait: `${Math.min(LIMITS.waitMs, ms - n * LIMITS.waitMs)}ms` }));

/** To a command that notes it: once, and again when it has. */
const passes = (signal: SignalName): Pledge => ({
  says: `forwards ${signal}`,
  scenarios: [1, 2].map((times) =>
    scenarioOf(
      { main: { on: { all: 'note' } } },
      Array.from({ length: times }, () => toProgram(signal)),
    ),
  ),
  broken: ({ program, trace }) => {
    const sent = program.ops.filter((op) => op.op === 'signal').length;
    const seen = trace.events.filter(
      (event) => event.kind === 'signal' && event.slot === 0 && event.signal === signalNumber(signal),
    ).length;
    return seen >= sent ? lateIn(trace) : `${signal} was sent ${timesOf(sent)}, and its command got it ${timesOf(seen)}`;
  },
});

const timesOf = (count: number): string => (count === 0 ? 'never' : count === 1 ? 'once' : `${count} times`);

/** Orphans that end one by one, and all at once. */
const waits: Pledge = {
  says: 'leaves no zombie',
  scenarios: [1, 5].map((copies) =>
    scenarioOf({ main: {}, shell: { parent: 'main' }, worker: { parent: 'shell', copies } }, [
      { fork: 'shell' },
      { fork: 'worker' },
      { exit: { actor: 'shell', code: 0 } },
      { exit: { actor: 'worker', code: 0 } },
    ]),
  ),
  broken: ({ trace }) => {
    const left = zombiesIn(trace);
    return left === 0 ? lateIn(trace) : `${left === 1 ? 'an orphan is' : `${left} orphans are`} left as a zombie`;
  },
};

/** Children of the program that have died and were not waited for when the run came to its end. */
function zombiesIn({ events }: Trace): number {
  const last = new Map<number, 'died' | 'gone'>();
  for (const event of events) if (event.kind === 'died' || event.kind === 'gone') last.set(event.slot, event.kind);
  return [...last.values()].filter((kind) => kind === 'died').length;
}

/** Whether it slept on for longer than it says while something was due. */
function lateIn({ events }: Trace): string | undefined {
  const late = events.flatMap((event) => (event.kind === 'settled' && event.late !== undefined ? [event.late.ms] : []));
  return late.length === 0 ? undefined : `it sleeps on for ${Math.max(...late)} ms with something to do`;
}

/** With such a time-out it may sleep while something is due of it, ms: the contract's `pollMs`. */
export const longestSleepMs = ({ within = WITHIN }: Promises): number => durationMs(within);
