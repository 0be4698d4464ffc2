/* What several attempts need. */
#include "attempt.h"

#include <dirent.h>

/* Ends an attempt in this error. */
long refused(int error)
{
	errno = error;
	return -1;
}

/*
 * A system call by its number for 32-bit programs. Returns what it returns, -1 with errno set upon an error. Pointers have to lie below
 * 4 GiB: those to static data do in a static program at a fixed address.
 */
long call_i386(long number, long a, long b, long c, long d)
{
	int result;

	__asm__ volatile("push %%rbx\n\tmov %k2, %%ebx\n\tint $0x80\n\tpop %%rbx"
			 : "=a"(result)
			 : "0"(number), "r"(a), "c"(b), "d"(c), "S"(d)
			 : "memory", "r8", "r9", "r10", "r11");
	return result < 0 && result > -4096 ? refused(-result) : result;
}

/* Opens `path` with the flags `number`. */
long opens(const struct attempt *self)
{
	int fd = open(self->path, (int)self->number | O_NONBLOCK | O_CLOEXEC);

	return fd;
}

/* Opens `path`, which is there, for writing and writes a letter. */
long overwrites(const struct attempt *self)
{
	int fd = open(self->path, O_WRONLY | O_NONBLOCK | O_CLOEXEC);

	return fd < 0 ? -1 : write(fd, "x", 1);
}

/* Reads something of `path`: a file that can be opened and is empty is a failure. */
long reads(const struct attempt *self)
{
	char text[256];
	int fd = open(self->path, O_RDONLY | O_NONBLOCK);
	ssize_t size = fd < 0 ? -1 : read(fd, text, sizeof text);

	return size == 0 ? refused(ENODATA) : size;
}

/* Makes the file `path`. */
long makes_file(const struct attempt *self)
{
	int fd = open(self->path, O_CREAT | O_EXCL | O_WRONLY | O_CLOEXEC, 0644);

	return fd;
}

/* The next process of /proc, 0 after the last. `walk`: NULL before the first. */
pid_t next_in_proc(void **walk)
{
	struct dirent *entry;
	DIR *proc = *walk ? *walk : (*walk = opendir("/proc"));

	while (proc && (entry = readdir(proc)))
		if (atoi(entry->d_name) > 0)
			return atoi(entry->d_name);
	if (proc)
		closedir(proc);
	*walk = NULL;
	return 0;
}

/* A number of a line of /proc/PID/status, the `column`th of it, from 0; -1 where there is none. */
int status_number(pid_t outer, const char *field, int column)
{
	char path[64], text[4096], *at;
	int fd, value = -1;
	ssize_t size;

	snprintf(path, sizeof path, "/proc/%d/status", outer);
	fd = open(path, O_RDONLY | O_CLOEXEC);
	size = fd < 0 ? -1 : read(fd, text, sizeof text - 1);
	if (fd >= 0)
		close(fd);
	if (size <= 0)
		return -1;
	text[size] = 0;
	at = strstr(text, field);
	at = at ? at + strlen(field) : NULL;
	for (; at && column >= 0; column--) {
		at += strspn(at, "\t ");
		value = *at == '\n' ? -1 : atoi(at);
		at += strcspn(at, "\t \n");
	}
	return value;
}

/* The id in /proc, which is that of the executor's namespace, of a process of the run; 0 where it cannot be told. */
pid_t outer_of(pid_t inner)
{
	void *walk = NULL;

	for (pid_t pid; (pid = next_in_proc(&walk));)
		if (status_number(pid, "\nNSpid:", 1) == inner)
			return pid;
	return 0;
}
