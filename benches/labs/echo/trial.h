// SPDX-License-Identifier: MIT

// One model of the echo server under one load: the server and its clients are a process each, so
// that memory, descriptors and children are counted apart, and one can be killed without the other.

#ifndef RACELAB_ECHO_TRIAL_H
#define RACELAB_ECHO_TRIAL_H

#include <stdbool.h>

#include "benches/labs/echo/load.h"
#include "benches/labs/echo/proc.h"
#include "benches/labs/echo/server.h"

// In memory that the three of us share.
struct echo_trial {
	const struct echo_model *model; /* these three are asked for; the load without a port */
	unsigned nr_workers;
	struct echo_load load;
	struct echo_control control;
	struct echo_result result;
	struct echo_holding before, after; /* all clients */
	long peak_rss_kb;		   /* 0: unknown */
	int server_status;		   /* as of waitpid; 0: it ended in good order */
};

// Returns false if the server did not start.
bool echo_trial_run(struct echo_trial *trial);

#endif
