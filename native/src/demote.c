/*
 * The end of a sandbox, from outside: before the worker is killed, and with it all that is below it, everybody is put back to the ordinary
 * scheduling class. Nobody is to die in a real-time one: see README.md.
 */
#include "executor.h"
#include "guard.h"

#include <sched.h>

/* Processes of a sandbox at most, the executor's own among them: RLIMIT_NPROC bounds them (guard.c). */
#define MOST 2048
/* A process that is demoted while it forks has children that are not: they are met in the next pass. Each pass can only meet fewer. */
#define PASSES 8

static pid_t found[MOST];
static int count;

static void note_children(pid_t pid, const char *task)
{
	char path[64], text[8192], *at = text;
	FILE *children;
	size_t size;

	snprintf(path, sizeof path, "/proc/%d/task/%s/children", pid, task);
	children = fopen(path, "re");
	size = children ? fread(text, 1, sizeof text - 1, children) : 0;
	if (children)
		fclose(children);
	text[size] = 0;
	for (long child; count < MOST && (child = strtol(at, &at, 10)) > 0;)
		found[count++] = (pid_t)child;
}

/* Demotes all threads of a process, and notes its children. Returns how many were not of the ordinary class. */
static int demote_process(pid_t pid)
{
	static const struct sched_param none = { .sched_priority = 0 };
	char path[64];
	struct dirent *entry;
	DIR *tasks;
	int demoted = 0;

	snprintf(path, sizeof path, "/proc/%d/task", pid);
	tasks = opendir(path);
	while (tasks && (entry = readdir(tasks))) {
		pid_t task = atoi(entry->d_name);

		if (task <= 0)
			continue;
		if (sched_getscheduler(task) > SCHED_OTHER)
			demoted += sched_setscheduler(task, SCHED_OTHER, &none) == 0;
		note_children(pid, entry->d_name);
	}
	if (tasks)
		closedir(tasks);
	return demoted;
}

/* Demotes the worker, all its threads first, and all that descends from it. */
void demote_sandbox(pid_t worker)
{
	int demoted = 1;

	for (int pass = 0; pass < PASSES && demoted; pass++) {
		found[0] = worker;
		count = 1;
		demoted = 0;
		for (int i = 0; i < count; i++)
			demoted += demote_process(found[i]);
	}
}
