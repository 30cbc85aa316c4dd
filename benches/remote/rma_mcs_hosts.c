// SPDX-License-Identifier: MIT

// Two levels: a queue for each host, and one of the hosts. Who leaves hands the lock to the next
// one of its own host, which is near, and only after MOST_PASSES of that, or when nobody waits
// there, to the next host. So the network is crossed once in many increments; hosts wait longer for
// their turn.
//
// A host's words lie at its leader, in the lock's place there; the queue of hosts ends at the
// owner, which may be a host's leader, too.
//
// Source: Schmid, Besta and Hoefler, High-Performance Distributed RMA Locks, HPDC 2016 (RMA-MCS,
// the distributed tree of queues, with two levels); Dice, Marathe and Shavit, Lock Cohorting, PPoPP
// 2012.

#define REMOTE_NAME rma_mcs_hosts
#define REMOTE_LOCK
#include "benches/remote/remote.h"
#include "benches/remote/words.h"

/* within a host before another one gets it; the paper's T_L, where 16 to 64 did best */
#define MOST_PASSES 32

// Words: NEXT and TURN of a rank at its node, and of a host at the lock of its leader; the ends of
// the queues at the lock, too.
enum {
	NEXT,				/* who comes behind */
	LAST = LOCK_WORDS / 4,		/* of a host's ranks: at its leader */
	TURN = LOCK_WORDS / 2,		/* what a predecessor has written: */
	LAST_HOST = LOCK_WORDS / 4 * 3, /* at the owner */
};

enum {
	WAIT,
	TAKE_IT, /* a rank: the next one, but the host has to queue again; a host: it has the lock
		  */
	PASSED,	 /* a rank: the host has the lock; that many more than PASSED it was passed on */
};

// Waits at `at` of `rank` until something else than `this` is there.
INLINE uint64_t wait_while(const struct post *post, int rank, MPI_Aint at, uint64_t this)
{
	uint64_t seen;

	while ((seen = word_read(post, rank, at)) == this)
		remote_wait(post);
	return seen;
}

// The host's turn among all. Only one of its ranks at a time comes here.
INLINE void acquire_for_host(const struct post *post, MPI_Aint lock)
{
	uint64_t name = (uint64_t)post->leader + 1, before;

	word_write(post, post->leader, lock + NEXT, 0);
	word_write(post, post->leader, lock + TURN, WAIT);
	before = word_swap(post, post->owner, lock + LAST_HOST, name);
	if (!before)
		return;
	word_write(post, (int)before - 1, lock + NEXT, name);
	wait_while(post, post->leader, lock + TURN, WAIT);
}

INLINE void release_for_host(const struct post *post, MPI_Aint lock)
{
	uint64_t name = (uint64_t)post->leader + 1;
	uint64_t next = word_read(post, post->leader, lock + NEXT);

	if (!next && word_cas(post, post->owner, lock + LAST_HOST, name, 0) == name)
		return;
	if (!next)
		next = wait_while(post, post->leader, lock + NEXT, 0);
	word_write(post, (int)next - 1, lock + TURN, TAKE_IT);
}

INLINE void acquire(const struct post *post, MPI_Aint lock)
{
	uint64_t name = (uint64_t)post->self + 1, before, turn = TAKE_IT;

	word_write(post, post->self, post->node + NEXT, 0);
	word_write(post, post->self, post->node + TURN, WAIT);
	before = word_swap(post, post->leader, lock + LAST, name);
	if (before) {
		word_write(post, (int)before - 1, post->node + NEXT, name);
		turn = wait_while(post, post->self, post->node + TURN, WAIT);
	}
	if (turn != TAKE_IT)
		return;
	acquire_for_host(post, lock);
	word_write(post, post->self, post->node + TURN, PASSED);
}

INLINE void release(const struct post *post, MPI_Aint lock)
{
	uint64_t name = (uint64_t)post->self + 1;
	uint64_t turn = word_read(post, post->self, post->node + TURN);
	uint64_t next = word_read(post, post->self, post->node + NEXT);

	if (next && turn < PASSED + MOST_PASSES) {
		word_write(post, (int)next - 1, post->node + TURN, turn + 1);
		return;
	}
	release_for_host(post, lock);
	if (!next && word_cas(post, post->leader, lock + LAST, name, 0) == name)
		return;
	if (!next)
		next = wait_while(post, post->self, post->node + NEXT, 0);
	word_write(post, (int)next - 1, post->node + TURN, TAKE_IT);
}

#include "benches/remote/instantiate.h"
