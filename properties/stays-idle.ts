import type { Program } from '../fuzz/compile/program.ts';
import { defineProperty } from '../fuzz/judge/property.ts';
import { counted } from '../fuzz/judge/seen.ts';
import type { Trace } from '../fuzz/trace/trace.ts';

/** A wake-up may fall on each end of a wait, and taking the measure itself wakes nobody: one more than declared for each wait step. */
const SLACK_EACH = 1;

/**
 * While nothing happens the init sleeps: no processor time, and no more wake-ups than its contract declares. Judged by the kernel's counts
 * (voluntary context switches in `wait` steps; processor time), which do not grow because others are busy.
 */
export const staysIdle = defineProperty({
  id: 'stays-idle',
  claim: 'the init sleeps while nothing happens',
  names: [],
  why: 'An init lives as long as the container, and there are hundreds on a machine.',
  sources: ['getrusage(2)'],
  reports: [],
  contract: ['wakeUps'],
  applies: 'where the scenario waits and the init is not traced',
  held: ({ trace: { init } }) => `the init woke ${counted(init.waitedSwitches, 'time')} in ${init.waitedMs} ms in which nothing happened`,
  consequence: {
    busy: 'The init uses a whole CPU, for as long as the container runs: throttled applications, and a bill for nothing.',
    writes: 'The init fills the log, and with it the disk of the host.',
    'wakes-up': 'Each container wakes a CPU all the time: with hundreds of them on a machine that is load and power for nothing.',
  },
  outcome: { busy: 'other', writes: 'other', 'wakes-up': 'other' },
  watch: ['started', 'rest'],
  judge({ program, trace, contract }) {
    if (trace.bound === 'busy') return { kind: 'violated', what: 'busy', said: 'the init does not come to rest, and uses its processor' };
    // Actors write nothing: it is all the init's.
    if (trace.bound === 'output')
      return { kind: 'violated', what: 'writes', said: 'the init does not come to rest, and writes without end' };
    const { waitedMs, waitedSwitches } = trace.init;
    if (waitedMs === 0 || isTraced(program, trace)) return { kind: 'not-applicable' };
    const waits = program.ops.filter((op) => op.op === 'wait').length;
    const allowed = Math.ceil((contract.wakeUps * waitedMs) / 1000) + SLACK_EACH * waits;
    if (waitedSwitches <= allowed) return { kind: 'holds' };
    return {
      kind: 'violated',
      what: 'wakes-up',
      said: `the init woke ${waitedSwitches} times in ${waitedMs} ms in which nothing happened`,
    };
  },
});

/** Each call of an init that is traced stops it twice, and those count like sleeps. */
const isTraced = ({ ops }: Program, { events }: Trace): boolean =>
  ops.some(({ op }) => op === 'at') || events.some(({ kind }) => kind === 'call');
