// SPDX-License-Identifier: MIT

// A queue of waiting tasks: each appends a node of its own and waits on it, until its predecessor
// hands the lock over by writing to that node. First come, first served; an unlock touches one line
// that one task waits on; a lock is one pointer, whatever the number of tasks. Alone it pays a
// second atomic operation: to unlock, the queue has to be emptied. With more tasks than PUs it has
// the cliff of every fair lock.
//
// Source: Mellor-Crummey and Scott, Algorithms for Scalable Synchronization on Shared-Memory
// Multiprocessors, ACM TOCS 9(1), 1991.

#define SYNC_NAME mcs
#define SYNC_LOCK
#include "benches/sync/sync.h"
#include "benches/sync/spin.h"

// A task's place in the queue; one is enough, because a task holds one lock at a time.
struct holder {
	struct holder *next;
	unsigned waiting;
} __attribute__((aligned(APART)));

struct lock {
	struct holder *last; /* NULL: free */
};

static void lock_init(struct lock *lock, const struct setup *setup)
{
	(void)setup;
	lock->last = NULL;
}

static void lock_fini(struct lock *lock)
{
	(void)lock;
}

static void holder_init(struct holder *holder, const struct setup *setup, unsigned task)
{
	(void)setup;
	(void)task;
	holder->next = NULL;
	holder->waiting = 0;
}

INLINE void acquire(struct lock *lock, struct holder *holder)
{
	struct holder *before;
	unsigned looks = 0;

	__atomic_store_n(&holder->next, NULL, __ATOMIC_RELAXED); /* relaxed: nobody knows us yet */
	/* acq_rel: who comes next finds our node as it is now; if the lock was free, we see what
	   the last owner wrote */
	before = __atomic_exchange_n(&lock->last, holder, __ATOMIC_ACQ_REL);
	if (__builtin_expect(!before, 1))
		return;
	__atomic_store_n(&holder->waiting, 1, __ATOMIC_RELAXED); /* relaxed: the next line tells */
	/* release: `waiting` is set before the predecessor can clear it */
	__atomic_store_n(&before->next, holder, __ATOMIC_RELEASE);
	/* acquire: what the predecessor wrote is to be seen */
	while (__atomic_load_n(&holder->waiting, __ATOMIC_ACQUIRE))
		spin_wait(&looks);
}

INLINE void release(struct lock *lock, struct holder *holder)
{
	/* acquire: the successor's node as it was when it told us of it */
	struct holder *next = __atomic_load_n(&holder->next, __ATOMIC_ACQUIRE), *self = holder;
	unsigned looks = 0;

	/* release: who finds the lock free is to see what we wrote; relaxed: a failure only says
	   that a successor is about to tell us of itself */
	if (__builtin_expect(!next, 1) &&
	    __builtin_expect(__atomic_compare_exchange_n(&lock->last, &self, NULL, false,
							 __ATOMIC_RELEASE, __ATOMIC_RELAXED),
			     1))
		return;
	while (!next) {
		spin_wait(&looks);
		next = __atomic_load_n(&holder->next, __ATOMIC_ACQUIRE); /* as above */
	}
	/* release: the successor is to see what we wrote */
	__atomic_store_n(&next->waiting, 0, __ATOMIC_RELEASE);
}

static const struct about about = {
    .class = CLASS_LOCKED,
    .summary = "a queue: each task waits on its own node until it is handed the lock",
    .source = "Mellor-Crummey, Scott: Algorithms for Scalable Synchronization, ACM TOCS 1991",
    .yields = true,
};

#include "benches/sync/instantiate.h"
