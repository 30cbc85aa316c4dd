// SPDX-License-Identifier: MIT

// Which PU each task gets on one machine, what can be asked of that, and how it is shown.

#ifndef RACELAB_TOPO_H
#define RACELAB_TOPO_H

#include <hwloc.h>
#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

#include "harness/complaint.h"
#include "harness/machine/host.h"
#include "harness/machine/placement.h"
#include "harness/machine/topology.h"

// What was asked for, and what came of it.
struct topo {
	uint64_t count; /* tasks; 0: as many as PUs */
	struct place place;
	const char *synthetic; /* the description; NULL: this machine, or */
	const char *input;     /* the file or result directory of another; NULL: none */
	bool json;
	const char *picture; /* where to draw it; NULL: nowhere */
	struct topology topology;
	struct host host;
	unsigned *order; /* of PUs; nr_order is 0 if tasks are not pinned */
	size_t nr_order;
};

// True if this process may use the PU.
bool topo_allowed(const struct topo *topo, hwloc_obj_t pu);

// The PU after `pu` in hwloc's order, allowed or not; the first one after NULL; NULL at the end.
hwloc_obj_t topo_next_pu(const struct topo *topo, hwloc_obj_t pu);

// The object of that type that the PU is in or is; NULL if there is none.
hwloc_obj_t topo_around(const struct topo *topo, hwloc_obj_t pu, hwloc_obj_type_t type);

// How many cores are in the object; where the machine has none, how many PUs.
unsigned topo_nr_cores(const struct topo *topo, hwloc_obj_t object);

// What kind of core the PU belongs to: its type's name ("IntelAtom"), else "efficiency 0". Returns
// text, or NULL if that is unknown or all are of one kind.
const char *topo_kind(const struct topo *topo, hwloc_obj_t pu, char *text, size_t size);

// True if the machine has more than one NUMA node that PUs belong to.
bool topo_has_nodes(const struct topo *topo);

// The NUMA node of the PU; NULL if none is near it.
hwloc_obj_t topo_node(const struct topo *topo, hwloc_obj_t pu);

// The PU of task i; NULL if it is not pinned.
hwloc_obj_t topo_pu_of_task(const struct topo *topo, uint64_t i);

// True if another task is on the PU of task i.
bool topo_shares_pu(const struct topo *topo, uint64_t i);

// True if there are more tasks than PUs for them.
bool topo_oversubscribed(const struct topo *topo);

// Draws it into topo->picture. Returns 0, or -1 with a machine's complaint.
int topo_draw(const struct topo *topo, struct complaint *c);

// Print it on standard output: for people, as one JSON object; and of the former only the machine,
// as a tree down to its cores with the tasks on their PUs, and its memory, if it has several nodes.
void topo_print_tables(const struct topo *topo);
void topo_print_tree(const struct topo *topo);
void topo_print_memory(const struct topo *topo);
void topo_print_json(const struct topo *topo);

#endif
