// SPDX-License-Identifier: MIT

// Makes a strategy out of the file that includes this on its last line: one hot loop per structure,
// each a symbol of its own (run_array__ticket) so that a debugger, perf and `make disasm` can name
// it, and the descriptor strategy_NAME that the catalogue refers to.
//
// Everything here only forwards: the loops are the always_inline functions of benches/structure,
// given the file's own functions as compile-time constants.

#include "benches/structure/array.h"
#include "benches/structure/hashtable.h"
#include "benches/structure/variable.h"

#define SYNC_PASTE2(a, b) a##b
#define SYNC_PASTE(a, b)  SYNC_PASTE2(a, b)
#define SYNC_TEXT2(a)	  #a
#define SYNC_TEXT(a)	  SYNC_TEXT2(a)

#ifdef SYNC_LOCK

/* A lock that claims to be exact guards plain memory, so that ThreadSanitizer can hold it to that;
   one that may fail guards racy memory, so that its failure is counted instead of undefined. */
#define SYNC_CHAINS (about.may_lose ? CHAINS_RACY : CHAINS_GUARDED)

INLINE void sync_enter(const struct work *w, void *guard)
{
	acquire(guard, w->holder);
}

INLINE void sync_bump(uint64_t *cell, uint64_t n)
{
	if (about.may_lose)
		racy_add(cell, n);
	else
		*cell += n;
}

INLINE void sync_leave(const struct work *w, void *guard)
{
	release(guard, w->holder);
}

#ifndef SYNC_LOCK_BYTES
#define SYNC_LOCK_BYTES(setup) ((void)(setup), sizeof(struct lock))
#endif

static size_t sync_lock_bytes(const struct setup *setup)
{
	return SYNC_LOCK_BYTES(setup);
}

static void sync_lock_init(void *lock, const struct setup *setup)
{
	lock_init(lock, setup);
}

static void sync_lock_fini(void *lock)
{
	lock_fini(lock);
}

static void sync_holder_init(void *holder, const struct setup *setup, unsigned task)
{
	holder_init(holder, setup, task);
}

#else

#define SYNC_CHAINS (about.class == CLASS_ATOMIC ? CHAINS_LOCK_FREE : CHAINS_RACY)

INLINE void sync_enter(const struct work *w, void *guard)
{
	(void)w;
	(void)guard;
}

INLINE void sync_bump(uint64_t *cell, uint64_t n)
{
	add(cell, n);
}

INLINE void sync_leave(const struct work *w, void *guard)
{
	(void)w;
	(void)guard;
}

#endif

#define SYNC_PROTOCOL ((struct protocol){sync_enter, sync_bump, sync_leave, SYNC_CHAINS})

#define SYNC_KERNEL(structure)                                                                     \
	SYNC_EXPORT uint64_t SYNC_PASTE(run_##structure##__, SYNC_NAME)(const struct work *work)   \
	{                                                                                          \
		return structure##_run(work, SYNC_PROTOCOL);                                       \
	}

/* noinline and external, so that the loop keeps its name in every binary */
#define SYNC_EXPORT __attribute__((noinline, visibility("default")))

uint64_t SYNC_PASTE(run_variable__, SYNC_NAME)(const struct work *work);
uint64_t SYNC_PASTE(run_array__, SYNC_NAME)(const struct work *work);
uint64_t SYNC_PASTE(run_hashtable__, SYNC_NAME)(const struct work *work);

SYNC_KERNEL(variable)
SYNC_KERNEL(array)
SYNC_KERNEL(hashtable)

static void sync_step(const struct work *work, uint64_t n)
{
	variable_step(work, SYNC_PROTOCOL, n);
}

extern const struct strategy SYNC_PASTE(strategy_, SYNC_NAME);

__attribute__((visibility("default"))) const struct strategy SYNC_PASTE(strategy_, SYNC_NAME) = {
    .abi = SYNC_ABI,
    .name = SYNC_TEXT(SYNC_NAME),
    .about = &about,
    .kernel = {[STRUCTURE_VARIABLE] = SYNC_PASTE(run_variable__, SYNC_NAME),
	       [STRUCTURE_ARRAY] = SYNC_PASTE(run_array__, SYNC_NAME),
	       [STRUCTURE_HASHTABLE] = SYNC_PASTE(run_hashtable__, SYNC_NAME)},
    .step = sync_step,
#ifdef SYNC_LOCK
    .locks = true,
    .lock_bytes = sync_lock_bytes,
    .holder_bytes = sizeof(struct holder),
    .lock_init = sync_lock_init,
    .lock_fini = sync_lock_fini,
    .holder_init = sync_holder_init,
#endif
};
