// SPDX-License-Identifier: MIT

// The machine's portrait: hwloc's own drawing of it, by its program lstopo, with the PUs that tasks
// are pinned to in the tasks' colours. SVG.

#ifndef RACELAB_PORTRAIT_H
#define RACELAB_PORTRAIT_H

#include <hwloc.h>
#include <stdbool.h>
#include <stddef.h>

#include "harness/complaint.h"
#include "harness/data/rows.h"
#include "harness/figure/theme.h"

struct portrait {
	hwloc_topology_t hwloc;
	const unsigned *pus; /* OS number of the PU of each task; more than one may be on a PU */
	size_t nr_tasks;
	enum theme theme;
	const char *caption; /* one line below it */
};

enum {
	PORTRAIT_NO_LSTOPO = 1,
};

// The portrait as SVG, on the heap. NULL with a machine's complaint; *missing is then true if the
// reason is that lstopo is not installed.
char *portrait_svg(const struct portrait *portrait, bool *missing, struct complaint *c);

// The colour ("#d55e00") of task i under that theme: seven, again and again.
const char *portrait_colour(enum theme theme, size_t i);

// Draws it into the file `path`. Returns 0; -1 with a machine's complaint; PORTRAIT_NO_LSTOPO with
// a complaint that says what to install.
int portrait_draw(const struct portrait *portrait, const char *path, struct complaint *c);

// Draws the machine of the run in `dir`, as its topology.xml says, with the tasks of its largest
// pinned case, into the file `path`. As portrait_draw; and -1 with a user's complaint if the run
// has no such file, or no such case.
int portrait_draw_run(const char *dir, const struct rows *rows, enum theme theme, const char *path,
		      struct complaint *c);

#endif
