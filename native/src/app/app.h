/*
 * The host of one application: what its parts share. Node is spoken to in frames over a socket: the size of what follows, u32, then words
 * that each end in a NUL, the first of which says what it is (README.md).
 */
#ifndef APP_H
#define APP_H

#include "../root.h"

#include <netinet/in.h>
#include <sys/types.h>

/* Below ROOT: what the application sees as its root; what lies below its overlays, and what these write. */
#define VIEW ROOT "/view"
#define LOWER ROOT "/lower"
#define UPPER ROOT "/upper"

/* Folders that are shown, in all. */
#define MAX_SHOWN 64
/* Words of a command, variables of an environment. */
#define MAX_WORDS 4096

/*
 * A folder of the machine and where the application sees it. `tree`: a mount of it alone, which root has made, or -1. `own`: it is the
 * application's own, whose files keep their owners where that can be.
 */
struct shown {
	const char *from, *at;
	int tree, own;
};

struct config {
	char *argv[MAX_WORDS + 1], *envp[MAX_WORDS + 1];
	int argc, envc;
	const char *directory; /* in which the command is started */
	const char *ready;     /* how it is known to be ready (ready.c) */
	const char *load;      /* PORT/PATH that is asked for, or NULL */
	uint32_t user, group;
	int terminal;
	uint64_t memory; /* most, bytes */
	int64_t longest; /* of the run, µs */
	struct shown shown[MAX_SHOWN];
	int shown_count;
	int has_root; /* the first that is shown is the whole root */
};

/* frames.c */
/* Bytes of a frame at most, either way: an environment has up to 2 MiB (execve(2)). */
#define MAX_FRAME (4u << 20)

void read_config(int socket, struct config *config);
void frames_open(int socket);
int next_command(char **words, int most);
void tell(const char *what, int64_t us, const char *format, ...) __attribute__((format(printf, 3, 4)));
void tell_bytes(const char *what, int64_t us, int fd, const char *bytes, size_t size);

/* trees.c */
void open_trees(struct config *config, int root);

/* view.c */
void make_view(struct config *config);
void enter_view(void);

/* host.c */
int64_t now_us(void);
void host(struct config *config, int socket) __attribute__((noreturn));

/* launch.c */
struct started {
	pid_t pid;
	int pidfd, out, error, master; /* ends of ours; -1: none. `master`: of a terminal */
	int status;                    /* a socket: why the command was not started, or nothing */
};

struct started launch(const struct config *config);
pid_t launch_inside(const struct config *config, int pidfd, char **argv);

/* tell-of.c */
int take_listener(const struct started *started, int *listener);
/* A call that somebody inside is about to make, and is held at. */
struct held {
	uint64_t id;
	pid_t pid; /* outer */
	long number;
	int argument; /* the first, as a number */
	char path[256];
};
int next_held(int listener, struct held *held);
void let_go(int listener, uint64_t id);

/* look.c */
/* Processes of one application that are looked at, at most. */
#define MAX_SEEN 4096

struct seen {
	pid_t outer, inner, parent; /* `parent`: outer */
	char state, name[64];
	uint64_t pending, blocked, ignored, caught, cpu;
	uint64_t born;
};

int look(pid_t init, struct seen *seen);
int is_ours(pid_t outer, pid_t init, struct seen *one);
int descends(pid_t outer, pid_t init);
void tell_processes(const char *why, int64_t us, const struct seen *seen, int count);
void zombies_look(pid_t init, int64_t us);

/* ready.c */
int ready_begin(const struct config *config);
int is_ready(const struct config *config, pid_t init, int64_t us);
void ready_hear(const struct config *config, const char *bytes, size_t size);

/* net.c */
void loopback_up(void);
int is_listening(int port);
int connect_to(int port);

/* load.c */
void load_begin(const struct config *config);
void load_go(void);
void load_stop(void);
void load_mark(void);
void load_end(int64_t us);

#endif
