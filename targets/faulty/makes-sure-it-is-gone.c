/*
 * Fault: Whoever it has waited for it kills, to make sure that it is gone.
 * Shows: Another process gets that id before it does so.
 * Known: containerd/containerd 9218, opencontainers/runc 1934 and others signal by a number that is another's by then
 */
#include "base.h"

void reaped(pid_t pid, int status)
{
	sound_reaped(pid, status);
	kill(pid, SIGKILL);
}
