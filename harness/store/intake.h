// SPDX-License-Identifier: MIT

// Taking result directories into a store, one transaction each: after a crash at any moment, a
// directory is in it as a whole or as it was before.

#ifndef RACELAB_STORE_INTAKE_H
#define RACELAB_STORE_INTAKE_H

#include <jansson.h>
#include <stdbool.h>
#include <stddef.h>

#include "harness/complaint.h"
#include "harness/store/store.h"

enum intake_kind {
	INTAKE_NEW,   /* a run that the store did not have */
	INTAKE_GROWN, /* one that has more rows now, or has ended */
	INTAKE_SAME,  /* one that it has as it is */
};

struct intake {
	struct store *store;
	bool anonymous;	  /* nobody's name is taken in */
	json_t *machines; /* those of this session by what they are recognized by; only when
			     anonymous, for the store must not know that */
};

// What came of one directory.
struct intake_result {
	enum intake_kind kind;
	size_t nr_rows; /* that were added */
	bool torn;	/* its last line was cut off and left out */
};

// For a store that is open to be edited; intake_fini is due. Returns 0, or -1 without memory.
int intake_init(struct intake *intake, struct store *store, bool anonymous, struct complaint *c);
void intake_fini(struct intake *intake);

// Takes in a result directory, which parcel_load reads. Returns 0; -1 with a user's complaint: as
// parcel_load, or the store has other rows of this very run; or a machine's: the store cannot be
// written. In both cases the store is as it was.
int intake_directory(struct intake *intake, const char *directory, struct intake_result *result,
		     struct complaint *c);

// The same with what a pack holds (pack.h).
int intake_pack(struct intake *intake, const char *file, struct intake_result *result,
		struct complaint *c);

#endif
