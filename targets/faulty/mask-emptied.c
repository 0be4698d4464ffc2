/*
 * Fault: Main starts with nothing blocked, whatever was inherited.
 * Shows: A signal blocked at exec.
 * Known: by design in dumb-init
 */
#include "base.h"

void restore(void)
{
	sound_restore();
	uint64_t none = 0;

	syscall(SYS_rt_sigprocmask, SIG_SETMASK, &none, NULL, sizeof(none));
}
