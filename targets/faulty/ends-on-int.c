/*
 * No fault: an init that leaves upon SIGINT by design, with 130. What `ends-on-int-with-success` and `notes-int-and-stays` promise.
 */
#include "base.h"

void forward(int signal)
{
	if (signal == SIGINT)
		_exit(130);
	sound_forward(signal);
}
