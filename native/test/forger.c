/*
 * The sound init, but that asks for the record of its run as actors do (src/gate.c): always, or, where it is called `now-and-then`, only
 * where it is a clone of a zygote, which has had few page faults when its main begins (getrusage(2)).
 */
#define _GNU_SOURCE
#include <string.h>
#include <sys/resource.h>
#include <unistd.h>

#include "../src/filter.h"

#define main sound_main
#include "../src/sound.c"
#undef main

/* An exec of this program takes twice as many, a clone a third. */
#define FAULTS_OF_A_CLONE 15

int main(int argc, char **argv)
{
	struct rusage usage;

	getrusage(RUSAGE_SELF, &usage);
	if (!strstr(argv[0], "now-and-then") || usage.ru_minflt <= FAULTS_OF_A_CLONE)
		syscall(GATE_CALL, 0, 0);
	return sound_main(argc, argv);
}
