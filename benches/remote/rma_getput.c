// SPDX-License-Identifier: MIT

// The same as rma_rw by MPI_Get and MPI_Put. Two ranks that put one place at a time, or put what
// another gets, conflict: MPI says nothing of what comes out, as C says nothing of a data race. On
// machines that write 8 bytes at once it loses as rma_rw does; a program must not count on that.
//
// Source: MPI 4.0, 12.7 (semantics of conflicting accesses).

#define REMOTE_NAME rma_getput
#define REMOTE_RACY
#include "benches/remote/remote.h"
#include "benches/remote/words.h"

INLINE uint64_t load(const struct post *post, MPI_Aint cell)
{
	return word_get(post, post->owner, cell);
}

INLINE void store(const struct post *post, MPI_Aint cell, uint64_t value)
{
	word_put(post, post->owner, cell, value);
}

INLINE void add(const struct post *post, MPI_Aint cell, uint64_t n)
{
	store(post, cell, load(post, cell) + n);
}

#include "benches/remote/instantiate.h"
