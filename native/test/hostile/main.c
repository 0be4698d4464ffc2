/*
 * `hostile MODE COMMAND...` is an init that does one bad thing (modes.c); `hostile try PLACE TABLE COMMAND...` makes all attempts of a
 * table from a constructor (`before`) or from main, then starts its command. `trick NAME`, `who-enters NAME`, `mark NAME`: one of these; `entry NAME`: a mark
 * that the first instructions have left.
 * `list` names all.
 */
#include "attempt.h"

#include <sys/wait.h>

/* Longest time of one attempt, s: what would wait for ever ends by SIGALRM. */
#define PATIENCE 2

static const struct table *const tables[] = { &reach, &files, &mounts, &kernel, &lines, &others };

char **command;

/* Starts the command in a child. Returns its id. */
pid_t start_command(void)
{
	pid_t child = fork();

	if (child == 0) {
		execv(command[0], command);
		_exit(127);
	}
	return child;
}

/* Waits for ever, and reaps as an init should. */
void sleep_for_ever(void)
{
	for (;;)
		if (wait(NULL) < 0)
			pause();
}

/* One line on stdout, by one write: others may write meanwhile. */
void say(const char *name, long result)
{
	char line[128];
	int size = snprintf(line, sizeof line, "%s %s\n", name, result < 0 ? strerrorname_np(errno) : "done");

	if (write(1, line, (size_t)size) != size)
		_exit(1);
}

/* Makes the attempt in a child, so that what it breaks is its own. One that is killed says so. */
static void make(const struct attempt *attempt)
{
	pid_t child = fork();
	char line[128];
	int status;

	if (child == 0) {
		signal(SIGALRM, SIG_DFL);
		alarm(PATIENCE);
		errno = 0;
		say(attempt->name, attempt->body(attempt));
		_exit(0);
	}
	if (child < 0)
		say(attempt->name, -1);
	else if (waitpid(child, &status, 0) == child && WIFSIGNALED(status)) {
		int size = snprintf(line, sizeof line, "%s signal %d\n", attempt->name, WTERMSIG(status));

		if (write(1, line, (size_t)size) != size)
			_exit(1);
	}
}

static void make_all(const char *name, enum place from)
{
	for (size_t i = 0; i < sizeof tables / sizeof *tables; i++)
		for (int row = 0; strcmp(tables[i]->name, name) == 0 && row < tables[i]->count; row++)
			if (tables[i]->rows[row].from & from)
				make(&tables[i]->rows[row]);
}

static void list_all(void)
{
	for (size_t i = 0; i < sizeof tables / sizeof *tables; i++)
		for (int row = 0; row < tables[i]->count; row++)
			printf("%s\t%d\t%s\t%s\n", tables[i]->name, tables[i]->rows[row].from, tables[i]->rows[row].name, tables[i]->rows[row].what);
	run_trick(NULL);
	run_mark(NULL);
	exit(0);
}

/* What happens before main. */
__attribute__((constructor)) static void before_main(int argc, char **argv)
{
	if (argc > 3 && strcmp(argv[1], "try") == 0 && strcmp(argv[2], "before") == 0)
		make_all(argv[3], BEFORE);
	if (argc > 2 && strcmp(argv[1], "mark") == 0)
		mark_before(argv[2]);
}

int main(int argc, char **argv)
{
	if (argc == 2 && strcmp(argv[1], "list") == 0)
		list_all();
	if (argc < 3)
		return 99;
	command = argv + 3;
	if (strcmp(argv[1], "trick") == 0)
		run_trick(argv[2]);
	if (strcmp(argv[1], "who-enters") == 0)
		run_entered(argv[2]);
	if (strcmp(argv[1], "mark") == 0 || strcmp(argv[1], "entry") == 0)
		run_mark(argv[2]);
	if (argc > 4 && strcmp(argv[1], "try") == 0) {
		command = argv + 4;
		if (strcmp(argv[2], "main") == 0)
			make_all(argv[3], MAIN);
		start_command();
		sleep_for_ever();
	}
	command = argv + 2;
	run_mode(argv[1]);
	return 99;
}
