import { defineProperty } from '../fuzz/judge/property.ts';

/**
 * The init itself works in the directory that its contract declares: the one that it was started in, or the root.
 *
 * Why: a directory in which some process works cannot be unmounted, and one that an init has left resolves no relative path of its own.
 * Judged by /proc/1/cwd once the child runs (proc(5)). Report: Yelp/dumb-init 210.
 */
export const keepsDirectory = defineProperty({
  id: 'keeps-directory',
  claim: 'the init works in the directory that its contract declares',
  names: [],
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
