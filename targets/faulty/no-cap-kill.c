/*
 * Fault: Once main is started it gives up CAP_KILL.
 * Shows: Main takes another user id, then any signal.
 */
#include "base.h"

#include <linux/capability.h>

void start(char **command)
{
	struct __user_cap_header_struct head = { _LINUX_CAPABILITY_VERSION_3, 0 };
	struct __user_cap_data_struct data[2] = { 0 };

	sound_start(command);
	if (syscall(SYS_capget, &head, data) < 0)
		return;
	data[0].effective &= ~(1u << CAP_KILL);
	data[0].permitted &= ~(1u << CAP_KILL);
	syscall(SYS_capset, &head, data);
}
