import { defineProperty } from '../fuzz/judge/property.ts';
import type { Violated } from '../fuzz/judge/verdict.ts';

/**
 * Growth of the resident set that is no leak, bytes. The first use of code and stack pages after the start is under 300 KiB for a
 * static glibc program that logs; a leak that matters is found by longer scenarios.
 */
const RSS_SLACK = 512 * 1024;
/** Descriptors that an init may open for good once it runs: one for each of its event sources. */
const DESCRIPTOR_SLACK = 2;

const kib = (bytes: number): number => Math.round(bytes / 1024);

/** What the init holds does not grow with what it has done: memory, descriptors, processes of its own. */
export const staysSmall = defineProperty({
  id: 'stays-small',
  claim: 'memory, descriptors and processes of the init do not grow with what it has done',
  names: [],
  ofInits: 'what PID 1 holds is the command’s own',
  why: 'An init reaps millions of processes in its life; what it keeps of each ends with the container out of memory or descriptors.',
  sources: ['proc(5)'],
  reports: [],
  contract: [],
  applies: 'where the run is long enough for two measurements',
  held: ({ trace: { init } }) =>
    `the init had ${init.firstDescriptors} descriptors and ${kib(init.firstRssBytes)} KiB at the start, ${init.lastDescriptors} and ${kib(init.lastRssBytes)} KiB at the end`,
  consequence: {
    'processes-grow': 'The container reaches its limit of processes by the init alone, and nothing in it can start.',
    'descriptors-grow': 'After weeks the init runs out of descriptors, and fails where nobody looks for the cause.',
    'memory-grows': 'After weeks the container reaches its memory limit, and the kernel kills the application in it.',
  },
  outcome: { 'processes-grow': 'other', 'descriptors-grow': 'other', 'memory-grows': 'other' },
  watch: { not: 'it takes measurements that this form does not make' },
  judge({ trace: { init, bound } }) {
    // Actors start none that their scenario does not name: these are the init's.
    if (bound === 'processes') return { kind: 'violated', what: 'processes-grow', said: 'the init starts processes without end' };
    if (init.firstRssBytes === 0 || init.lastRssBytes === 0) return { kind: 'not-applicable' };
    const grown: Violated<'descriptors-grow' | 'memory-grows'>[] = [];
    const { firstDescriptors, lastDescriptors, firstRssBytes, lastRssBytes } = init;
    if (lastDescriptors > firstDescriptors + DESCRIPTOR_SLACK) {
      const said = `the init had ${firstDescriptors} descriptors open at the start and ${lastDescriptors} at the end`;
      grown.push({ kind: 'violated', what: 'descriptors-grow', said });
    }
    if (lastRssBytes > firstRssBytes + RSS_SLACK) {
      const said = `the init had ${kib(firstRssBytes)} KiB at the start and ${kib(lastRssBytes)} KiB at the end`;
      grown.push({ kind: 'violated', what: 'memory-grows', said });
    }
    const [first, ...rest] = grown;
    return first === undefined ? { kind: 'holds' } : [first, ...rest];
  },
});
