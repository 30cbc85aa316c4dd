// SPDX-License-Identifier: MIT

// Giving away all rights, before a student's code runs: bounds of time, memory, processes and
// output (setrlimit), no new privileges, and a filter of system calls (libseccomp) that lets
// through what computing, waiting and ending need. Without namespaces, so that it works wherever a
// grader's container does.

#ifndef RACELAB_CONFINE_H
#define RACELAB_CONFINE_H

#include <stdbool.h>
#include <stdint.h>

#include "harness/complaint.h"

struct confinement {
	bool threads; /* may make threads of its own process (never processes) */
	bool sockets; /* may accept, read, write and poll on descriptors it has (never make sockets)
		       */
	bool explored;	       /* the explorer's host: may besides talk over its one socket */
	uint64_t memory_bytes; /* of the process; 0: as it is */
	uint64_t cpu_ns;       /* of the process; 0: as it is */
};

// In a child: from here on, whoever does what is not allowed ends by SIGSYS. All its descriptors
// but those in keep[] are closed, standard ones are of /dev/null. Returns 0, or -1 with a machine's
// complaint if there is no such filter here; then nothing of a student's may run.
int confine(const struct confinement *confinement, const int *keep, unsigned nr_keep,
	    struct complaint *c);

// What a child that ended by SIGSYS wanted, if it could say so: "fork", "openat"; else "".
// (The handler writes it to *call in memory that was shared before.)
void confine_report_to(int *call);
const char *confine_call_name(int call, char *text, unsigned size);

#endif
