/*
 * Fault: Signals go to every process: kill(-1).
 * Shows: A signal to the init while another actor than main lives.
 */
#include "base.h"

void forward(int signal)
{
	kill(-1, signal);
}
