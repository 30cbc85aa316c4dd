// SPDX-License-Identifier: MIT

// Which runs a command reads: a result directory, or what --machine, --run and --last leave of a
// store.

#ifndef RACELAB_CLI_CHOICE_H
#define RACELAB_CLI_CHOICE_H

#include <argp.h>
#include <stdbool.h>
#include <stddef.h>

#include "harness/complaint.h"
#include "harness/store/runs.h"

enum {
	CHOICE_OPTIONS = 4,
};

// Adds the CHOICE_OPTIONS options, the first of which is their heading. Returns where the next one
// goes.
struct argp_option *choice_add(struct argp_option *option, int group);

// For a command's parser: takes the argument if the option is one of these; else ARGP_ERR_UNKNOWN.
error_t choice_parse(struct choice *choice, int key, const char *argument);

// What was chosen, as paths that all that reads result directories takes (source.h).
struct chosen {
	const char *path; /* as it was given */
	bool is_store;
	struct runs all;  /* of a store: what was chosen */
	struct runs runs; /* the same, reduced to what goes together: runs_reduce */
	char **paths;	  /* one a machine; of a directory, one */
	size_t nr_paths;
};

// Makes the choice. Returns 0, or -1 with a complaint: as runs_load, or that there is nothing to
// choose from in a directory. chosen_fini is due in any case.
int chosen_load(struct chosen *chosen, const char *path, const struct choice *choice,
		struct complaint *c);

// The same where one run is wanted: a store that leaves more than one machine is complained of.
int chosen_one(struct chosen *chosen, const char *path, const struct choice *choice,
	       struct complaint *c);

void chosen_fini(struct chosen *chosen);

// Says on standard error which of a store's runs these are, if there were others.
void chosen_tell(const struct chosen *chosen);

#endif
