// SPDX-License-Identifier: MIT

// Makes a strategy out of the file that includes this on its last line: one hot loop per structure,
// each a symbol of its own (run_array__ticket) so that a debugger, perf and `make disasm` can name
// it, and the descriptor strategy_NAME that the catalogue refers to.
//
// Everything here only forwards: the loops are the always_inline functions of benches/structure,
// given the file's own functions as compile-time constants.

// Compiled to be explored (RACELAB_EXPLORE), it becomes a small program instead.

#ifdef RACELAB_EXPLORE
#include "harness/explore/runtime/around_counter.h"
#else

#include "benches/structure/array.h"
#include "benches/structure/hashtable.h"
#include "benches/structure/variable.h"
#include "benches/sync/layout.h"
#include "benches/sync/sync.h"
#include "harness/trial/racy.h"

#define SYNC_PASTE2(a, b) a##b
#define SYNC_PASTE(a, b)  SYNC_PASTE2(a, b)
#define SYNC_TEXT2(a)	  #a
#define SYNC_TEXT(a)	  SYNC_TEXT2(a)

/* Protected: it can be found from outside, but a shared object never takes for its own what the
   program calls by the same name. */
#define SYNC_EXPORT	  __attribute__((visibility("protected")))

#ifdef SYNC_LOCK

/* A lock that claims to be exact guards plain memory, so that ThreadSanitizer can hold it to that;
   one that may fail guards racy memory, so that its failure is counted instead of undefined. */
#define SYNC_CHAINS (about.may_lose ? CHAINS_RACY : CHAINS_GUARDED)
#define SYNC_TURNS  (!about.may_lose)

INLINE void sync_enter(const struct work *w, void *guard)
{
	acquire(guard, w->holder);
}

INLINE void sync_bump(const struct work *w, void *cell, uint64_t n)
{
	(void)w;
	if (about.may_lose)
		racy_add(cell, n);
	else
		*(uint64_t *)cell += n;
}

INLINE uint64_t sync_read(const struct work *w, const void *cell)
{
	(void)w;
	return about.may_lose ? racy_load(cell) : *(const uint64_t *)cell;
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

static void sync_acquire(void *lock, void *holder)
{
	acquire(lock, holder);
}

static void sync_release(void *lock, void *holder)
{
	release(lock, holder);
}

#else

#define SYNC_CHAINS (about.class == CLASS_ATOMIC ? CHAINS_LOCK_FREE : CHAINS_RACY)
#define SYNC_TURNS  false

INLINE void sync_enter(const struct work *w, void *guard)
{
	(void)w;
	(void)guard;
}

INLINE void sync_leave(const struct work *w, void *guard)
{
	(void)w;
	(void)guard;
}

#ifdef SYNC_COUNTER

INLINE void sync_bump(const struct work *w, void *cell, uint64_t n)
{
	add(cell, &w->seat, n);
}

INLINE uint64_t sync_read(const struct work *w, const void *cell)
{
	return peek(cell, &w->seat);
}

#ifndef SYNC_COUNTER_BYTES
#define SYNC_COUNTER_BYTES(setup) ((void)(setup), sizeof(struct counter))
#endif

static size_t sync_counter_bytes(const struct setup *setup)
{
	return SYNC_COUNTER_BYTES(setup);
}

static uint64_t sync_counter_peek(const void *counter, const struct seat *seat)
{
	return peek(counter, seat);
}

static uint64_t sync_counter_total(const void *counter, const struct seat *seat)
{
#ifdef SYNC_LAGS
	return total(counter, seat);
#else
	return peek(counter, seat); /* readers see all there is */
#endif
}

static void sync_counter_flush(void *counter, const struct seat *seat)
{
#ifdef SYNC_LAGS
	flush(counter, seat);
#else
	(void)counter;
	(void)seat;
#endif
}

#else

INLINE void sync_bump(const struct work *w, void *cell, uint64_t n)
{
	(void)w;
	add(cell, n);
}

INLINE uint64_t sync_read(const struct work *w, const void *cell)
{
	(void)w;
	return racy_load(cell); /* whole, and as new as the reader deserves */
}

#endif
#endif

#define SYNC_PROTOCOL                                                                              \
	((struct protocol){sync_enter, sync_bump, sync_read, sync_leave, SYNC_CHAINS, SYNC_TURNS})

/* noinline and external, so that the loop keeps its name in every binary */
#define SYNC_KERNEL(prefix, structure, kernel)                                                     \
	uint64_t SYNC_PASTE(prefix##_##structure##__, SYNC_NAME)(const struct work *work);         \
	SYNC_EXPORT __attribute__((noinline)) uint64_t SYNC_PASTE(                                 \
	    prefix##_##structure##__, SYNC_NAME)(const struct work *work)                          \
	{                                                                                          \
		return structure##_##kernel(work, SYNC_PROTOCOL);                                  \
	}

SYNC_KERNEL(run, variable, run)
SYNC_KERNEL(run, array, run)
SYNC_KERNEL(sample, variable, sample)
SYNC_KERNEL(sample, array, sample)
SYNC_KERNEL(read, variable, read)
SYNC_KERNEL(read, array, read)
#ifndef SYNC_COUNTER /* a hash table's nodes hold plain cells */
SYNC_KERNEL(run, hashtable, run)
SYNC_KERNEL(sample, hashtable, sample)
#endif

static void sync_step(const struct work *work, uint64_t n)
{
	variable_step(work, SYNC_PROTOCOL, n);
}

extern const struct strategy SYNC_PASTE(strategy_, SYNC_NAME);

SYNC_EXPORT const struct strategy SYNC_PASTE(strategy_, SYNC_NAME) = {
    .abi = SYNC_ABI,
    .layout = SYNC_LAYOUT,
    .name = SYNC_TEXT(SYNC_NAME),
    .about = &about,
    .kernel =
	{
	    [STRUCTURE_VARIABLE] = SYNC_PASTE(run_variable__, SYNC_NAME),
	    [STRUCTURE_ARRAY] = SYNC_PASTE(run_array__, SYNC_NAME),
#ifndef SYNC_COUNTER
	    [STRUCTURE_HASHTABLE] = SYNC_PASTE(run_hashtable__, SYNC_NAME),
#endif
	},
    .sampled =
	{
	    [STRUCTURE_VARIABLE] = SYNC_PASTE(sample_variable__, SYNC_NAME),
	    [STRUCTURE_ARRAY] = SYNC_PASTE(sample_array__, SYNC_NAME),
#ifndef SYNC_COUNTER
	    [STRUCTURE_HASHTABLE] = SYNC_PASTE(sample_hashtable__, SYNC_NAME),
#endif
	},
    .reader =
	{
	    [STRUCTURE_VARIABLE] = SYNC_PASTE(read_variable__, SYNC_NAME),
	    [STRUCTURE_ARRAY] = SYNC_PASTE(read_array__, SYNC_NAME),
	},
    .step = sync_step,
#ifdef SYNC_LOCK
    .locks = true,
    .lock_bytes = sync_lock_bytes,
    .holder_bytes = sizeof(struct holder),
    .lock_init = sync_lock_init,
    .lock_fini = sync_lock_fini,
    .holder_init = sync_holder_init,
    .acquire = sync_acquire,
    .release = sync_release,
#endif
#ifdef SYNC_COUNTER
    .counter_bytes = sync_counter_bytes,
    .counter_peek = sync_counter_peek,
    .counter_total = sync_counter_total,
    .counter_flush = sync_counter_flush,
#endif
#ifdef SYNC_COLLECT
    .collects = true,
#endif
};

/* What a shared object is asked for, whatever its strategy is called. Our own strategies are linked
   together, where there can be only one of that name; the Makefile says which they are. */
#ifndef RACELAB_BUILTIN
extern const struct strategy *const racelab_strategy;
SYNC_EXPORT const struct strategy *const racelab_strategy = &SYNC_PASTE(strategy_, SYNC_NAME);
#endif

#endif
