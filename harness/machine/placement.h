// SPDX-License-Identifier: MIT

// Which PU each task is pinned to.
//
//   compact     fill a core's, a cache's, a package's PUs before the next one's
//   scatter     spread over packages, then caches, then cores; SMT siblings last
//   core        one PU a core, cores in compact order
//   smt         siblings of one core: only cores with two PUs or more, each filled before the next
//   none        no pinning
//   cpus:LIST   exactly these OS numbers, in this order ("cpus:0,2,4-7")
//
// Where hwloc knows kinds of cores, those of the more efficient kind (higher hwloc efficiency:
// P-cores) come before the others in every order; scatter still takes all SMT siblings last, so
// after the E-cores. More tasks than PUs wrap around.

#ifndef RACELAB_PLACEMENT_H
#define RACELAB_PLACEMENT_H

#include <stddef.h>

#include "harness/complaint.h"
#include "harness/machine/topology.h"

enum place_kind {
	PLACE_COMPACT,
	PLACE_SCATTER,
	PLACE_CORE,
	PLACE_SMT,
	PLACE_NONE,
	PLACE_CPUS,
};

#define PLACE_MAX_CPUS 1024

struct place {
	enum place_kind kind;
	unsigned nr_cpus;	       /* PLACE_CPUS only: how many are listed */
	unsigned cpus[PLACE_MAX_CPUS]; /* their OS numbers, in the order given */
};

// Reads one placement as written above ("compact", "cpus:0,2,4-7"). A comma inside cpus:... belongs
// to the list. Returns 0, or -1 with a user's complaint (value, nearest name or the right form).
int place_parse(struct place *place, const char *text, struct complaint *c);

// Writes it back, canonically ("cpus:0,2,4-7" becomes "cpus:0,2,4,5,6,7"). Returns text.
const char *place_format(const struct place *place, char *text, size_t size);

// The order in which `place` uses the PUs of `t`: fills pus[] with OS numbers, each at most once
// (PLACE_CPUS: as listed), and returns how many (at most `size`); 0 for PLACE_NONE. Returns -1 with
// a user's complaint if it cannot exist here: no SMT siblings, a CPU that is not there or not
// allowed (naming those that are).
int placement_order(const struct topology *t, const struct place *place, unsigned *pus, size_t size,
		    struct complaint *c);

#endif
