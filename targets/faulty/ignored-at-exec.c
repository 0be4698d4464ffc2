/*
 * Fault: Signals that were ignored at the init's exec are not forwarded, as nohup(1) would wish.
 * Shows: A signal ignored at exec, sent to the init while main notes it.
 */
#include "base.h"

bool forwarded(int signal)
{
	struct sigaction inherited;

	sigaction(signal, NULL, &inherited);
	return inherited.sa_handler != SIG_IGN && sound_forwarded(signal);
}
