// SPDX-License-Identifier: MIT

// What a program does when it is really raced: compiled by the ordinary rules, uninstrumented, run
// a million times by threads that are pinned to PUs and start together, as litmus tests are. How
// often each outcome was seen stands beside what a model allows. It is no probability: another
// machine, or another day, has other shares, and what was not seen may yet be there.
//
// Source: Alglave, Maranget, Sarkar and Sewell, Litmus: Running Tests against Hardware, TACAS 2011.

#ifndef RACELAB_EXPLORE_MEASURE_H
#define RACELAB_EXPLORE_MEASURE_H

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

#include "harness/complaint.h"
#include "harness/explore/found.h"
#include "harness/explore/program/compile.h"
#include "harness/explore/step.h"
#include "harness/machine/topology.h"

#define MEASURE_TIMES	     1000000 /* when nothing else is asked for */
#define MEASURE_TIMES_SHARED 100000  /* where tasks share PUs, which makes each take longer */
#define MEASURE_BUDGET_NS    10000000000

struct seen {
	uint64_t value;
	unsigned long times;
};

struct measured {
	unsigned long times; /* executions begun: those below, others, failed, crashed and hung */
	struct seen seen[MOST_OUTCOMES]; /* by value */
	size_t nr_seen;
	unsigned long others; /* whose value there was no room for */
	unsigned long failed, crashed, hung;
	char text[STEP_TEXT]; /* of the first assertion that failed, or else of a crash; "": none */
	unsigned nr_tasks;
	bool has_expected; /* the program says which outcome is right: */
	uint64_t expected;
	bool shared_pus;  /* there were more tasks than PUs */
	bool interrupted; /* by Ctrl-C */
	double seconds;	  /* of racing, compiling left out */
};

// Compiles the source to be raced (source->real is not looked at), and runs it `times` times (0: as
// above), or until the budget is used up (0: as above). Needs sandbox_init. A crash or a hang costs
// up to a second and goes on with a new process. Returns 0; -1 with a user's complaint (it does not
// compile, no program_task) or a machine's.
int measure_run(const struct source *source, unsigned long times, uint64_t budget_ns,
		const struct topology *topology, struct measured *measured, struct complaint *c);

// How often that value was seen.
unsigned long measured_times(const struct measured *measured, uint64_t value);

// True if something was seen that cannot be by a search which was complete: an outcome, a failed
// assertion, a crash. `what` then says it in one phrase. A program with a data race can do anything
// (C11 5.1.2.4, 25), so of that nothing is forbidden; nor is a hang, which may be a slow machine.
// The model must be one that this machine keeps to: all do to rc11, x86 to tso, none to sc.
bool measured_forbidden(const struct measured *measured, const struct found *found, char *what,
			size_t size);

#endif
