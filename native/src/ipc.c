/*
 * The IPC namespace in which runs are: one for many of them, since making one takes a tenth of a run. What the last one has left in it
 * shows in four numbers; then the next one gets a new one, and the kernel ends the old with all that it holds.
 */
#include "executor.h"
#include "root.h"

#include <fcntl.h>
#include <sched.h>
#include <sys/ipc.h>
#include <sys/mount.h>
#include <sys/msg.h>
#include <sys/sem.h>
#include <sys/shm.h>
#include <sys/stat.h>

#define QUEUES "/queues"

static int queues = -1, namespace = -1;
static off_t queues_as_new;
static unsigned generation;

/* A directory of POSIX queues is as large as it has entries (ipc/mqueue.c: DIRENT_SIZE). Without that file system there are none. */
static off_t queues_size(void)
{
	struct stat directory = { 0 };

	if (queues >= 0)
		fstat(queues, &directory);
	return directory.st_size;
}

/*
 * Makes an IPC namespace for the runs to come. To be called by the main thread, when the threads that stay where they are have been started:
 * what a run leaves is freed when nobody is in its namespace any more.
 */
void ipc_open(void)
{
	need(unshare(CLONE_NEWIPC), "cannot make an IPC namespace");
	if (queues >= 0) {
		close(queues);
		close(namespace);
		umount2(QUEUES, MNT_DETACH);
	} else
		mkdir(QUEUES, 0700);
	queues = mount("queues", QUEUES, "mqueue", 0, NULL) < 0 ? -1 : raised(open(QUEUES, O_RDONLY | O_DIRECTORY | O_CLOEXEC));
	namespace = kept(open("/proc/self/ns/ipc", O_RDONLY | O_CLOEXEC));
	queues_as_new = queues_size();
	generation++;
}

/* Whether nobody has left anything in it. */
static int is_as_new(void)
{
	struct shm_info shared;
	struct seminfo semaphores;
	struct msginfo messages;

	return shmctl(0, SHM_INFO, (struct shmid_ds *)&shared) >= 0 && shared.used_ids == 0 && semctl(0, 0, SEM_INFO, &semaphores) >= 0 &&
	       semaphores.semusz == 0 && msgctl(0, MSG_INFO, (struct msqid_ds *)&messages) >= 0 && messages.msgpool == 0 &&
	       queues_size() == queues_as_new;
}

/* Pages of SysV shared memory, in bytes. */
uint64_t ipc_memory(void)
{
	struct shm_info shared;

	if (shmctl(0, SHM_INFO, (struct shmid_ds *)&shared) < 0)
		return 0;
	return (uint64_t)shared.shm_rss * (uint64_t)sysconf(_SC_PAGESIZE);
}

/* After a run: sees to it that the next one finds an IPC namespace as new. Whether it is another one. */
int ipc_refresh(void)
{
	if (is_as_new())
		return 0;
	ipc_open();
	return 1;
}

/* Which one it is now, by a number. */
unsigned ipc_generation(void)
{
	return generation;
}

/* Moves the calling thread there. */
void ipc_join(void)
{
	need(setns(namespace, CLONE_NEWIPC), "cannot join an IPC namespace");
}
