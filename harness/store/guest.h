// SPDX-License-Identifier: MIT

// A folder of our own for what a pack holds, for as long as it is read.

#ifndef RACELAB_STORE_GUEST_H
#define RACELAB_STORE_GUEST_H

#include "harness/complaint.h"

struct guest {
	char *directory; /* in TMPDIR, or /tmp */
};

// Makes the folder and reads the pack into it. -1 with a complaint: as pack_read. guest_fini is due
// in any case.
int guest_init(struct guest *guest, const char *file, struct complaint *c);

// Removes it, and what pack_read wrote.
void guest_fini(struct guest *guest);

// Puts the pack's name in the place of the folder's in a complaint about what is in there.
void guest_name(const struct guest *guest, const char *file, struct complaint *c);

#endif
