import { printable } from '../fuzz/base/printable.ts';
import { directoryOf } from '../fuzz/compile/setting.ts';
import { defineProperty } from '../fuzz/judge/property.ts';
import { startOfMain } from '../fuzz/judge/seen.ts';

/**
 * The init itself works in the directory that its contract declares: the one that it was started in, or the root. Judged by /proc/1/cwd
 * once the child runs.
 */
export const keepsDirectory = defineProperty({
  id: 'keeps-directory',
  claim: 'the init works in the directory that its contract declares',
  names: [],
  ofInits: 'the directory of PID 1 is the command’s own',
  why: 'A directory in which some process works cannot be unmounted, and one that an init has left resolves no relative path of its own.',
  sources: ['proc(5)', 'umount(2)'],
  reports: ['Yelp/dumb-init 210'],
  contract: ['directory'],
  applies: 'where main was started and the directory of the init could be read',
  held: ({ trace }) => `the init worked in ${printable(trace.init.directory)}`,
  consequence: {
    elsewhere: 'A volume cannot be unmounted while the init works in it, or relative paths that the init opens lead elsewhere.',
  },
  outcome: { elsewhere: 'other' },
  watch: ['started', 'directory'],
  judge({ program, trace, contract }) {
    const { directory } = trace.init;
    if (directory === '' || trace.start === undefined) return { kind: 'not-applicable' };
    const due = contract.directory === '/' ? '/' : (directoryOf(program) ?? DELETED);
    if (directory === due) return { kind: 'holds' };
    return {
      kind: 'violated',
      what: 'elsewhere',
      said: `the init should work in ${due}, and works in ${directory}`,
      ...startOfMain(trace),
    };
  },
});

/** As /proc/PID/cwd names what the executor opened and removed. */
const DELETED = '/initproof/own/deleted (deleted)';
