/*
 * A sound init with threads: `threads [-p MS] COMMAND [ARGUMENT...]`. Its contract is that of src/sound.c, of which it is made; but its
 * first thread does nothing of it, and what it has in hand no kernel shows:
 *
 * - the first one makes the others, and waits for what never comes;
 * - the taker starts the command, takes each signal and notes it;
 * - the worker does what is noted, in that order: it forwards, and waits for the dead. It is woken, or with -p looks every MS ms, as its
 *   contract then has to allow (`pollMs`, `wakeUps`).
 */
#define main main_of_sound
#include "../src/sound.c"
#undef main

#include <pthread.h>
#include <semaphore.h>
#include <time.h>

/* Notes that the worker has not come to. The taker waits where there is no room, and the kernel queues what comes meanwhile. */
#define NOTES 256
/* Of a thread, bytes: RLIMIT_AS may be low. */
#define STACK 65536

static int notes[NOTES];
static sem_t noted, room;
static long pause_ms;
static char **command;

static void note(int signal)
{
	static unsigned written;

	while (sem_wait(&room) < 0)
		;
	notes[written++ % NOTES] = signal;
	sem_post(&noted);
}

static int next_note(void)
{
	static unsigned read;
	const struct timespec pause = { pause_ms / 1000, pause_ms % 1000 * 1000000L };
	int signal;

	while ((pause_ms ? sem_trywait(&noted) : sem_wait(&noted)) < 0)
		if (pause_ms)
			nanosleep(&pause, NULL);
	signal = notes[read++ % NOTES];
	sem_post(&room);
	return signal;
}

/* Those of its threads (nptl(7)): whether the taker or a handler of glibc's gets one is chance. */
static bool is_glibcs(int signal)
{
	return signal == 32 || signal == 33;
}

static void *work(void *unused)
{
	for (;;) {
		int signal = next_note();

		if (signal == SIGCHLD)
			reap();
		else if (forwarded(signal) && !is_glibcs(signal))
			forward(signal);
	}
	return unused;
}

static void *take(void *unused)
{
	start(command);
	note(SIGCHLD); /* a child that it had before its exec may be dead already */
	for (;;) {
		int signal = next_signal();

		if (!pressed(signal))
			note(signal);
	}
	return unused;
}

/* Ends the init, as where it cannot fork, if there can be no thread. */
static void start_thread(void *(*body)(void *))
{
	pthread_attr_t attributes;
	pthread_t thread;

	pthread_attr_init(&attributes);
	pthread_attr_setstacksize(&attributes, STACK);
	errno = pthread_create(&thread, &attributes, body, NULL);
	if (!errno)
		return;
	int code = exec_failure(errno);
	complain(command[0]);
	_exit(code);
}

int main(int argc, char **argv)
{
	prepare(); /* each thread has the mask of who made it */
	command = argv + 1;
	if (argc > 2 && strcmp(argv[1], "-p") == 0) {
		pause_ms = atol(argv[2]);
		command = argv + 3;
	}
	if (!*command) {
		dprintf(STDERR_FILENO, "usage: threads [-p MS] COMMAND [ARGUMENT...]\n");
		return 1;
	}
	adopt();
	sem_init(&noted, 0, 0);
	sem_init(&room, 0, NOTES);
	start_thread(work);
	start_thread(take);
	for (;;)
		pause();
}
