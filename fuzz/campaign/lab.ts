/** Runs scenarios on targets and judges them: what campaign, replay, compare and shrinking share. */
import { PROPERTIES } from '../../properties/index.ts';
import { compile } from '../compile/compile.ts';
import { settingOf } from '../compile/setting.ts';
import type { Binary } from '../execute/executor.ts';
import type { Program } from '../compile/program.ts';
import { HarnessError } from '../execute/harness-error.ts';
import { type Leftover, staysError } from '../execute/leftover.ts';
import { type Job, openPool, type Pool } from '../execute/pool.ts';
import { judge } from '../judge/judge.ts';
import { isUndeclared } from '../judge/plain-contract.ts';
import type { Contract } from '../judge/contract.ts';
import { longestGrace } from '../judge/farewell.ts';
import type { Property } from '../judge/property.ts';
import { durationMs } from '../scenario/duration.ts';
import type { Scenario } from '../scenario/scenario.ts';
import type { Trace } from '../trace/trace.ts';
import type { Kind } from '../kind/kind.ts';
import { probe } from '../kind/probe.ts';
import { type Care, HOW } from './care.ts';
import { type Examination, type Examined, examination } from './examination.ts';
import type { FoundTarget } from './find-target.ts';
import { ofKind } from './kinds.ts';

export interface Lab {
  /** How many scenarios run at the same time. */
  readonly jobs: number;
  readonly properties: readonly Property[];
  /**
   * Runs and judges one scenario, which must have no problems (`scenario/validate.ts`). Where the target has a profile, calls are recorded.
   * Rejects where no run can succeed: with a HarnessError `machine`, `not-built` or `stays`, or with a NotExecutableError.
   */
  examine(scenario: Scenario, target: FoundTarget, care: Care): Promise<Examination>;
  /** The same, `careful` by default, and with each system call of the init in the trace; it is exec'ed then. */
  record(scenario: Scenario, target: FoundTarget, care?: Care): Promise<Examination>;
  /**
   * What kind of program a target is that has declared nothing, by one or two runs, the first time that it is asked; scenarios are judged
   * by that. Undefined for others, and where the machine did not let it run. Rejects as a pool does.
   */
  kindOf(target: FoundTarget): Promise<Kind | undefined>;
  /** Ends all that runs. Resolves when it has ended, with the processes that do not. */
  close(): Promise<Leftover[]>;
}

export interface LabOptions {
  /** Executors; default: one a CPU. */
  jobs?: number | undefined;
  /** Default: all. */
  properties?: readonly Property[] | undefined;
  /** Called for each process of ours that does not end, as soon as that is known. */
  stays?: ((leftover: Leftover) => void) | undefined;
}

/**
 * Opens a lab, works in it and closes it. Rejects as `openLab` and `work` do, and with a HarnessError where a process of ours stays: what
 * was measured is of no account then.
 */
export async function withLab<T>(targets: readonly FoundTarget[], options: LabOptions, work: (lab: Lab) => Promise<T>): Promise<T> {
  const lab = await openLab(targets, options);
  const [worked] = await Promise.allSettled([work(lab)]);
  const cause = worked.status === 'rejected' ? worked.reason : undefined;
  const stays = staysError(await lab.close(), cause);
  if (stays !== undefined) throw stays;
  if (worked.status === 'rejected') throw cause;
  return worked.value;
}

/** Targets of one binary share a sandbox, if they ask for the same. */
const binaryOf = ({ binary: path, files = [], ownPlace, directory }: FoundTarget): Binary => ({
  path,
  files,
  ...(ownPlace === undefined ? {} : { ownPlace }),
  ...(directory === undefined ? {} : { directory }),
});
const keyOf = (target: FoundTarget): string => JSON.stringify(binaryOf(target));

/** Opens executors for these targets; rejects with a HarnessError where this machine cannot. `withLab` also closes them. */
export async function openLab(targets: readonly FoundTarget[], options: LabOptions = {}): Promise<Lab> {
  const inits = new Map(targets.map((target) => [keyOf(target), binaryOf(target)]));
  const keys = [...inits.keys()];
  const { jobs, stays } = options;
  const pool = await openPool({
    binaries: [...inits.values()],
    ...(jobs === undefined ? {} : { jobs }),
    ...(stays === undefined ? {} : { stays }),
  });
  const chosen = options.properties ?? PROPERTIES;
  // A difference that another property names is explained, whatever was chosen.
  const all = [...new Set([...PROPERTIES, ...chosen])];
  const wayOf = (target: FoundTarget) => ({ binary: keys.indexOf(keyOf(target)), ...askedOf(target) });
  const kinds = new Map<string, Promise<Kind | undefined>>();
  const kindOf = async (target: FoundTarget): Promise<Kind | undefined> => {
    if (target.kind !== undefined || !isUndeclared(target.contract)) return undefined;
    const key = JSON.stringify([keyOf(target), target.args, target.variables]);
    const way = { ...wayOf(target), careful: true, command: true, goesOn: true };
    const kind = kinds.get(key) ?? probe((program) => pool.run({ program: { ...program, ...settingOf(target) }, ...way }));
    kinds.set(key, kind);
    return kind;
  };
  const run = async (scenario: Scenario, asked: FoundTarget, care: Care, recorded = false): Promise<Examined> => {
    const kind = await kindOf(asked);
    const target = kind === undefined ? asked : ofKind(asked, kind);
    const program = { ...compile(scenario), ...settingOf(withoutCommand(target)) };
    const job = { program, ...wayOf(target), pollMs: pollMsIn(program, target.contract) };
    // The warden is PID 1 there, and its child is not traced (native/src/program.c).
    const wanted = recorded || HOW[care].record === true || (target.profile !== undefined && scenario.launch.as !== 'subreaper');
    // Main, being the same process, would be traced as well, and stop at each signal.
    const record = wanted && target.contract.becomes !== 'command';
    const trace = await runTwice(pool, { ...job, ...HOW[care], record });
    return { kind: 'examined', program, trace, ...judge(program, trace, target, chosen, all) };
  };
  return {
    get jobs() {
      return pool.jobs;
    },
    properties: chosen,
    close: () => pool.close(),
    kindOf,
    examine: (scenario, target, care) => examination(() => run(scenario, target, care)),
    record: (scenario, target, care = 'careful') => examination(() => run(scenario, target, care, true)),
  };
}

/** Longest sleep that the contract allows, ms: who tries again to start its command pauses for longer in a run in which it has to. */
const pollMsIn = (program: Program, { pollMs, retries }: Contract): number =>
  retries !== undefined && lacksProcess(program) ? Math.max(pollMs, durationMs(retries)) : pollMs;

/** Whether no process can be made for the command, at first or at all. */
const lacksProcess = ({ launch, ops: [first] }: Program): boolean =>
  launch.command === 'no-process-left' || (first?.op === 'at' && first.error > 0);

/** An init that looks again and again whether its grace is over does so later than it says: on a busy machine by what that takes. */
const GRACES = 2;

/** What starts none by its contract is given none. */
const withoutCommand = (target: FoundTarget): FoundTarget => (target.contract.starts === 'never' ? { ...target, command: 'none' } : target);

/** What the contract has the executor wait for, and how it is to be started. */
const askedOf = ({ args, contract }: FoundTarget) => ({
  args,
  pollMs: contract.pollMs,
  graceMs: GRACES * longestGrace(contract),
  stays: contract.leaves === 'when-empty',
  command: contract.becomes === 'command',
  goesOn: contract.starts !== undefined,
});

/** One in which no run comes to its end. */
export const closedLab = (properties: readonly Property[] = PROPERTIES): Lab => ({
  jobs: 1,
  properties,
  examine: async () => ({ kind: 'closed' }),
  record: async () => ({ kind: 'closed' }),
  kindOf: async () => undefined,
  close: async () => [],
});

/** A machine that has enough to start executors may lack something for a moment; one that lacks it twice in a row does not allow it. */
async function runTwice(pool: Pool, job: Job): Promise<Trace> {
  try {
    return await pool.run(job);
  } catch (error) {
    if (!(error instanceof HarnessError) || error.code !== 'machine') throw error;
    return pool.run(job);
  }
}
