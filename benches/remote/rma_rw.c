// SPDX-License-Identifier: MIT

// Read, add, write: the increment of benches/increments/none.c, in another rank's memory. Both
// steps are MPI's accumulate operations, so each is indivisible and all of it is defined; what
// another rank writes in between is overwritten all the same. It has to lose.
//
// Source: MPI 4.0, 12.3 (MPI_NO_OP and MPI_REPLACE make an atomic read and write of accumulates).

#define REMOTE_NAME rma_rw
#define REMOTE_RACY
#include "benches/remote/remote.h"
#include "benches/remote/words.h"

INLINE uint64_t load(const struct post *post, MPI_Aint cell)
{
	return word_read(post, post->owner, cell);
}

INLINE void store(const struct post *post, MPI_Aint cell, uint64_t value)
{
	word_write(post, post->owner, cell, value);
}

INLINE void add(const struct post *post, MPI_Aint cell, uint64_t n)
{
	store(post, cell, load(post, cell) + n);
}

#include "benches/remote/instantiate.h"
