/*
 * The sound init with each part open to replacement (see base.h): what is static there is weak here. Linked with nothing else it
 * is sound, and built as `no-fault`, so that what the others show is due to their fault alone.
 */
#include "base.h"

#undef BIT
#define static __attribute__((weak))
#include "../../native/src/sound.c"
#undef static

/* The name keeps meaning the sound part when the weak one is replaced; clang warns of just that. */
#ifdef __clang__
#pragma clang diagnostic ignored "-Wignored-attributes"
#endif
#define KEEP(type, name, parameters) extern type sound_##name parameters __attribute__((alias(#name)));
PARTS(KEEP)

/* Some send signals to everybody: outside a PID namespace that would be every process of the machine. */
__attribute__((constructor)) static void refuse_all_but_a_namespace(void)
{
	/* As a subreaper it is the first child of PID 1, or of that. Outside of namespaces these ids are taken. */
	if (getpid() <= 3)
		return;
	dprintf(STDERR_FILENO, "a faulty init runs in a PID namespace only: unshare --pid --fork --kill-child INIT COMMAND\n");
	_exit(1);
}

int take_signal(uint64_t set, int ms, siginfo_t *info)
{
	struct timespec limit = { .tv_sec = ms / 1000, .tv_nsec = ms % 1000 * 1000000L };

	int signal = (int)syscall(SYS_rt_sigtimedwait, &set, &taken, ms < 0 ? NULL : &limit, sizeof(set));

	if (info)
		*info = taken;
	return signal;
}

bool child_is_stopped(void)
{
	static bool stopped;
	siginfo_t info = { 0 };

	while (waitid(P_PID, child, &info, WSTOPPED | WCONTINUED | WNOHANG) == 0 && info.si_pid) {
		stopped = info.si_code != CLD_CONTINUED;
		info.si_pid = 0;
	}
	return stopped;
}

int read_children(int *pids, int room)
{
	FILE *file = fopen("/proc/thread-self/children", "r");
	int count = 0;

	while (file && count < room && fscanf(file, "%d", &pids[count]) == 1)
		count++;
	if (file)
		fclose(file);
	return count;
}

void read_stat(int pid, char *text, size_t room)
{
	char path[64];
	FILE *file;

	snprintf(path, sizeof(path), "/proc/%d/stat", pid);
	file = fopen(path, "r");
	text[file ? fread(text, 1, room - 1, file) : 0] = 0;
	if (file)
		fclose(file);
}

void reap_child(void)
{
	int status;

	if (waitpid(child, &status, WNOHANG) > 0 && !WIFSTOPPED(status))
		reaped(child, status);
}

int utf8_length(const char *text)
{
	unsigned char first = (unsigned char)*text;
	int length = first < 0x80 ? 1 : first >= 0xc2 && first < 0xe0 ? 2 : first >= 0xe0 && first < 0xf0 ? 3 : first >= 0xf0 && first < 0xf5 ? 4 : 0;

	for (int i = 1; i < length; i++)
		if (((unsigned char)text[i] & 0xc0) != 0x80)
			return 0;
	return length;
}
