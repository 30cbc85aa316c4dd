// SPDX-License-Identifier: MIT

// The tasks of one trial while they run, for the files that implement a kind of task.

#ifndef RACELAB_CREW_H
#define RACELAB_CREW_H

#include <pthread.h>
#include <sys/types.h>

#include "harness/trial/tasks.h"

struct member {
	struct crew *crew;
	unsigned task;
	pthread_t thread; /* a thread's */
	pid_t pid;	  /* a process's; 0 once it was waited for */
};

struct crew {
	struct member *members;
	unsigned nr_started;
	task_body *body;
	void *context;
	int status; /* wait status of the first process that failed; 0: none */
};

#endif
