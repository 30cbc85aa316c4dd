// SPDX-License-Identifier: MIT

// One line on a terminal's standard error that says how far a run is; nothing in a pipe.

#ifndef RACELAB_PROGRESS_H
#define RACELAB_PROGRESS_H

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

struct progress {
	bool shown;	 /* standard error is a terminal that can redraw */
	uint64_t nr_all; /* trials to do */
	uint64_t nr_done;
	uint64_t start_ns;   /* probe_now_ns() when the first one began */
	uint64_t painted_ns; /* when the line was last painted */
};

void progress_begin(struct progress *progress, uint64_t nr_all);

// One more trial is done; `what` names the one that comes next.
void progress_step(struct progress *progress, const char *what);

// How far it is and how long it will take, "42 %  12 s left", at probe_now_ns() = now_ns. Returns
// text.
const char *progress_format(const struct progress *progress, uint64_t now_ns, char *text,
			    size_t size);

// Wipes the line out.
void progress_end(struct progress *progress);

#endif
