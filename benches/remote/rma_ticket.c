// SPDX-License-Identifier: MIT

// Draw a number, wait until it is served: benches/sync/ticket.c for ranks. First come, first
// served; but all who wait ask the owner again and again, and who is in has to get through between
// them.
//
// Source: Mellor-Crummey and Scott, Algorithms for Scalable Synchronization on Shared-Memory
// Multiprocessors, ACM TOCS 9(1), 1991.

#define REMOTE_NAME rma_ticket
#define REMOTE_LOCK
#include "benches/remote/remote.h"
#include "benches/remote/words.h"

// The lock's words at the owner.
enum {
	DRAWN,
	SERVED,
};

INLINE void acquire(const struct post *post, MPI_Aint lock)
{
	uint64_t mine = word_add(post, post->owner, lock + DRAWN, 1);

	while (word_read(post, post->owner, lock + SERVED) != mine)
		remote_wait(post);
}

INLINE void release(const struct post *post, MPI_Aint lock)
{
	word_add(post, post->owner, lock + SERVED, 1);
}

#include "benches/remote/instantiate.h"
