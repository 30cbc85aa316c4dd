// SPDX-License-Identifier: MIT

// Where a run's figures come from: the small print of its graphs.

#ifndef RACELAB_PROVENANCE_H
#define RACELAB_PROVENANCE_H

struct fleet;

// "" where it is not known.
struct provenance {
	char machine[192]; /* "AMD EPYC, 2 PUs" */
	char date[32];	   /* "2026-11-22", or "2026-11-22 to 2026-11-27" */
};

// What run.json of the result directory says. A run without it, or with a damaged one, can still be
// drawn: the small print is shorter.
void provenance_load(struct provenance *provenance, const char *dir);

// What a fleet says: how many machines, and from which day to which.
void provenance_of_fleet(struct provenance *provenance, const struct fleet *fleet);

#endif
