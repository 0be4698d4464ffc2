/*
 * Known: It does not start without a standard input.
 * Behind it, with the same signature (survives/never-started): Nor as root without a capability.
 */
#include "../base.h"
#include <linux/capability.h>

void prepare(void)
{
	struct __user_cap_header_struct head = { _LINUX_CAPABILITY_VERSION_3, 0 };
	struct __user_cap_data_struct data[2] = { 0 };

	if (fcntl(STDIN_FILENO, F_GETFD) < 0)
		_exit(1);
	if (HIDDEN && getuid() == 0 && syscall(SYS_capget, &head, data) == 0 && !data[0].effective)
		_exit(1);
	sound_prepare();
}
