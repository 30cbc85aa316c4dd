// SPDX-License-Identifier: MIT

// The window: the memory of each rank that others may reach. One serves many trials, because making
// one is work for all ranks, and freeing one is where MPI has been seen to hang; a trial that needs
// more gets a larger one, and the old one is kept until the end.

#ifndef RACELAB_MEMORY_H
#define RACELAB_MEMORY_H

#include <mpi.h>
#include <stdint.h>

#include "harness/rank/play/world.h"

#define MOST_WINDOWS 64 /* each is twice as large as the one before */

struct memory {
	MPI_Win window[MOST_WINDOWS];
	unsigned nr;
	uint64_t *words;		     /* our part of the last one */
	uint64_t owners_words, others_words; /* that the owner has of it, and any other rank */
};

// Sees to it that the last window is so large, and zeroes that much of our part. All ranks are to
// call it at a time, with the same sizes.
void memory_ensure(struct memory *memory, const struct world *world, uint64_t owners_words,
		   uint64_t others_words);

MPI_Win memory_window(const struct memory *memory);

// Frees all. The same.
void memory_fini(struct memory *memory);

#endif
