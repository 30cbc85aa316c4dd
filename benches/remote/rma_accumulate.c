// SPDX-License-Identifier: MIT

// One indivisible addition that brings nothing back. MPI may send it and go on; here each is waited
// for, as in all strategies, so that a rank's increments have happened when it says so.
//
// Source: MPI 4.0, 12.3.4 (MPI_Accumulate).

#define REMOTE_NAME rma_accumulate
#include "benches/remote/remote.h"

INLINE void add(const struct post *post, MPI_Aint cell, uint64_t n)
{
	MPI_Accumulate(&n, 1, MPI_UINT64_T, post->owner, cell, 1, MPI_UINT64_T, MPI_SUM,
		       post->window);
	MPI_Win_flush(post->owner, post->window);
}

#include "benches/remote/instantiate.h"
