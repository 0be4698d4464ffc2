/* What has become of the processes of a run: what they have recorded, and what the kernel shows of each by /proc/PID/stat and its pidfd. */
#include "executor.h"

#include <poll.h>
#include <signal.h>
#include <sys/ioctl.h>

static int parent_slot(struct run *run, pid_t parent)
{
	if (parent == run->init)
		return PARENT_INIT;
	for (int slot = 0; slot < run->program->processes; slot++)
		if (run->watches[slot].usher == parent && parent > 0)
			return PARENT_OUTSIDE;
		else if (run->watches[slot].outer == parent)
			return slot;
	return parent == 0 || parent == getpid() || parent == run->first || parent == run->parent ? PARENT_OUTSIDE : PARENT_STRANGER;
}

/*
 * The id inside the namespace of a group or session that is named by an outer one: that of its leader, or, where that was gone before it
 * could be asked for, what a member has said of itself when it started. 0 where nobody knows.
 */
int inner_id(struct run *run, pid_t outer)
{
	if (outer == run->first)
		return 1;
	for (int slot = 0; slot < run->program->processes; slot++) {
		const struct watch *watch = &run->watches[slot];

		if (watch->first_group == outer || watch->first_session == outer)
			return watch->first_group == outer ? watch->inner_group : watch->inner_session;
	}
	for (int slot = 0; slot < run->program->processes; slot++)
		if (run->watches[slot].outer == outer)
			return run->sandbox->ctl->slots[slot].pid;
	return 0;
}

static void note_life(struct run *run, int slot, enum life life)
{
	struct watch *watch = &run->watches[slot];

	if (watch->life == LIFE_LIVE)
		run_event(run, EVENT_DIED, slot, 0, 0, 0, 0, 0);
	if (life == LIFE_GONE)
		run_event(run, EVENT_GONE, slot, 0, 0, 0, 0, 0);
	watch->life = life;
}

static void note_ids(struct run *run, int slot, pid_t parent, pid_t group, pid_t session)
{
	struct watch *watch = &run->watches[slot];
	int first = watch->group == 0;

	if (!first && parent == watch->parent && group == watch->group && session == watch->session)
		return;
	if (first) {
		watch->first_group = group;
		watch->first_session = session;
	}
	if (!first || parent != watch->parent)
		run_event(run, EVENT_MOVED, slot, 0, parent_slot(run, parent), inner_id(run, group), inner_id(run, session), 0);
	watch->parent = parent;
	watch->group = group;
	watch->session = session;
}

static void observe_closely(struct run *run, int slot)
{
	struct watch *watch = &run->watches[slot];
	pid_t parent, group, session;
	int stopped;

	watch->state = state_of(run, slot, &parent, &group, &session);
	/* The end of main is the init's, which is looked for by itself. */
	if (slot == 0 && run->init_is_main && strchr("XZ", watch->state))
		return;
	if (watch->state == 'X') {
		note_life(run, slot, LIFE_GONE);
		return;
	}
	if (watch->state == 'Z' && watch->life == LIFE_LIVE)
		note_life(run, slot, LIFE_ZOMBIE);
	stopped = watch->state == 'T' || watch->state == 't';
	if (stopped != watch->stopped)
		run_event(run, stopped ? EVENT_STOPPED : EVENT_CONTINUED, slot, 0, 0, 0, 0, 0);
	watch->stopped = stopped;
	note_ids(run, slot, parent, group, session);
}

/* Linux 6.13, include/uapi/linux/pidfd.h: the head of struct pidfd_info. */
struct pidfd_info_head {
	uint64_t mask, cgroup;
	uint32_t pid, tgid, ppid, uids[8];
	int32_t exit_code;
};
#define GET_INFO _IOWR(0xFF, 11, struct pidfd_info_head)

/* Whether the parent that the process had when last looked at is one of the scenario's that lives: only its death would give it another. */
int parent_lives(const struct run *run, const struct watch *watch)
{
	for (int slot = 0; slot < run->program->processes; slot++)
		if (run->watches[slot].outer == watch->parent)
			return run->watches[slot].life == LIFE_LIVE;
	return 0;
}

/* Whether the process had its ids looked at and has the parent that it had then: only these two change them, in a program that stops nobody. */
static int is_settled(const struct run *run, const struct watch *watch)
{
	return watch->group != 0 && (watch->parent == run->init || parent_lives(run, watch));
}

/*
 * Parent, group and session of a process by system calls, for a tenth of what /proc/PID/stat costs. The state letter is not among them:
 * for programs that stop nobody. Deaths were seen before.
 */
static void observe_ids(struct run *run, int slot)
{
	struct watch *watch = &run->watches[slot];
	struct pidfd_info_head info = { 0 };
	pid_t group, session;

	if (is_settled(run, watch))
		return;
	group = getpgid(watch->outer);
	session = getsid(watch->outer);
	if (group < 0 && errno == ESRCH)
		note_life(run, slot, LIFE_GONE);
	else if (group < 0 || session < 0 || watch->pidfd < 0 || ioctl(watch->pidfd, GET_INFO, &info) < 0)
		observe_closely(run, slot);
	else
		note_ids(run, slot, (pid_t)info.ppid, group, session);
}

/* Deaths of living processes and the end of the init, by one poll over their pidfds. */
static void observe_deaths(struct run *run)
{
	struct pollfd ended[MAX_SLOTS + 1];
	int slots[MAX_SLOTS + 1], count = 1;

	ended[0] = (struct pollfd){ run->first_pidfd, POLLIN, 0 };
	for (int slot = run->init_is_main; slot < run->program->processes; slot++) {
		if (run->watches[slot].life != LIFE_LIVE)
			continue;
		/* Dead and waited for before it could be looked at once. */
		if (run->watches[slot].outer == NOBODY) {
			note_life(run, slot, LIFE_GONE);
			continue;
		}
		ended[count] = (struct pollfd){ run->watches[slot].pidfd, POLLIN, 0 };
		slots[count++] = slot;
	}
	if (poll(ended, (nfds_t)count, 0) <= 0)
		return;
	if (ended[0].revents)
		reap_init(run);
	for (int i = 1; i < count && !run->init_gone; i++)
		if (ended[i].revents)
			note_life(run, slots[i], LIFE_ZOMBIE);
}

/* Records the zombies that somebody has waited for. */
void observe_reaped(struct run *run)
{
	for (int slot = 0; slot < run->program->processes && !run->init_gone; slot++)
		if (run->watches[slot].life == LIFE_ZOMBIE && kill(run->watches[slot].outer, 0) < 0)
			note_life(run, slot, LIFE_GONE);
}

static void observe_each(struct run *run, void (*look)(struct run *run, int slot))
{
	for (int slot = 0; slot < run->program->processes; slot++)
		if (run->watches[slot].life == LIFE_LIVE || run->watches[slot].life == LIFE_ZOMBIE)
			look(run, slot);
}

/*
 * Records what has changed since the last time: deaths and zombies that are gone; with `all` also stops, parents, groups and sessions.
 * Does nothing once the init has ended: then the kernel has killed the rest.
 */
void observe(struct run *run, int all)
{
	drain_events(run);
	if (all && (run->careful || run->stops)) {
		reap_init(run);
		if (!run->init_gone)
			observe_each(run, observe_closely);
		return;
	}
	if (!run->init_gone)
		observe_deaths(run);
	if (run->init_gone)
		return;
	observe_reaped(run);
	if (all)
		observe_each(run, observe_ids);
}

static int has_other_children(const struct run *run)
{
	for (int slot = 1; slot < run->program->processes; slot++) {
		const struct watch *watch = &run->watches[slot];

		if ((watch->life == LIFE_LIVE || watch->life == LIFE_ZOMBIE) && watch->parent == run->init)
			return 1;
	}
	return 0;
}

/* Whether the init has nothing to stay for, and is asked to leave then: its main child is dead and, where it stays for others, none is left. */
int is_over(const struct run *run)
{
	enum life main = run->watches[0].life;

	if (goes_on(run))
		return 0;
	return main == LIFE_ZOMBIE || (main == LIFE_GONE && !(run->program->flags & PROGRAM_STAYS && has_other_children(run)));
}
