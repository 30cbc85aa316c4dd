// SPDX-License-Identifier: MIT

// Other people's strategies: shared objects, each built from one strategy file and racelab's
// headers alone. One that is fit joins the catalogue, and from there on is raced like ours.

#ifndef RACELAB_PLUGIN_H
#define RACELAB_PLUGIN_H

#include <stddef.h>

#include "harness/complaint.h"
#include "harness/identity.h"

enum {
	MAX_PLUGINS = 16, /* of one run */
};

struct plugin {
	char file[1024];	  /* as it was given */
	char strategy[64];	  /* its name; "" while that is not known */
	struct identity identity; /* of what was loaded */
};

struct plugins {
	struct plugin plugin[MAX_PLUGINS];
	size_t nr;
};

// Adds one to the list. Returns 0, or -1 with a user's complaint: too many, a path too long.
int plugins_add(struct plugins *plugins, const char *file, const char *strategy,
		struct complaint *c);

// Loads them into the catalogue and fills in their strategies' names. One whose strategy is known
// and loaded already, from whatever file, is left at that, and takes over the name of that file.
// Each is tried out in a sandbox first (sandbox_init is called here), also its validation, so
// whatever is wrong with it does no harm. Returns 0; -1 with a user's complaint: no file or no
// shared object, no strategy in it or one of another name than is known, built for another
// interface, a name that is taken, something missing, a crash, a hang, a wrong count.
int plugins_load(struct plugins *plugins, struct complaint *c);

// Writes "--load FILE" for each into arguments[], for a racelab that is to have the same. Returns
// how many words that are, 2 * MAX_PLUGINS at most.
size_t plugins_arguments(const struct plugins *plugins, char *arguments[]);

// Returns 0 if the files of plug-ins that are loaded are still those they were loaded from, so that
// who loads them now gets the same. -1 with a user's complaint that names one which is not.
int plugins_unchanged(const struct plugins *plugins, struct complaint *c);

#endif
