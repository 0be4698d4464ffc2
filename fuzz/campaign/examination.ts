/** What comes of one scenario on one target: the one answer of all that run one. */
import type { Program } from '../compile/program.ts';
import { type HarnessCode, HarnessError } from '../execute/harness-error.ts';
import type { Judgement } from '../judge/judge.ts';
import type { Trace } from '../trace/trace.ts';

/** It ran, and was judged. */
export interface Examined {
  kind: 'examined';
  program: Program;
  trace: Trace;
  /** Of the chosen properties. */
  judgements: Judgement[];
  /** Differences between model and trace that no property names. */
  unexplained: string[];
}

/** A fault of ours or of the machine in this run; the next one may succeed. */
export interface Failed {
  kind: 'failed';
  error: HarnessError;
}

/** The lab was closed before the run came to its end. */
export interface Closed {
  kind: 'closed';
}

export type Examination = Examined | Failed | Closed;

/** What an error of each code means to the run that met it. Where no run can succeed it is thrown: to go on would be a loop. */
const MEANING: Readonly<Record<HarnessCode, 'failed' | 'closed' | 'thrown'>> = {
  machine: 'thrown',
  'not-built': 'thrown',
  stays: 'thrown',
  refused: 'thrown',
  died: 'failed',
  silent: 'failed',
  program: 'failed',
  unexplained: 'failed',
  closed: 'closed',
};

/** The answer of `work`, or what its error means. Rejects with what is no HarnessError, and with one after which no run can succeed. */
export async function examination(work: () => Promise<Examined>): Promise<Examination> {
  try {
    return await work();
  } catch (error) {
    if (!(error instanceof HarnessError)) throw error;
    const kind = MEANING[error.code];
    if (kind === 'thrown') throw error;
    return kind === 'closed' ? { kind } : { kind, error };
  }
}

/** The run with its verdicts, for callers that cannot go on without. Throws the HarnessError of a run that has none. */
export function examinedOf(answer: Examination): Examined {
  switch (answer.kind) {
    case 'examined':
      return answer;
    case 'failed':
      throw answer.error;
    case 'closed':
      throw new HarnessError('closed', 'The lab was closed before the run came to its end');
  }
}
