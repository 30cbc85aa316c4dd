// SPDX-License-Identifier: MIT

// Giving away all rights, before a student's code runs: bounds of time, memory and output
// (setrlimit), no new privileges, no descriptors, and a filter of system calls (libseccomp) that
// lets through what computing, waiting and ending need. Without namespaces and privileges, so that
// it works wherever a grader's container does.

#ifndef RACELAB_CONFINE_H
#define RACELAB_CONFINE_H

#include <stdbool.h>
#include <stdint.h>

#include "harness/complaint.h"

struct confinement {
	bool threads;  /* may make threads of its own process (never processes) */
	bool sockets;  /* may accept, read, write and poll on descriptors it has (never make
			  sockets) */
	bool explored; /* the explorer's host: may besides set a timer, and talk over keep[0] */
	uint64_t memory_bytes; /* of the process's addresses; 0: as it is */
	uint64_t cpu_ns;       /* of the process, in whole seconds from here on; 0: as it is */
};

// In a child, with all its threads, which may be there already: from here on, whoever does what is
// not allowed ends by SIGSYS, the whole process. All descriptors but those in keep[] are closed;
// standard ones that are not in it are of /dev/null. Code cannot be loaded any more. Returns 0, or
// -1 with a machine's complaint if there is no such filter here; then nothing of a student's may
// run.
int confine(const struct confinement *confinement, const int *keep, unsigned nr_keep,
	    struct complaint *c);

// Where confine() has the number of the call written that a process ended by: memory that others
// see, too, as the process is no more. 0 or -1 is to be there before, and stays if it cannot say
// so. Without this, SIGSYS stays as it is: whoever has a handler for it may live on.
void confine_report_to(int *call);

// "fork", "openat"; "" for -1 or a number that is no call's. Returns text.
const char *confine_call_name(int call, char *text, unsigned size);

#endif
