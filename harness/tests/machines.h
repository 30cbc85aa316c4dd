// SPDX-License-Identifier: MIT

// Machines of many kinds, each as the XML that hwloc wrote of it: from a synthetic description,
// altered by hwloc's own functions, and where these do not reach, in the XML.

#ifndef RACELAB_TESTS_MACHINES_H
#define RACELAB_TESTS_MACHINES_H

#include <stddef.h>

#include "harness/machine/topology.h"

struct machine {
	const char *name;
	/* the orders that follow from reasoning; NULL: too long to write down */
	const char *compact, *scatter, *core, *smt;
	const char *allowed; /* as a list of OS numbers */
	const char *nodes;   /* of the allowed PUs, in the order of their numbers */
};

size_t machines_nr(void);
const struct machine *machine_at(size_t i);

// The number of the machine of that name; it must be there.
size_t machine_find(const char *name);

// Writes its XML to `path`. What cannot be done fails the test.
void machine_write(size_t i, const char *path);

// Writes it and reads it as racelab reads any. topology_fini is due.
struct topology machine_load(size_t i);

#endif
