// SPDX-License-Identifier: MIT

// A result directory as one file to send: a tar, compressed, of what a store takes in. NAME.racelab
// holds NAME/run.json, NAME/trials.csv and, if there is one, NAME/topology.xml, and no name of its
// maker beyond what these say.

#ifndef RACELAB_STORE_PACK_H
#define RACELAB_STORE_PACK_H

#include <stdint.h>

#include "harness/complaint.h"

// Writes the directory's files, trials.csv up to its last whole row, to `file`, by a temporary one
// beside it. `name` is the folder that they lie in there. How large the file became is put in
// *bytes. Returns 0, or -1 with a user's complaint: as parcel_load; or a machine's: it cannot be
// written.
int pack_write(const char *file, const char *name, const char *directory, uint64_t *bytes,
	       struct complaint *c);

// Reads such a file, which others made, into a directory that is there and empty. Nothing else is
// ever written, whatever the file names: only the three files above, each once, of a bounded size,
// under their own names. Returns 0, or -1 with a user's complaint: no tar, torn, or something else
// is in it (another name, a link, a device, a second run); or a machine's.
int pack_read(const char *file, const char *directory, struct complaint *c);

#endif
