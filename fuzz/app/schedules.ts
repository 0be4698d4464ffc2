/** The kinds of schedules, each with what production has of it. A table: a new kind is a line. */
import type { Random } from 'fast-check';
import { signalNumber, type SignalName } from '../scenario/signals.ts';
import { type Application, execOfCommand, type Init } from './application.ts';
import type { Promised } from './judge.ts';
import { inSteps, type Schedule, type AppStep } from './schedule.ts';

/** In the order of the table. */
export const KIND_NAMES = [
  'stop-when-ready',
  'stop-while-starting',
  'stop-under-load',
  'stop-twice',
  'int-twice',
  'int-twice-on-a-terminal',
  'hup',
  'stray',
  'child-dies',
  'probe-during-the-stop',
  'stop-while-a-child-starts',
  'runtime-gone',
] as const;

export type KindName = (typeof KIND_NAMES)[number];

/** What the first runs of an application behind an init have shown. ms. */
export interface Baseline {
  /** From the start of the command until it is ready. */
  ready: number;
  /** Programs that were started until it was ready. */
  execs: number;
}

/** What a schedule is drawn for. */
export interface Draw {
  app: Application;
  init: Init;
  baseline: Baseline;
  /** ms. */
  grace: number;
  random: Random;
  /** So many moments of the start. */
  moments: number;
}

export interface Kind {
  /** The row of the table. */
  title: string;
  /** What it is in production. */
  about: string;
  /** None: it does not apply. */
  draw(draw: Draw): Schedule[];
  /** Exit codes that say that all went well, beside 0. */
  codes(app: Application): number[];
  /** Whether a child that dies may end the application, as long as its code tells. */
  mayFail?: true;
  /** It is stopped before it is ready: whoever is left then was only about to begin. */
  starting?: true;
  /** It is about whether PID 1 lives on: a stop that hangs as it always does is told of other rows. */
  survives?: true;
}

const READY: AppStep = { ready: true };
/** For what an application does in the first moments after it is ready, ms. */
const SETTLE = '300ms';
/** So long requests go on before the stop, ms: some hundred of a fast server, a few of one that takes 80 ms. */
const LOAD = '500ms';
/** What a signal without a handler does, it does at once; ms. */
const STAYS = '300ms';
const INTERRUPT = '\x03';
/** Most ms between two signals: an orchestrator and a person, or a person who is not patient. */
const GAP = 100;
const GAPS = [
  [1, 10],
  [10, 40],
  [40, GAP],
] as const;

const withLoad = (app: Application): AppStep[] => (app.load === undefined ? [{ wait: SETTLE }] : [{ load: LOAD }]);
const within = (grace: number): AppStep => ({ within: inSteps(grace) });
const byDeath = (signal: SignalName): number => 128 + signalNumber(signal);
const stopCodes = ({ stop }: Application): number[] => [byDeath(stop), byDeath('SIGTERM')];
const interruptCodes = (): number[] => [byDeath('SIGINT'), byDeath('SIGTERM')];
const gap = (random: Random): AppStep => ({ wait: inSteps(random.nextInt(1, GAP)) });

/** Signals that reach a container though nobody asked: of a terminal, of a log rotation, of an exec that ends, of a runtime that goes on. */
const STRAY: readonly SignalName[] = ['SIGWINCH', 'SIGUSR1', 'SIGUSR2', 'SIGCONT', 'SIGPIPE'];

const survives = (signal: SignalName, { app, grace }: Draw): Schedule => ({
  steps: [READY, { wait: '50ms' }, { signal }, { stays: STAYS }, { signal: app.stop }, within(grace)],
});

/** Apart by as much as can be, each somewhere in its own part. */
function momentsOf({ random, baseline, moments }: Draw): number[] {
  return Array.from({ length: moments }, (_, n) => ((n + random.nextDouble()) / moments) * baseline.ready);
}

export const KINDS: Readonly<Record<KindName, Kind>> = {
  'stop-when-ready': {
    title: 'stop when ready',
    about: "docker stop, Kubernetes' end of a pod",
    // Its handler may come later than its readiness.
    draw: ({ app, grace }) => [
      { steps: [READY, { wait: SETTLE }, { signal: app.stop }, within(grace)] },
      { steps: [READY, { signal: app.stop }, within(grace)] },
    ],
    codes: stopCodes,
  },
  'stop-while-starting': {
    title: 'stop while starting',
    about: 'moments from its start until it is ready',
    draw: (draw) =>
      momentsOf(draw).map((ms) => ({
        steps: [{ signal: draw.app.stop, exec: execOfCommand(draw.init), after: inSteps(ms) }, within(draw.grace)],
      })),
    codes: stopCodes,
    starting: true,
  },
  'stop-under-load': {
    title: 'stop under load',
    about: 'requests that it has in its hands',
    draw: ({ app, grace }) => (app.load === undefined ? [] : [{ steps: [READY, { load: LOAD }, { signal: app.stop }, within(grace)] }]),
    codes: stopCodes,
  },
  'stop-twice': {
    title: 'stop twice',
    about: 'an orchestrator and a person',
    // The second one meets a handler that has just begun, one at work, one that is done.
    draw: ({ app, grace, random }) =>
      GAPS.map(([least, most]) => ({
        steps: [
          READY,
          ...withLoad(app),
          { signal: app.stop },
          { wait: inSteps(random.nextInt(least, most)) },
          { signal: app.stop },
          within(grace),
        ],
      })),
    codes: stopCodes,
  },
  'int-twice': {
    title: 'INT twice',
    about: 'Ctrl-C, Ctrl-C in docker run',
    draw: ({ grace, random }) => [
      { steps: [READY, { wait: SETTLE }, { signal: 'SIGINT' }, gap(random), { signal: 'SIGINT' }, within(grace)] },
    ],
    codes: interruptCodes,
  },
  'int-twice-on-a-terminal': {
    title: 'INT twice, terminal',
    about: 'the same with docker run -t',
    draw: ({ grace, random }) => [
      {
        terminal: true,
        steps: [READY, { wait: SETTLE }, { type: INTERRUPT }, gap(random), { type: INTERRUPT }, within(grace)],
      },
    ],
    codes: interruptCodes,
  },
  hup: {
    title: 'HUP',
    about: 'reload: deadly by default',
    draw: (draw) => [survives('SIGHUP', draw)],
    codes: stopCodes,
    survives: true,
  },
  stray: {
    title: 'stray signals',
    about: STRAY.map((name) => name.slice(3)).join(', '),
    draw: (draw) => STRAY.map((signal) => survives(signal, draw)),
    codes: stopCodes,
    survives: true,
  },
  'child-dies': {
    title: 'a child dies',
    about: 'SIGKILL to its youngest process',
    draw: ({ app, grace }) => [
      { steps: [READY, { wait: SETTLE }, { child: 'SIGKILL' }, { wait: '500ms' }, { signal: app.stop }, within(grace)] },
    ],
    codes: stopCodes,
    mayFail: true,
  },
  'probe-during-the-stop': {
    title: 'exec probe in the stop',
    about: 'a health check does not know of the stop',
    draw: ({ app, grace }) => [
      { steps: [READY, { probe: ['true'] }, { wait: SETTLE }, { signal: app.stop }, { probe: ['true'] }, within(grace)] },
    ],
    codes: stopCodes,
  },
  'stop-while-a-child-starts': {
    title: 'stop as a child starts',
    about: 'its process is made, its program is not there yet',
    draw: ({ app, init, baseline, grace }) => {
      const exec = execOfCommand(init) + 1;
      return baseline.execs < exec ? [] : [{ steps: [{ signal: app.stop, exec }, within(grace)] }];
    },
    codes: stopCodes,
    starting: true,
  },
  'runtime-gone': {
    title: 'the runtime is gone',
    about: 'nobody reads its output any more',
    draw: ({ app, grace }) => [
      { steps: [READY, { wait: SETTLE }, { hangup: true }, { wait: '200ms' }, { signal: app.stop }, within(grace)] },
    ],
    codes: stopCodes,
  },
};

/** What is asked of a run of a kind. */
export function promiseOf(name: KindName, app: Application): Promised {
  const { codes, mayFail = false, starting = false } = kindOf(name);
  return { codes: codes(app), mayFail, starting };
}

export const kindOf = (name: KindName): Kind => KINDS[name];
