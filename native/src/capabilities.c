/* Which capabilities a container has. */
#include "root.h"

#include <sys/prctl.h>
#include <linux/capability.h>

/* The capabilities that container runtimes grant by default (moby, oci/caps/defaults.go). */
static const int granted[] = {
	CAP_CHOWN, CAP_DAC_OVERRIDE, CAP_FSETID, CAP_FOWNER, CAP_MKNOD, CAP_NET_RAW, CAP_SETGID, CAP_SETUID, CAP_SETFCAP,
	CAP_SETPCAP, CAP_NET_BIND_SERVICE, CAP_SYS_CHROOT, CAP_KILL, CAP_AUDIT_WRITE,
};

/* Drops all others from the bounding set of the caller, but for ALSO. Ends the program where that is refused. */
void bound_capabilities(int also)
{
	for (int capability = 0; capability <= 63; capability++) {
		int keep = capability == also;

		for (size_t i = 0; i < sizeof granted / sizeof *granted; i++)
			keep |= granted[i] == capability;
		if (!keep && prctl(PR_CAPBSET_READ, capability) == 1)
			need(prctl(PR_CAPBSET_DROP, capability), "cannot drop a capability");
	}
}
