import { defineProperty } from '../fuzz/judge/property.ts';

/**
 * The init itself works in the directory that its contract declares: the one that it was started in, or the root. Judged by /proc/1/cwd
 * once the child runs.
 */
export const keepsDirectory = defineProperty({
  id: 'keeps-directory',
  claim: 'the init works in the directory that its contract declares',
  names: [],
  why: 'A directory in which some process works cannot be unmounted, and one that an init has left resolves no relative path of its own.',
  sources: ['proc(5)', 'umount(2)'],
  reports: ['Yelp/dumb-init 210'],
  outcome: { elsewhere: 'other' },
  watch: ['started', 'directory'],
  judge({ program, trace, contract }) {
    const { directory } = trace.init;
    if (directory === '' || trace.start === undefined) return { kind: 'not-applicable' };
    const due = contract.directory === '/' ? '/' : DIRECTORIES[program.launch.directory ?? '/'];
    if (directory === due) return { kind: 'holds' };
    return { kind: 'violated', what: 'elsewhere', said: `the init should work in ${due}, and works in ${directory}` };
  },
});

/** As /proc/PID/cwd names what the executor opened. */
const DIRECTORIES = { '/': '/', own: '/initproof/own', deleted: '/initproof/own/deleted (deleted)', unreadable: '/initproof/unreadable' };
