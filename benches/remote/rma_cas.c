// SPDX-License-Identifier: MIT

// Compare-and-swap until nobody came in between: benches/increments/cas.c for ranks. A failure
// brings back what is there, so the next try needs no read of its own; with many ranks most tries
// fail, and each is a way to the owner and back.
//
// Source: MPI 4.0, 12.3.4 (MPI_Compare_and_swap).

#define REMOTE_NAME rma_cas
#include "benches/remote/remote.h"
#include "benches/remote/words.h"

INLINE void add(const struct post *post, MPI_Aint cell, uint64_t n)
{
	uint64_t seen = word_read(post, post->owner, cell), before;

	while ((before = word_cas(post, post->owner, cell, seen, seen + n)) != seen)
		seen = before;
}

#include "benches/remote/instantiate.h"
