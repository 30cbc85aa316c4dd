// SPDX-License-Identifier: MIT

// A queue like that of `mcs`, but each task waits on its predecessor's node: to unlock is then one
// plain store, with no successor to look for. The price: the predecessor's node may only be used
// again by who waited on it, so nodes travel, from task to task and from lock to lock. First come,
// first served, with the cliff of every fair lock when there are more tasks than PUs.
//
// Source: Craig, Building FIFO and Priority-Queueing Spin Locks from Atomic Swap, University of
// Washington TR 93-02-02, 1993; Magnusson, Landin and Hagersten, IPPS 1994.

#define SYNC_NAME clh
#define SYNC_LOCK
#include "benches/sync/sync.h"
#include "benches/sync/spin.h"

struct request {
	unsigned taken __attribute__((aligned(APART)));
};

struct lock {
	struct request *last; /* never NULL: a free lock's is not taken */
	struct request first; /* somebody else's as soon as the lock has been used */
};

struct holder {
	struct request *mine;	/* what others see of us */
	struct request *before; /* the predecessor's, while we have the lock; then ours */
	struct request first;	/* the one we begin with */
};

static void lock_init(struct lock *lock, const struct setup *setup)
{
	(void)setup;
	lock->first.taken = 0;
	lock->last = &lock->first;
}

static void lock_fini(struct lock *lock)
{
	(void)lock;
}

static void holder_init(struct holder *holder, const struct setup *setup, unsigned task)
{
	(void)setup;
	(void)task;
	holder->mine = &holder->first;
}

INLINE void acquire(struct lock *lock, struct holder *holder)
{
	struct request *before;
	unsigned looks = 0;

	/* relaxed: who could look at it learns of it by the exchange */
	__atomic_store_n(&holder->mine->taken, 1, __ATOMIC_RELAXED);
	/* acq_rel: our successor finds our node taken, as we find our predecessor's */
	before = __atomic_exchange_n(&lock->last, holder->mine, __ATOMIC_ACQ_REL);
	/* acquire: what the predecessor wrote is to be seen */
	while (__builtin_expect(__atomic_load_n(&before->taken, __ATOMIC_ACQUIRE), 0))
		spin_wait(&looks);
	holder->before = before;
}

INLINE void release(struct lock *lock, struct holder *holder)
{
	struct request *mine = holder->mine;

	(void)lock;
	holder->mine = holder->before; /* its owner has left it, and nobody else waits on it */
	/* release: the successor is to see what we wrote */
	__atomic_store_n(&mine->taken, 0, __ATOMIC_RELEASE);
}

static const struct about about = {
    .class = CLASS_LOCKED,
    .summary = "a queue: each task waits on its predecessor's node, and takes it over",
    .source = "Craig: Building FIFO and Priority-Queueing Spin Locks, TR 93-02-02, 1993; Magnusson "
	      "et al., IPPS 1994",
    .yields = true,
};

#include "benches/sync/instantiate.h"
