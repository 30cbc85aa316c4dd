// SPDX-License-Identifier: MIT

// One word at the owner is free or taken. Who finds it taken stays away before the next try, twice
// as long each time: every try is work for the owner, who also has to serve the one that is in.
//
// Source: Anderson, The Performance of Spin Lock Alternatives for Shared-Memory Multiprocessors,
// IEEE TPDS 1(1), 1990.

#define REMOTE_NAME rma_tas_backoff
#define REMOTE_LOCK
#include "benches/remote/remote.h"
#include "benches/remote/words.h"

enum {
	FREE,
	TAKEN,
};

/* From about one way within a host to some ways over a network: longer pauses leave the lock free
   and nobody to take it. */
#define SHORTEST_NS 1000
#define LONGEST_NS  256000

INLINE void acquire(const struct post *post, MPI_Aint lock)
{
	uint64_t away_ns = SHORTEST_NS;

	while (word_cas(post, post->owner, lock, FREE, TAKEN) != FREE) {
		remote_pause(post, away_ns);
		if (away_ns < LONGEST_NS)
			away_ns *= 2;
	}
}

INLINE void release(const struct post *post, MPI_Aint lock)
{
	word_cas(post, post->owner, lock, TAKEN, FREE);
}

#include "benches/remote/instantiate.h"
