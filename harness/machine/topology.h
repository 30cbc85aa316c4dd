// SPDX-License-Identifier: MIT

// The machine as hwloc sees it, reduced to the processing units (PUs) this process may use.

#ifndef RACELAB_TOPOLOGY_H
#define RACELAB_TOPOLOGY_H

#include <hwloc.h>
#include <stdbool.h>

#include "harness/complaint.h"

struct topology {
	hwloc_topology_t hwloc;
	hwloc_bitmap_t allowed; /* OS numbers of the PUs we may use: cpuset and affinity mask */
	unsigned nr_pus;	/* how many those are, at least 1 */
	bool synthetic;		/* described or from a file, not this one: nothing can be pinned */
};

// This machine. Only PUs that both the cpuset and this process's affinity mask allow count, so
// `taskset` and containers are respected. Returns 0, or -1 with a machine's complaint.
int topology_load(struct topology *t, struct complaint *c);

// The machine that hwloc's synthetic `description` means ("pack:2 core:8 pu:2"). Returns 0, or -1
// with a user's complaint that quotes it.
int topology_load_synthetic(struct topology *t, const char *description, struct complaint *c);

// The machine in the file: hwloc's XML, of topology_export or any other program. What may be used
// are the PUs that the file says are allowed, and online. Nothing in it is of this machine. Returns
// 0, or -1 with the complaint of topology_xml_read.
int topology_load_xml(struct topology *t, const char *path, struct complaint *c);

void topology_fini(struct topology *t);

// Writes hwloc's XML export to `path`. Returns 0, or -1 with a machine's complaint.
int topology_export(const struct topology *t, const char *path, struct complaint *c);

// The NUMA node of a PU: the one whose memory it gets when it asks for some. Where memory of
// several kinds is, that is the DRAM; where there are several nodes of it, the nearest. NULL if
// none is local to it.
hwloc_obj_t topology_memory_of(const struct topology *t, hwloc_obj_t pu);

// The same for the PU with OS number `pu`, counted from 0 in hwloc's order; 0 for a PU that is not
// there, or has none.
unsigned topology_node_of(const struct topology *t, unsigned pu);

// The object's number among all of its type, counted from 0 in the order of their PUs. Where cores
// are at several depths hwloc counts each depth by itself, and two of them would have one number.
unsigned topology_number(const struct topology *t, hwloc_obj_t object);

// Pins the calling thread (a process task is its only thread) to the PU with OS number `pu`,
// strictly. Returns 0, or an errno value.
int topology_pin(const struct topology *t, unsigned pu);

// The OS number of the PU that the calling thread is bound to if it is bound to exactly one, and it
// last ran there; else -1.
int topology_pinned_to(const struct topology *t);

// The OS number of the PU the calling thread runs on now, or -1.
int topology_running_on(void);

#endif
