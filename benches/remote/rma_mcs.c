// SPDX-License-Identifier: MIT

// The queue of benches/sync/mcs.c, over any number of hosts: a word at the owner names who came
// last, and each rank waits in its own window for its predecessor to write there. Waiting costs
// nobody else anything; handing on is one write to one rank.
//
// A rank asks for its own words by MPI, too, and does not read its memory: that is also how it lets
// MPI deliver what others write to it. Ranks are named from 1, as 0 is nobody.
//
// Source: Schmid, Besta and Hoefler, High-Performance Distributed RMA Locks, HPDC 2016 (D-MCS,
// listings 2 and 3).

#define REMOTE_NAME rma_mcs
#define REMOTE_LOCK
#include "benches/remote/remote.h"
#include "benches/remote/words.h"

// A rank's own words.
enum {
	NEXT,
	WAITING = NODE_WORDS / 2, /* on another line: written by another rank than NEXT is */
};

INLINE void acquire(const struct post *post, MPI_Aint lock)
{
	uint64_t name = (uint64_t)post->self + 1, before;

	word_write(post, post->self, post->node + NEXT, 0);
	word_write(post, post->self, post->node + WAITING, 1); /* before anybody knows of us */
	before = word_swap(post, post->owner, lock, name);
	if (!before)
		return;
	word_write(post, (int)before - 1, post->node + NEXT, name);
	while (word_read(post, post->self, post->node + WAITING))
		remote_wait(post);
}

INLINE void release(const struct post *post, MPI_Aint lock)
{
	uint64_t name = (uint64_t)post->self + 1;
	uint64_t next = word_read(post, post->self, post->node + NEXT);

	if (!next && word_cas(post, post->owner, lock, name, 0) == name)
		return;
	while (!next) { /* somebody is in the queue, and about to say so */
		remote_wait(post);
		next = word_read(post, post->self, post->node + NEXT);
	}
	word_write(post, (int)next - 1, post->node + WAITING, 0);
}

#include "benches/remote/instantiate.h"
