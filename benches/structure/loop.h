// SPDX-License-Identifier: MIT

// The hot loop, once, for every structure and strategy.
//
// race() does increments in batches and looks at the stop flag between two batches, so that the
// loop itself holds nothing that the strategy does not need: no call, no clock, no shared write,
// no division. (Where several tasks fight for one lock, variable.h counts its handovers, in a
// register.) All that varies (the strategy's functions, the structure's way to a cell) arrives as
// compile-time constants of always_inline functions. What a task needs is copied into locals
// first, or every store to a cell would make the compiler read it again.

#ifndef RACELAB_LOOP_H
#define RACELAB_LOOP_H

#include <stdbool.h>
#include <stdint.h>
#include <time.h>

#include "benches/sync/sync.h"

// One entry of a task's key table: which cell (array) or key (hash table) comes next, and how far
// from the first lock its lock lies. Drawn before the window, so choosing one is a load.
struct key {
	uint32_t cell;	/* array: bytes from its start; hash table: the key itself */
	uint32_t guard; /* cache lines from the first lock to the one that guards it */
};

// How often a lock came to a task from another one: told by the counter, which then is no longer
// what the task left there. Both stay in registers during the loop.
struct turns {
	uint64_t left;	    /* what the task's last increment made of the counter */
	uint64_t handovers; /* increments that found it changed */
};

// What one task's loop works on. It is read only while the window is open; the shared things it
// points to (structure, locks, holder, pool) lie in memory that all tasks share at one address.
struct work {
	void *cells;		/* the variable, the array's first cell, or the buckets */
	unsigned hash_shift;	/* hash table: 64 - log2(buckets) */
	unsigned char *guards;	/* the first lock; NULL for a strategy without */
	void *holder;		/* the strategy's per-task state; NULL for a strategy without */
	const struct key *keys; /* a power of two of them */
	uint32_t key_mask;	/* their number - 1 */
	struct seat seat;	/* which task this is, of how many */
	struct node_pool *pool; /* where this task's new hash-table nodes come from */
	uint64_t batch;		/* increments between two looks at the stop flag, at least 1 */
	uint64_t ops;		/* increments to do at most; UINT64_MAX: until stopped */
	uint64_t hold;		/* pause inside the critical section, in turns of pause_turns */
	uint64_t think;		/* pause between two increments, in the same turns */
	const unsigned *stop;	/* becomes 1 when the window closes; atomic */
	struct turns *turns;	/* one counter under a lock: written at the end; NULL: not asked */
	uint32_t *samples_ns;	/* sampled kernels: a ring of single increments' times */
	uint32_t sample_mask;	/* its size - 1 */
	uint32_t sample_period; /* one increment in so many is timed */
};

// How a hash table's chains may be read and changed under a strategy.
enum chains {
	CHAINS_RACY,	  /* relaxed loads and stores: inserts can overwrite each other */
	CHAINS_GUARDED,	  /* plain: the strategy's lock is held */
	CHAINS_LOCK_FREE, /* acquire loads, insert by compare-and-swap */
};

// A strategy as the loops see it.
struct protocol {
	void (*enter)(const struct work *w, void *guard);
	void (*bump)(const struct work *w, void *cell, uint64_t n);
	uint64_t (*read)(const struct work *w, const void *cell);
	void (*leave)(const struct work *w, void *guard);
	enum chains chains;
	bool takes_turns; /* one task at a time is let in, so that handovers can be counted */
};

// Lets time pass without touching memory: `turns` links of a dependent chain that no compiler may
// shorten. harness/machine/probe.h says how long a turn takes here.
INLINE void pause_turns(uint64_t turns)
{
	uint64_t x = turns;

	for (uint64_t i = 0; i < turns; i++) {
		x = x * 6364136223846793005u + 1; /* Knuth's MMIX multiplier; any odd one does */
		__asm__ volatile("" : "+r"(x));
	}
}

// True when the window has closed.
INLINE bool stopped(const struct work *w)
{
	return __atomic_load_n(w->stop, __ATOMIC_RELAXED); /* relaxed: only when, not what */
}

// The lock of a key.
INLINE void *guard_of(const struct work *w, struct key key)
{
	return w->guards + (size_t)key.guard * CACHE_LINE;
}

// One increment, the position-th of this task, with pauses (paced) or without.
typedef void increment_fn(const struct work *w, struct protocol p, uint64_t position, bool paced);

// Without pauses: whole batches, each followed by a look at the stop flag, then what is left over.
INLINE uint64_t race_flat_out(const struct work *w, struct protocol p, increment_fn *increment)
{
	uint64_t whole = w->ops - w->ops % w->batch, done = 0;

	while (done < whole) {
		uint64_t i = 0;

		/* != and not <: so the compiler need not think of a batch of none */
		do
			increment(w, p, done + i, false);
		while (++i != w->batch);
		done += w->batch;
		if (stopped(w))
			return done;
	}
	for (; done < w->ops; done++)
		increment(w, p, done, false);
	return done;
}

// With pauses, beside which a look after each increment costs nothing.
INLINE uint64_t race_paced(const struct work *w, struct protocol p, increment_fn *increment)
{
	uint64_t done = 0;

	do {
		increment(w, p, done++, true);
		pause_turns(w->think);
	} while (done < w->ops && !stopped(w));
	return done;
}

// Increments until the window closes or w->ops are done. Returns how many it did.
INLINE uint64_t race(const struct work *work, struct protocol p, increment_fn *increment)
{
	const struct work w = *work;

	/* two loops: the one without pauses pays nothing for the other */
	if (w.hold || w.think)
		return race_paced(&w, p, increment);
	return race_flat_out(&w, p, increment);
}

INLINE uint64_t loop_now_ns(void)
{
	struct timespec now;

	clock_gettime(CLOCK_MONOTONIC, &now);
	return (uint64_t)now.tv_sec * 1000000000 + (uint64_t)now.tv_nsec;
}

// The same with one increment in sample_period timed by itself; the ring keeps the latest times.
INLINE uint64_t race_sampled(const struct work *work, struct protocol p, increment_fn *increment)
{
	const struct work w = *work;
	uint64_t done = 0;

	for (uint64_t nr_samples = 0; done < w.ops; nr_samples++) {
		uint64_t end = done + w.sample_period, begin_ns;

		for (end = end < w.ops ? end : w.ops; done + 1 < end; done++) {
			increment(&w, p, done, true);
			pause_turns(w.think);
		}
		begin_ns = loop_now_ns();
		increment(&w, p, done++, true);
		w.samples_ns[nr_samples & w.sample_mask] = (uint32_t)(loop_now_ns() - begin_ns);
		if (stopped(&w))
			break;
	}
	return done;
}

// What happens inside the critical section: the increment, and the time it is made to last.
INLINE void bump(const struct work *w, struct protocol p, void *cell, bool paced)
{
	p.bump(w, cell, 1);
	if (paced)
		pause_turns(w->hold);
}

// What a reader does in its place: the value is wanted, though nothing is done with it.
INLINE void look(const struct work *w, struct protocol p, const void *cell)
{
	uint64_t seen = p.read(w, cell);

	__asm__ volatile("" : : "r"(seen));
}

#endif
