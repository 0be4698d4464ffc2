/* The real-time priorities of an executor's threads and of its tree, lowest first. Whoever starts it must be allowed the last one. */
#ifndef PRIORITY_H
#define PRIORITY_H

/*
 * The scheduling class of all of these: a thread that has it without privilege may lower its priority, not change its kind. Real-time, so
 * that a tree runs before all that is ordinary. By turns, so that one that never sleeps does not keep its equals from the CPU for good: see
 * README.md, livelock.
 */
#define REAL_TIME SCHED_RR

enum priority {
	PRIORITY_BELOW = 1, /* runs when the tree has run dry: dry.c */
	PRIORITY_TREE,
	PRIORITY_MAKERS, /* the threads that make the tree: an init that never sleeps must not keep them from going on */
	PRIORITY_WATCHDOG
};

#endif
