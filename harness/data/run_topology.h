// SPDX-License-Identifier: MIT

// The machine that a run was measured on.

#ifndef RACELAB_RUN_TOPOLOGY_H
#define RACELAB_RUN_TOPOLOGY_H

#include "harness/complaint.h"
#include "harness/machine/topology.h" // IWYU pragma: export

// From the topology.xml of a result directory, or of what a source has of it (source.h). As
// topology_load_xml.
int run_topology_load(struct topology *t, const char *path, struct complaint *c);

#endif
