/* Files of the host that the command line names: the actor, and the inits with what they ask for. */
#include "root.h"
#include "guard.h"

#include <fcntl.h>

/* Inits of one executor: what is compared, or bisected, at once. */
#define MAX_TARGETS 64

/* Opens a file of the host that is to be copied into the sandbox; NAME is the last part of its path. */
struct source open_source(const char *path)
{
	struct source source = { open(path, O_RDONLY | O_CLOEXEC), strrchr(path, '/') };

	if (source.fd < 0) {
		fprintf(stderr, "executor: cannot open %s: %s\n", path, strerror(errno));
		_exit(EXIT_USAGE);
	}
	source.fd = kept(source.fd);
	source.name = strdup(source.name ? source.name + 1 : path);
	return source;
}

/* The targets of the command line: the path of an init each, and after it, behind a +, what it asks for beside. */
void take_targets(struct sandbox *sandbox, char **words, int count)
{
	sandbox->targets = calloc((size_t)count, sizeof *sandbox->targets);
	sandbox->asked = calloc((size_t)count, sizeof *sandbox->asked);
	for (int i = 0; i < count; i++) {
		struct target *target = &sandbox->targets[sandbox->target_count - 1];

		if (words[i][0] == '+' && i > 0) {
			target->asked++;
			sandbox->asked[sandbox->asked_count++] = strdup(words[i] + 1);
			continue;
		}
		sandbox->targets[sandbox->target_count++] = (struct target){ .source = open_source(words[i]), .first_asked = sandbox->asked_count };
	}
	if (sandbox->target_count > MAX_TARGETS || sandbox->asked_count > MAX_ASKED)
		die(EXIT_USAGE, "too many targets, or directories that they ask for (64 each)");
}
