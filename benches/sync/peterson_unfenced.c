// SPDX-License-Identifier: MIT

// Peterson's lock for two tasks as the textbook prints it, without a fence: a known-bad control. It
// is right where loads and stores happen in program order. No common machine does that: the store
// that says "I want in" waits in the store buffer while the load that asks for the other's wish
// goes ahead, so both see nobody, and both are in. Few increments are lost, but some.
//
// Source: Peterson, Myths About the Mutual Exclusion Problem, IPL 1981; Sewell et al., x86-TSO,
// CACM 2010 (store buffering). The fenced one is peterson.

#define SYNC_NAME peterson_unfenced
#define SYNC_LOCK
#include "benches/sync/sync.h"

#include "benches/sync/spin.h"

struct lock {
	unsigned wants[2];
	unsigned last;
};

struct holder {
	unsigned task;
};

static void lock_init(struct lock *lock, const struct setup *setup)
{
	(void)setup;
	*lock = (struct lock){0};
}

static void lock_fini(struct lock *lock)
{
	(void)lock;
}

static void holder_init(struct holder *holder, const struct setup *setup, unsigned task)
{
	(void)setup;
	holder->task = task;
}

INLINE void acquire(struct lock *lock, struct holder *holder)
{
	unsigned me = holder->task, other = 1 - me, looks = 0;

	/* relaxed throughout: the missing fence before the loads is what is wrong here */
	__atomic_store_n(&lock->wants[me], 1, __ATOMIC_RELAXED);
	__atomic_store_n(&lock->last, me, __ATOMIC_RELAXED);
	while (__atomic_load_n(&lock->wants[other], __ATOMIC_RELAXED) &&
	       __atomic_load_n(&lock->last, __ATOMIC_RELAXED) == me)
		spin_wait(&looks);
}

INLINE void release(struct lock *lock, struct holder *holder)
{
	__atomic_store_n(&lock->wants[holder->task], 0, __ATOMIC_RELAXED); /* as above */
}

static const struct about about = {
    .class = CLASS_BROKEN,
    .summary = "Peterson's lock without its fence: the store buffer lets both in",
    .source = "Peterson: Myths About the Mutual Exclusion Problem, IPL 1981; x86-TSO, CACM 2010",
    .may_lose = true,
    .yields = true,
    .max_tasks = 2,
};

#include "benches/sync/instantiate.h"
