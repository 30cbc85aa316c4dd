// SPDX-License-Identifier: MIT

// The cost ladder: from an increment that nothing protects to a new process, each step with its
// price. Most come from the run's own trials; what only a lab measures, from the labs' results
// beside it.

#ifndef RACELAB_RUNGS_H
#define RACELAB_RUNGS_H

#include <stddef.h>

#include "harness/complaint.h"
#include "harness/statistics/estimate.h"

struct chart_point;

// What DIR/lab-blocking.csv and DIR/lab-spawn.csv hold of it, ns; nr is 0 where there is none.
struct lab_prices {
	struct estimate switch_ns;  /* from a mutex's release to its sleeping waiter's going on */
	struct estimate thread_ns;  /* to start and join one */
	struct estimate process_ns; /* to fork and join one */
};

struct rung {
	const char *label;
	char detail[64]; /* what was measured: "mutex by 2 threads"; no comma */
	struct estimate ns;
};

enum {
	MAX_RUNGS = 9,
};

struct rungs {
	struct rung rung[MAX_RUNGS]; /* in the ladder's order */
	unsigned nr;
};

// Reads them; without such files nothing is found, and that is no error. Returns 0, or -1 with a
// machine's complaint: no memory.
int lab_prices_load(struct lab_prices *prices, const char *dir, struct complaint *c);

// Finds the steps among the points (one structure, one kind of tasks). Contended ones are those of
// the largest count that fits on the PUs.
void rungs_build(struct rungs *rungs, const struct chart_point *points, size_t nr,
		 const struct lab_prices *labs);

#endif
