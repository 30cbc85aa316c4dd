// SPDX-License-Identifier: MIT

// What happens inside the sandbox: the conductor builds the structure, starts the tasks, closes the
// window, waits for the tasks and reads what is left.

#ifndef RACELAB_CONDUCT_H
#define RACELAB_CONDUCT_H

#include <stdbool.h>
#include <stdint.h>

// Whether two tasks have to share a PU.
enum crowding {
	CROWDING_BY_COUNT, /* follows from how many tasks and PUs there are */
	CROWDING_NONE,	   /* ranks are on many machines, so whoever conducts them says it */
	CROWDING_SOME,
};

struct conduct {
	const struct bench *bench;
	const struct case_spec *spec;
	struct arena *arena;
	struct key_source *keys; /* the conductor's own */
	uint64_t seed;
	bool probes; /* the machine's state is looked at before the window; not in a series, where
			what counts is that the next window follows at once */
	int64_t throttling;  /* quota_throttling() just before the window */
	const unsigned *pus; /* in the order the placement uses them */
	unsigned nr_pus;     /* 0: no pinning */
	enum crowding crowding;
};

// True if two tasks have to share a PU.
bool conduct_oversubscribed(const struct conduct *conduct);

// The sandbox's main function for a single trial; the argument is a struct conduct. Fills in the
// arena's report and tallies; returns the exit status.
int conduct_main(void *conduct);

// A case whose tasks are started once and race in one window after another.
struct series {
	struct conduct *conduct;
	// Called in the sandbox: waits until there is to be another window, false if none; and
	// takes what the arena holds at the end of one.
	bool (*next)(void *context);
	void (*ended)(void *context, const struct conduct *conduct);
	void *context;
};

// The sandbox's main function for a series; the argument is a struct series. The arena's
// deadline_ns is that of the current window, UINT64_MAX between two. A task that fails ends the
// series, with its status in the report; so does a task that cannot be started, with the reason
// there.
int conduct_series(void *series);

#endif
