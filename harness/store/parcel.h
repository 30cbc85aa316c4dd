// SPDX-License-Identifier: MIT

// A parcel: what one result directory brings to a store, read and checked before the store hears of
// it. Nothing in the directory is trusted: it may be torn, made up, or meant to do harm.

#ifndef RACELAB_STORE_PARCEL_H
#define RACELAB_STORE_PARCEL_H

#include <jansson.h>
#include <stdbool.h>

#include "harness/complaint.h"
#include "harness/data/rows.h"
#include "harness/store/digest.h"

struct parcel {
	char *trials;	  /* the path of its trials.csv */
	struct rows rows; /* one at least, each with its block and position */
	json_t *about;	  /* run.json, of our format */
	char *topology;	  /* topology.xml; NULL: not there, or left out */
	bool renamed;	  /* its rows are not those of trials.csv: they had names */
	char run_key[DIGEST_TEXT];
	char machine_key[DIGEST_TEXT];
};

// Reads DIR/run.json, trials.csv and topology.xml. A row that was cut off is left out (rows.torn).
// Returns 0, or -1 with a user's complaint: one of them is missing (but topology.xml), too large,
// a symbolic link or no regular file, or not what racelab writes; there is no row yet; a row has no
// block or position. Or a machine's. parcel_fini is due in any case.
int parcel_load(struct parcel *parcel, const char *directory, struct complaint *c);

// Takes from it what tells whose it is: host, user and paths (the command, what was loaded, the
// folders of flags), all of run.json that is not known to be harmless, and topology.xml, which has
// serial numbers and addresses. In the rows host1, host2, ... stand for hosts, as names.h says, and
// "(path)" for paths. Returns 0, or -1 without memory.
int parcel_forget(struct parcel *parcel);

void parcel_fini(struct parcel *parcel);

#endif
