/**
 * A pool of executors, one a CPU: takes programs, hands back traces. A dead executor is replaced, and its programs tell of it. While some
 * cannot be started the others do the work; programs are refused when none is left. What an executor leaves behind is told.
 */
import { availableParallelism } from 'node:os';
import type { Program } from '../compile/program.ts';
import type { Hello, Result } from '../trace/decode.ts';
import type { Trace } from '../trace/trace.ts';
import { Crew } from './crew.ts';
import { encode } from './encode.ts';
import type { Binary, Executor } from './executor.ts';
import { startExecutor } from './executor.ts';
import { tooFewFiles } from './files.ts';
import { HarnessError, NotExecutableError } from './harness-error.ts';
import { Lending } from './lending.ts';
import { type Leftover, staysError } from './leftover.ts';

/**
 * Programs that an executor has at most before it has answered: four times of what it runs between two answers (serve.c), so that it
 * never waits for Node; few enough that a slow one shows.
 */
const IN_FLIGHT = 64;
/** Longest silence of an executor that has work, ms: a run ends at its own bounds in a third of that. */
const SILENCE_MS = 60_000;
/** Who kills an executor may kill the next one too, while it starts. After so many in a row it waits for the next run, and tries again. */
const START_TRIES = 3;

export interface Job {
  program: Program;
  /** Index into the pool's binaries. */
  binary: number;
  /** Arguments of the init before the command. */
  args: string[];
  /** The contract's `pollMs`. */
  pollMs: number;
  /** For how long the init may wait for others when its main child has ended, ms. */
  graceMs?: number;
  /** Whether the init stays while it has children, though its main child has ended. */
  stays?: boolean;
  /** Every process is looked at in every barrier, and the init is exec'ed plainly. */
  careful: boolean;
  /** Whether each system call of the init is an event. */
  record?: boolean;
  /** Whether the init may become the command, as one that ends in an exec of it does. Not for zygotes. */
  command?: boolean;
  /** Whether ops are taken though main has never started, or the init stays without it. */
  goesOn?: boolean;
  /** Whether the init may be forked from one that was exec'ed before, and is the same by then. Default: unless `careful`. */
  zygote?: boolean;
}

export interface Pool {
  /** How many executors: what was asked for, or more once runs have left their CPU idle. */
  readonly jobs: number;
  readonly hello: Hello;
  /** Runs one program. Rejects with a HarnessError, or a NotExecutableError. */
  run(job: Job): Promise<Trace>;
  /**
   * Ends all executors; runs that are under way reject. Resolves when the kernel has torn down all that ever ran, with what it could not:
   * within 10 s. Again: the same.
   */
  close(): Promise<Leftover[]>;
}

export interface PoolOptions {
  /** Inits, by their absolute paths. */
  binaries: readonly (string | Binary)[];
  /** Executors that have something to do; default: one a CPU. */
  jobs?: number;
  /** Called for what does not end, as soon as that is known: an executor may be replaced in the middle of a campaign. */
  stays?: (leftover: Leftover) => void;
}

interface Waiting {
  job: Job;
  id: number;
  resolve(trace: Trace): void;
  reject(error: Error): void;
}

interface Worker {
  cpu: number;
  executor: Executor;
  /** In order, as the results come. No Map: what it has outgrown keeps thousands of dead traces alive until a full collection. */
  sent: Waiting[];
  heardAt: number;
}

/** Opens a pool for these inits. Rejects with a HarnessError where the machine cannot run it. */
export async function openPool(options: PoolOptions): Promise<Pool> {
  const tooFew = tooFewFiles();
  if (tooFew !== undefined) throw tooFew;
  const jobs = options.jobs ?? availableParallelism();
  const binaries = options.binaries.map((binary) => (typeof binary === 'string' ? { path: binary } : binary));
  const lending = new Lending(IN_FLIGHT);
  const queue: Waiting[] = [];
  const workers: Worker[] = [];
  const crew = new Crew(options.stays ?? (() => {}));
  /** The CPUs whose executor could not be started, until the next run. */
  const down: number[] = [];
  /** Beside those of the start. */
  let more = 0;
  let starting = 0;
  let nextId = 1;
  let closed = false;
  let broken: HarnessError | undefined;
  let filling = false;
  let hello: Hello = { version: 0, fifo: false, cores: false, memory: 'samples' };

  const start = async (cpu: number): Promise<void> => {
    const sent: Waiting[] = [];
    const executor = startExecutor(cpu, binaries, {
      result: (result) => settle(sent, result),
      died: (error) => replace(sent, cpu, error),
    });
    crew.add(executor);
    starting++;
    try {
      hello = await executor.ready;
    } catch (error) {
      void crew.leave(executor);
      throw error;
    } finally {
      starting--;
    }
    if (closed) return;
    workers.push({ cpu, executor, sent, heardAt: Date.now() });
    fill();
  };

  const settle = (sent: Waiting[], result: Result): void => {
    const waiting = sent[0]?.id === result.id ? sent.shift() : undefined;
    const worker = workers.find((candidate) => candidate.sent === sent);
    if (worker) worker.heardAt = Date.now();
    if (worker && result.kind === 'trace') add(worker.cpu, result.trace);
    if (waiting) answer(waiting, result);
    if (sent.length <= lending.inFlight / 2) fill();
  };

  /** One more, where there may be; without it those that are there do the work. */
  const add = (cpu: number, trace: Trace): void => {
    lending.ran(trace);
    if (closed || trace.lentUs === 0 || more >= jobs * (lending.executors - 1)) return;
    more++;
    start(cpu).catch(() => {
      more = Number.POSITIVE_INFINITY;
    });
  };

  const replace = (sent: Waiting[], cpu: number, error: HarnessError): void => {
    const index = workers.findIndex((worker) => worker.sent === sent);
    for (const { executor } of index < 0 ? [] : workers.splice(index, 1)) void crew.leave(executor);
    for (const waiting of sent) waiting.reject(error);
    if (!closed) restart(cpu, START_TRIES);
  };

  const restart = (cpu: number, tries: number): void => {
    start(cpu).catch((cause: HarnessError) => {
      if (closed) return;
      if (cause.code === 'died' && tries > 1) return restart(cpu, tries - 1);
      if (cause.code === 'died') down.push(cpu);
      else broken = cause;
      if (broken || (workers.length === 0 && starting === 0)) for (const waiting of queue.splice(0)) waiting.reject(cause);
    });
  };

  /** Hands out what waits in equal shares, once the caller has had its turn: so that frames go out in batches. */
  const fill = (): void => {
    if (filling) return;
    filling = true;
    setImmediate(() => {
      filling = false;
      const all = workers.reduce((sum, { sent }) => sum + sent.length, queue.length);
      const share = Math.min(lending.inFlight, Math.ceil(all / workers.length));
      for (const worker of workers) sendBatch(worker, queue.splice(0, Math.max(0, share - worker.sent.length)));
    });
  };

  const watch = setInterval(() => {
    for (const worker of [...workers]) {
      if (worker.sent.length === 0 || Date.now() - worker.heardAt < SILENCE_MS) continue;
      replace(
        worker.sent,
        worker.cpu,
        new HarnessError('silent', `The executor on CPU ${worker.cpu} has not answered for ${SILENCE_MS / 1000} s`),
      );
    }
  }, 1000);
  watch.unref();

  const close = async (): Promise<Leftover[]> => {
    closed = true;
    clearInterval(watch);
    const error = new HarnessError('closed', 'The pool was closed');
    for (const waiting of [...workers.splice(0).flatMap(({ sent }) => sent), ...queue.splice(0)]) waiting.reject(error);
    return crew.leaveAll();
  };

  try {
    // From a CPU that another campaign likely does not begin with: trees of both take turns on each that they share.
    await Promise.all(Array.from({ length: jobs }, (_, index) => start((process.pid + index) % availableParallelism())));
  } catch (error) {
    throw staysError(await close(), error) ?? error;
  }
  const run = (job: Job): Promise<Trace> =>
    new Promise((resolve, reject) => {
      if (closed || broken) return reject(broken ?? new HarnessError('closed', 'The pool was closed'));
      queue.push({ job, id: nextId++, resolve, reject });
      for (const cpu of down.splice(0)) restart(cpu, START_TRIES);
      fill();
    });
  return {
    get jobs() {
      return Math.max(jobs, workers.length);
    },
    hello,
    run,
    close,
  };
}

function sendBatch(worker: Worker, batch: Waiting[]): void {
  if (batch.length === 0) return;
  if (worker.sent.length === 0) worker.heardAt = Date.now();
  worker.sent.push(...batch);
  worker.executor.send(batch.map(({ id, job }) => encode(job.program, { id, zygote: !job.careful, ...job })));
}

function answer(waiting: Waiting, result: Result): void {
  if (result.kind === 'trace') waiting.resolve(result.trace);
  else if (result.kind === 'not-executable') waiting.reject(new NotExecutableError(result.why));
  else waiting.reject(new HarnessError('program', result.why));
}
