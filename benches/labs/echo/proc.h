// SPDX-License-Identifier: MIT

// What a server has at the moment, itself and by its children, as the kernel counts it (proc(5)).

#ifndef RACELAB_ECHO_PROC_H
#define RACELAB_ECHO_PROC_H

#include <sys/types.h>

struct echo_holding {
	long rss_kb;	  /* the most that each of its processes had in memory so far, summed up;
			     pages that they share count for each */
	long descriptors; /* of the server itself; -1: cannot be read, as all the others */
	long tasks;	  /* its threads, and those of its children */
	long zombies;	  /* children that ended and were not waited for */
};

struct echo_holding echo_look(pid_t server);

#endif
