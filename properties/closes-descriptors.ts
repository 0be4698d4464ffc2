import { defineProperty } from '../fuzz/judge/property.ts';
import { startOfMain } from '../fuzz/judge/seen.ts';

/**
 * The init keeps no descriptor from 3 up open once its child runs, where its contract says so; the child has them all. Judged by
 * /proc/PID/fd (proc(5)).
 */
export const closesDescriptors = defineProperty({
  id: 'closes-descriptors',
  claim: 'the init closes the descriptors that are for its child, where its contract says so',
  names: [],
  ofInits: 'the descriptors of PID 1 are the command’s own',
  why: 'The reader at the other end of a pipe waits until all have closed it, and an init that keeps it open lives as long as the container.',
  sources: ['pipe(7)'],
  reports: ['openSUSE/catatonit 12'],
  contract: ['descriptors'],
  applies: 'where its contract has the init close them, the launch opens some beyond stderr, and main was started',
  held: ({ program }) => `the init had none of the descriptors ${(program.launch.open ?? []).join(', ')} open when main ran`,
  consequence: {
    kept: 'What reads from that descriptor never sees its end: a log pipe or a lock stays in use as long as the container runs.',
  },
  outcome: { kept: 'other' },
  watch: ['started', 'descriptors'],
  judge({ program, trace, contract }) {
    const { open = [] } = program.launch;
    if (contract.descriptors === 'kept' || open.length === 0 || trace.start === undefined) return { kind: 'not-applicable' };
    const { kept } = trace.init;
    if (kept.length === 0) return { kind: 'holds' };
    return {
      kind: 'violated',
      what: 'kept',
      said: `the init should have closed ${kept.join(', ')} when its child runs, and has not`,
      ...startOfMain(trace),
    };
  },
});
