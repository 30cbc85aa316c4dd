// SPDX-License-Identifier: MIT

// When a search has to stop before it is done: its time is up, its memory is full, somebody pressed
// Ctrl-C. A search asks at every step, so the answer is cheap; and it says how far it is.

#ifndef RACELAB_EXPLORE_LIMIT_H
#define RACELAB_EXPLORE_LIMIT_H

#include <stdbool.h>
#include <stdint.h>

struct limit {
	uint64_t end_ns;       /* by probe_now_ns(); 0: never */
	uint64_t memory_bytes; /* that a search may take; 0: no bound */
	bool one_wrong;	       /* the first that goes wrong is enough */
	bool uncounted;	       /* where states decide, executions need not be counted besides */
	void (*tell)(void *context, const char *what, uint64_t nr); /* now and then; NULL */
	void *context;
	unsigned asked;
	const char *why; /* what stopped it; NULL: nothing so far */
};

// The time in so many ns, or the limit's end if that is sooner.
uint64_t limit_soon(const struct limit *limit, uint64_t ns);

// True if the search must stop; `bytes` is what it holds, `nr` how many of `what` it has seen.
bool limit_reached(struct limit *limit, uint64_t bytes, const char *what, uint64_t nr);

#endif
