// SPDX-License-Identifier: MIT

// One indivisible addition where the counter is: benches/increments/fetch_add.c for ranks. The old
// value comes back, so it takes one way there and back, whoever else counts. Nothing is lost.
//
// Source: MPI 4.0, 12.3.4 (MPI_Fetch_and_op).

#define REMOTE_NAME rma_fetch_op
#include "benches/remote/remote.h"
#include "benches/remote/words.h"

INLINE void add(const struct post *post, MPI_Aint cell, uint64_t n)
{
	word_add(post, post->owner, cell, n);
}

#include "benches/remote/instantiate.h"
