// SPDX-License-Identifier: MIT

// Hosts asked whether they are there, in all ways: rows of the lab `waiting`.

#ifndef RACELAB_LABS_ASKING_H
#define RACELAB_LABS_ASKING_H

#include "benches/labs/waiting/errand.h"
#include "benches/labs/lab.h"
#include "benches/labs/waiting/ways.h"

// What is waited for, altogether and at the most; NaN: not known.
struct waits {
	double sum_ms, max_ms;
};

// Runs errands one way and writes what it took as a row.
void go_one_way(struct lab_run *run, const char *job, const struct way *way, struct errand *errands,
		unsigned n, struct waits waits);

// Asks the scripted hosts, by UDP; a row for each way, and one for each host.
void ask_responders(struct lab_run *run, struct errand *errands);

// Pings addresses of the loopback, if the system allows it. The kernel answers for every one of
// them, so all must be online.
void ask_loopback(struct lab_run *run, struct errand *errands);

#endif
