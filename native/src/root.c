/*
 * What every sandbox shows, made once by the worker below SHOWN: programs and libraries of the host read-only, by an allow-list; a small
 * /dev; /etc with names that are nobody's; the folder /initproof with the actor. Worlds (world.c) show it as their own root.
 */
#include "executor.h"
#include "root.h"

#include <fcntl.h>
#include <limits.h>
#include <sys/mount.h>
#include <sys/stat.h>
#include <sys/syscall.h>
#include <linux/openat2.h>

/*
 * What a dynamic binary, a shell, Python, Node and Go programs need, and nothing where people keep data or services listen: /home, /root,
 * /var, /run, /srv, /opt and the rest of /etc are not there, nor are /usr/local/etc, /usr/src and the like.
 */
static const char *const allowed[] = {
	"usr/bin", "usr/sbin", "usr/lib", "usr/lib32", "usr/lib64", "usr/libx32", "usr/libexec", "usr/share", "usr/local/bin", "usr/local/sbin",
	"usr/local/lib", "usr/local/lib64", "usr/local/libexec", "usr/local/share", "bin", "sbin", "lib", "lib32", "lib64", "libx32",
	"nix/store", "gnu/store",
	/* Where libraries lie, and which of several programs a name means. */
	"etc/ld.so.cache", "etc/ld.so.conf", "etc/ld.so.conf.d", "etc/alternatives",
	/* Public certificates, time zones, names of ports and types, terminals, settings of shells. */
	"etc/ssl/certs", "etc/ssl/openssl.cnf", "etc/pki/tls/certs", "etc/pki/ca-trust/extracted", "etc/localtime", "etc/timezone",
	"etc/protocols", "etc/services", "etc/mime.types", "etc/os-release", "etc/terminfo", "etc/inputrc", "etc/bash.bashrc", NULL,
};

/* Those of the host are nobody's business. */
static const struct { const char *path, *text; } written[] = {
	{ "etc/passwd", "root:x:0:0:root:/:/bin/sh\nnobody:x:65534:65534:nobody:/:/bin/sh\n" },
	{ "etc/group", "root:x:0:\nnogroup:x:65534:\n" },
	{ "etc/hosts", "127.0.0.1 localhost\n::1 localhost\n" },
	{ "etc/nsswitch.conf", "passwd: files\ngroup: files\nhosts: files\n" },
};

/*
 * Shows what lies at /`name` of the host at the same place below SHOWN, read-only. A symbolic link (/bin on a merged /usr) is made again.
 * What is not there is not shown, nor is what is no file or directory.
 */
static void show(const char *name)
{
	char from[PATH_MAX], to[PATH_MAX], link[PATH_MAX];
	struct stat file;
	ssize_t size;

	snprintf(from, sizeof from, "/%s", name);
	snprintf(to, sizeof to, ROOT SHOWN "/%s", name);
	if (lstat(from, &file) < 0 || !(S_ISLNK(file.st_mode) || S_ISDIR(file.st_mode) || S_ISREG(file.st_mode)))
		return;
	if (S_ISLNK(file.st_mode)) {
		size = readlink(from, link, sizeof link - 1);
		link[size > 0 ? size : 0] = 0;
		make_parents(to);
		need(symlink(link, to), "cannot link in the sandbox");
		return;
	}
	make_mountpoint(to, file.st_mode);
	need(mount(from, to, NULL, MS_BIND | MS_REC, NULL), "cannot show a directory of the host in the sandbox");
	make_read_only(to, 0);
}

static void refuse(const char *path, const char *why)
{
	fprintf(stderr, "executor: a target asks for %s: %s\n", path, why);
	_exit(EXIT_USAGE);
}

/*
 * Makes an empty place at `path`, absolute, of what all worlds show, for what a target shows or works in there; nothing where it is there
 * already. No link is followed, and nothing is made in what is the host's, which is read-only by now.
 */
static void make_place(const char *path, mode_t kind)
{
	int fd = open(ROOT SHOWN, O_PATH | O_DIRECTORY | O_CLOEXEC), next;
	char name[NAME_MAX + 1];
	struct stat found;
	size_t size;

	for (const char *at = path + 1; fd >= 0; at += size + 1, fd = next) {
		size = strcspn(at, "/");
		snprintf(name, sizeof name, "%.*s", (int)size, at);
		if (!at[size])
			break;
		mkdirat(fd, name, 0755);
		next = openat(fd, name, O_PATH | O_DIRECTORY | O_NOFOLLOW | O_CLOEXEC);
		close(fd);
	}
	if (fd >= 0 && S_ISDIR(kind))
		mkdirat(fd, name, 0755);
	else if (fd >= 0)
		close(openat(fd, name, O_CREAT | O_EXCL | O_WRONLY | O_CLOEXEC, 0644));
	if (fd < 0 || fstatat(fd, name, &found, AT_SYMLINK_NOFOLLOW) < 0 || (found.st_mode & S_IFMT) != kind)
		refuse(path, "there is no room for it at that place of the sandbox, where programs and libraries of the host are, a link, or what "
			     "another target asks for; give it another place (`at`)");
	close(fd);
}

/* What a target asks for beside, which is open: bound below ASKED, so that only its own world shows it, with an empty place for it in all. */
static void ask(const struct asked *asked, int fd, int number)
{
	char from[64], to[64];

	snprintf(from, sizeof from, "/proc/self/fd/%d", fd);
	snprintf(to, sizeof to, ROOT ASKED "/%d", number);
	make_mountpoint(to, asked->kind);
	if (asked->mount >= 0)
		need((int)syscall(SYS_move_mount, fd, "", AT_FDCWD, to, 4 /* MOVE_MOUNT_F_EMPTY_PATH */), "cannot show what a target asks for");
	else
		need(mount(from, to, NULL, MS_BIND | MS_REC, NULL), "cannot show what a target asks for");
	make_read_only(to, 0);
	close(fd);
	make_place(asked->at, asked->kind);
}

/*
 * /initproof: the actor, and what scenarios name as directory or as a command that cannot be started. Returns whether the actor's program
 * can be read by nobody.
 */
static int make_own_folder(const struct source *actor, unsigned char secret[SECRET_SIZE])
{
	make_mountpoint(ROOT SHOWN "/initproof/own", S_IFDIR);
	make_mountpoint(ROOT SHOWN "/initproof/directory", S_IFDIR);
	make_mountpoint(ROOT SHOWN "/initproof/bin", S_IFDIR);
	need(mkdir(ROOT SHOWN "/initproof/unreadable", 0), "cannot make a directory");
	make_file(ROOT SHOWN "/initproof/not-executable", 0644, "not a program\n");
	make_file(ROOT SHOWN "/initproof/script", 0755, "#!/initproof/no-such-interpreter\n");
	/* Of the sandbox's root: it gives what that has, the ids and capabilities of the sandbox. */
	copy_file(actor->fd, ROOT SHOWN "/initproof/set-uid", 04755);
	/* Of what can be read a core can be dumped. */
	copy_file(actor->fd, ROOT SHOWN "/initproof/dumps", 0755);
	make_mountpoint(ROOT SHOWN "/initproof/actor", S_IFREG);
	return show_actor(actor, ROOT SHOWN "/initproof/actor", secret);
}

/*
 * Opens what a target asks for, in the caller's own mount namespace, before anything lies over it. Ends the executor where there is no file
 * or directory by that path, which leads through no link.
 */
static int open_asked(struct asked *asked)
{
	struct open_how how = { .flags = O_PATH | O_CLOEXEC, .resolve = RESOLVE_NO_SYMLINKS };
	int fd = asked->mount >= 0 ? asked->mount : (int)syscall(SYS_openat2, AT_FDCWD, asked->from, &how, sizeof how);
	struct stat file;

	if (fd < 0 && errno == ELOOP)
		refuse(asked->from, "a link is on the way to it");
	if (fd < 0 && errno == EACCES)
		refuse(asked->from, "no permission");
	if (fd < 0)
		refuse(asked->from, strerror(errno));
	need(fstat(fd, &file), "cannot look at what a target asks for");
	asked->kind = file.st_mode & S_IFMT;
	if (!S_ISDIR(asked->kind) && !S_ISREG(asked->kind))
		refuse(asked->from, "neither a file nor a directory");
	return fd;
}

/* Places for the inits themselves and for the directories that they are started in, where targets say so. */
static void make_places_of_targets(const struct sandbox *sandbox)
{
	for (int i = 0; i < sandbox->target_count; i++) {
		const struct target *target = &sandbox->targets[i];

		if (target->own_place)
			make_place(target->own_place, S_IFREG);
		if (target->directory && strcmp(target->directory, "/") != 0)
			make_place(target->directory, S_IFDIR);
	}
}

/* The worker's /proc, by which it knows the processes of its runs. No world shows it, only one like it. */
static void make_proc(void)
{
	need(mkdir(ROOT "/proc", 0755), "cannot make /proc");
	need(mount("proc", ROOT "/proc", "proc", MS_NOSUID | MS_NODEV | MS_NOEXEC, NULL),
	     "cannot mount /proc (in a container: start it with --security-opt systempaths=unconfined)");
}

static void write_files(void)
{
	for (size_t i = 0; i < sizeof written / sizeof *written; i++) {
		char path[64];

		snprintf(path, sizeof path, ROOT SHOWN "/%s", written[i].path);
		make_parents(path);
		make_file(path, 0644, written[i].text);
	}
}

/*
 * Makes all of it, in the worker's mount namespace, while the host's files are still there, with what the targets of `sandbox` ask for. The
 * caller makes it read-only when it has added its own. Fills in the secret of the actors; returns whether only they know it.
 */
int make_root(const struct source *actor, struct sandbox *sandbox)
{
	int asked[MAX_ASKED], hidden;

	for (int i = 0; i < sandbox->asked_count; i++)
		asked[i] = open_asked(&sandbox->asked[i]);
	need(mount("executor", ROOT, "tmpfs", MS_NOSUID | MS_NODEV, "size=16777216,mode=755"), "cannot mount a tmpfs");
	need(mkdir(ROOT SHOWN, 0755), "cannot make a directory in the sandbox");
	need(mount("shown", ROOT SHOWN, "tmpfs", MS_NODEV, "size=16777216,mode=755"), "cannot mount a tmpfs");
	for (int i = 0; allowed[i]; i++)
		show(allowed[i]);
	write_files();
	make_devices(ROOT SHOWN);
	make_proc();
	hidden = make_own_folder(actor, sandbox->secret);
	for (int i = 0; i < sandbox->asked_count; i++)
		ask(&sandbox->asked[i], asked[i], i);
	make_places_of_targets(sandbox);
	return hidden;
}
