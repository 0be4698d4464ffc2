/* The numbers of the executor's own open files: above those that a run gives its init, so that an init can have any of those. */
#include "executor.h"

#include <fcntl.h>

/* Gives an open file a number of the executor's own, and the old one up. Returns -1 for -1, and where no number is left. */
int raised(int low)
{
	int high = low < 0 ? -1 : fcntl(low, F_DUPFD_CLOEXEC, FIRST_OWN_FD);

	if (low >= 0)
		close(low);
	return high;
}

/* The same, for what the executor cannot do without: ends it where there is none. */
int kept(int low)
{
	int high = raised(low);

	if (high < 0)
		die_errno(EXIT_MACHINE, "cannot keep an open file");
	return high;
}
