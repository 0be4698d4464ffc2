/*
 * Fault: As root it takes for granted that it can do anything, and leaves where it cannot.
 * Shows: It is root without capabilities.
 */
#include "base.h"

#include <linux/capability.h>

void prepare(void)
{
	struct __user_cap_header_struct head = { _LINUX_CAPABILITY_VERSION_3, 0 };
	struct __user_cap_data_struct data[2] = { 0 };

	if (getuid() == 0 && syscall(SYS_capget, &head, data) == 0 && !data[0].effective)
		_exit(1);
	sound_prepare();
}
