import { defineProperty } from '../fuzz/judge/property.ts';

/**
 * Growth of the resident set that is no leak, bytes. The first use of code and stack pages after the start is under 300 KiB for a
 * static glibc program that logs; a leak that matters is found by longer scenarios.
 */
const RSS_SLACK = 512 * 1024;
/** Descriptors that an init may open for good once it runs: one for each of its event sources. */
const DESCRIPTOR_SLACK = 2;

/** What the init holds does not grow with what it has done: memory, descriptors, processes of its own. */
export const staysSmall = defineProperty({
  id: 'stays-small',
  claim: 'memory, descriptors and processes of the init do not grow with what it has done',
  names: [],
  why: 'An init reaps millions of processes in its life; what it keeps of each ends with the container out of memory or descriptors.',
  sources: ['proc(5)'],
  reports: [],
  outcome: { 'processes-grow': 'other', 'descriptors-grow': 'other', 'memory-grows': 'other' },
  watch: { not: 'it takes measurements that this form does not make' },
  judge({ trace: { init, bound } }) {
    // Actors start none that their scenario does not name: these are the init's.
    if (bound === 'processes') return { kind: 'violated', what: 'processes-grow', said: 'the init starts processes without end' };
    if (init.firstRssBytes === 0 || init.lastRssBytes === 0) return { kind: 'not-applicable' };
    if (init.lastDescriptors > init.firstDescriptors + DESCRIPTOR_SLACK) {
      return {
        kind: 'violated',
        what: 'descriptors-grow',
        said: `the init had ${init.firstDescriptors} descriptors open at the start and ${init.lastDescriptors} at the end`,
      };
    }
    if (init.lastRssBytes <= init.firstRssBytes + RSS_SLACK) return { kind: 'holds' };
    const kib = (bytes: number): number => Math.round(bytes / 1024);
    return {
      kind: 'violated',
      what: 'memory-grows',
      said: `the init had ${kib(init.firstRssBytes)} KiB at the start and ${kib(init.lastRssBytes)} KiB at the end`,
    };
  },
});
