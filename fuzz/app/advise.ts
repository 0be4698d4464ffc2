/** What would help, tried before it is said. A table of remedies, each with the causes that it is for. */
import { type SignalName, signalNumber } from '../scenario/signals.ts';
import type { Application, Init } from './application.ts';
import type { Cause } from './cause.ts';
import { type Bench, runIn } from './bench.ts';
import type { Finding } from './findings.ts';
import { findInit } from './inits.ts';
import { judge } from './judge.ts';
import { firstAtSignal, has } from './run.ts';
import type { Schedule } from './schedule.ts';
import { type KindName, promiseOf } from './schedules.ts';
import { withExec } from './with-exec.ts';

export interface Advice {
  /** What to do. */
  said: string;
  /** What came of it: whether the fault is gone, and how long the stop took, ms. */
  helps: boolean;
  ms?: number;
}

/** Something to try in place of what there was. */
interface Remedy {
  said: string;
  app?: Application;
  init?: Init;
  schedule?: Schedule;
  /** What was made for it goes. */
  remove?: () => Promise<void>;
}

type Propose = (found: { app: Application; init: Init; finding: Finding }) => Promise<Remedy | undefined>;

const anInit =
  (name: string, when: (init: Init) => boolean, said: string): Propose =>
  async ({ init }) => {
    if (!when(init)) return undefined;
    const found = await findInit(name);
    return found.ok ? { said, init: found.init } : undefined;
  };

const tini = anInit('tini', ({ name }) => name === 'none', 'an init: docker run --init, or tini as ENTRYPOINT');
const group = anInit('tini-g', ({ name }) => name !== 'none' && name !== 'tini-g', 'tini -g, which signals the whole group');

const exec: Propose = ({ app }) => withExec(app);

/** Signals that servers stop upon, beside SIGTERM. */
const STOPS: readonly SignalName[] = ['SIGINT', 'SIGQUIT', 'SIGUSR1'];

const stopSignal: Propose = async ({ app, finding }) => {
  const first = firstAtSignal(finding.run.events);
  const handled = STOPS.find((signal) => signal !== app.stop && first !== undefined && has(first.caught, signal));
  if (handled === undefined) return undefined;
  const steps = finding.schedule.steps.map((step) => ('signal' in step && step.signal === app.stop ? { ...step, signal: handled } : step));
  return {
    said: `STOPSIGNAL ${handled}, for which it has a handler`,
    app: { ...app, stop: handled },
    schedule: { ...finding.schedule, steps },
  };
};

/** A pause before the signal, in which the balancer lets go. */
const pause: Propose = async ({ finding }) => {
  const at = finding.schedule.steps.findIndex((step) => 'signal' in step);
  if (at < 0 || !finding.schedule.steps.some((step) => 'load' in step)) return undefined;
  const steps = finding.schedule.steps.toSpliced(at, 0, { unload: '1000ms' });
  return { said: 'a preStop pause, so that requests end before the signal', schedule: { ...finding.schedule, steps } };
};

const REMEDIES: Readonly<Record<Cause['id'], readonly Propose[]>> = {
  'no-handler': [stopSignal, tini],
  'late-handler': [tini],
  // It is the command's own work to stop what it has begun.
  'taken-early': [],
  'shell-waits': [exec, tini, group],
  'not-passed-on': [exec, group],
  'keep-alive': [pause],
  'second-signal': [pause],
  'ends-at-once': [stopSignal, pause],
  'default-action': [],
  slow: [],
  'child-first': [exec, pause],
  'nobody-waits': [tini],
  'not-stopped': [exec, group],
  'own-code': [],
};

/** Tries what there is for the cause. What helps comes first. */
export async function advise(bench: Bench, init: Init, kind: KindName, finding: Finding): Promise<Advice[]> {
  const { app } = bench.options;
  const tried = await Promise.all(
    REMEDIES[finding.cause.id].map(async (propose) => {
      const remedy = await propose({ app, init, finding });
      if (remedy === undefined) return [];
      try {
        return [await tryRemedy(bench, init, kind, finding, remedy)];
      } finally {
        await remedy.remove?.();
      }
    }),
  );
  return tried.flat().sort((a, b) => Number(b.helps) - Number(a.helps));
}

async function tryRemedy(bench: Bench, init: Init, kind: KindName, finding: Finding, remedy: Remedy): Promise<Advice> {
  const app = remedy.app ?? bench.options.app;
  const run = await runIn(bench, app, remedy.init ?? init, startsAt(remedy, finding.schedule, init));
  const promised = promiseOf(kind, app);
  const own = remedy.app === undefined ? [] : [128 + signalNumber(app.stop)];
  const verdict = judge(run, { ...promised, codes: [...promised.codes, ...own] });
  const helps =
    verdict.kind === 'held' || (verdict.kind === 'violated' && verdict.problems.every(({ kind: other }) => other !== finding.problem.kind));
  const ms = ((run.endUs ?? 0) - (run.stopUs ?? 0)) / 1000;
  return { said: remedy.said, helps, ...(helps ? { ms } : {}) };
}

/** Behind an init the command is a later program. */
function startsAt({ init, schedule }: Remedy, before: Schedule, own: Init): Schedule {
  const { steps, ...rest } = schedule ?? before;
  const more = (init?.argv.length ?? own.argv.length) > 0 ? 1 : 0;
  const less = own.argv.length > 0 ? 1 : 0;
  const shifted = steps.map((step) => ('signal' in step && step.exec !== undefined ? { ...step, exec: step.exec + more - less } : step));
  return { ...rest, steps: shifted };
}
