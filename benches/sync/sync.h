// SPDX-License-Identifier: MIT

// What a strategy is: one file that says how one increment is protected.
//
// A file in this folder or one of its neighbours (or a student's own) includes this header, defines
// SYNC_NAME, writes either
//
//     INLINE void add(uint64_t *cell, uint64_t n);             an increment that protects itself
//
// or, with SYNC_LOCK defined, a lock that an increment is wrapped in:
//
//     struct lock { ... };                                     what tasks share
//     struct holder { ... };                                   what each task has of its own
//     static void lock_init(struct lock *, const struct setup *);
//     static void lock_fini(struct lock *);
//     static void holder_init(struct holder *, const struct setup *, unsigned task);
//     INLINE void acquire(struct lock *, struct holder *);
//     INLINE void release(struct lock *, struct holder *);
//
// (lock_fini of one that outlives is also called for a lock still all zero, and may come twice)
//
// or, with SYNC_COUNTER defined, a counter that takes the place of a plain cell:
//
//     struct counter { ... };                                  zeroed; shared by all tasks
//     INLINE void add(struct counter *, const struct seat *, uint64_t n);
//     INLINE uint64_t peek(const struct counter *, const struct seat *);   what a reader sees
//
// (SYNC_COUNTER_BYTES(setup) is to be defined if its size depends on the number of tasks). Where
// readers may be behind what was counted, SYNC_LAGS is defined, and besides
//
//     static uint64_t total(const struct counter *, const struct seat *);  when all have ended
//     static void flush(struct counter *, const struct seat *);    brings readers up to the total
//
// and with SYNC_COLLECT, flush is also called every millisecond while the tasks run.
//
// then a `static const struct about about`, and on its last line includes
// "benches/sync/instantiate.h", which makes from them the hot loops over every structure and the
// descriptor `strategy_NAME`.

#ifndef RACELAB_SYNC_H
#define RACELAB_SYNC_H

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

#define INLINE static inline __attribute__((always_inline))

// Room that two tasks can write to without disturbing each other: two lines of 64 bytes, because
// the adjacent-line prefetcher of common x86 cores fetches lines in pairs.
#define CACHE_LINE 64
#define APART	   (2 * CACHE_LINE)

// NUMA nodes that a strategy can tell apart; on larger machines several share a number.
#define MAX_NODES 8

// The version of everything in this header; a strategy built against another one is not loaded.
#define SYNC_ABI 1

enum sync_class {
	CLASS_UNSYNCHRONIZED, /* nothing protects the increment */
	CLASS_BROKEN,	      /* something tries to, and fails: a known-bad control */
	CLASS_ATOMIC,	/* one indivisible operation of the machine, or a retry until it was */
	CLASS_LOCKED,	/* one task at a time */
	CLASS_SCALABLE, /* tasks count apart, and a reader sums up */
	CLASS_REMOTE,	/* ranks and a counter in another's memory: benches/remote */
	NR_CLASSES,
};

enum structure_id {
	STRUCTURE_VARIABLE,
	STRUCTURE_ARRAY,
	STRUCTURE_HASHTABLE,
	STRUCTURE_LFHT, /* brings its own kernels; strategies have none for it */
	NR_STRUCTURES,
};

// What a lock may want to know when it is made.
struct setup {
	unsigned nr_tasks;	   /* tasks that will use the lock */
	bool processes;		   /* tasks are processes: what they share must be process-shared */
	const unsigned char *node; /* NUMA node of each task, below MAX_NODES; NULL: all on 0 */
};

// Where a task sits, for strategies that give each task a place of its own.
struct seat {
	unsigned task;	    /* which task this is, from 0 */
	unsigned nr_tasks;  /* of how many */
	uint64_t parameter; /* of a strategy that takes one: sloppy:64 */
};

// A strategy's parameter, as in sloppy:THRESHOLD.
struct parameter {
	const char *name;	     /* "THRESHOLD"; NULL: it takes none */
	uint64_t least, most, usual; /* usual: when it is not given */
};

// What a strategy says of itself.
struct about {
	enum sync_class class;
	const char *summary; /* one line, no full stop: what it does */
	const char *source;  /* the paper, book or standard it comes from */
	bool may_lose;	     /* increments may be lost: not exact */
	bool data_race;	     /* undefined behaviour in C11: ThreadSanitizer would report it */
	bool calls;	     /* its loop calls functions (POSIX, system calls) */
	bool yields;	     /* who waits long gives the PU up: a call, off the fast path */
	bool outlives;	     /* its locks outlive a killed sandbox: lock_fini is called for them */
	struct parameter parameter;
	const char *one_lock;	  /* why there can be only one lock of it; NULL: any number */
	unsigned max_tasks;	  /* it works for at most so many tasks; 0: for any number */
	const char *threads_only; /* why process tasks cannot use it; NULL: they can */
	const char *unexplored; /* what racelab explore cannot see into; NULL: it can be explored */
};

struct work; /* what the harness gives a hot loop: benches/structure/loop.h */

// Runs one task's increments (or a reader's reads); returns how many it did.
typedef uint64_t kernel_fn(const struct work *work);

// Sizes as a strategy was built with them (benches/sync/layout.h). In bytes.
struct layout {
	unsigned strategy_bytes, about_bytes, setup_bytes, work_bytes, key_bytes, node_bytes,
	    pool_bytes;
};

// Protects one addition of n to work's cell 0, outside of any measured loop. For validation.
typedef void step_fn(const struct work *work, uint64_t n);

// The descriptor that instantiate.h makes. Sizes are in bytes.
struct strategy {
	unsigned abi;	      /* SYNC_ABI; it and the layout stay first, whatever changes */
	struct layout layout; /* of what the two sides hand each other */
	const char *name;
	const struct about *about;
	kernel_fn *kernel[NR_STRUCTURES];
	kernel_fn *sampled[NR_STRUCTURES]; /* the same, timing single increments now and then */
	kernel_fn *reader[NR_STRUCTURES];  /* only reads the counters */
	step_fn *step;
	bool locks; /* it guards with locks, so --granularity and --hold mean something */
	size_t (*lock_bytes)(const struct setup *setup);
	size_t holder_bytes;
	void (*lock_init)(void *lock, const struct setup *setup);
	void (*lock_fini)(void *lock);
	void (*holder_init)(void *holder, const struct setup *setup, unsigned task);
	// A counter of its own in place of each plain cell; all NULL for plain cells.
	size_t (*counter_bytes)(const struct setup *setup);
	uint64_t (*counter_peek)(const void *counter, const struct seat *seat);
	uint64_t (*counter_total)(const void *counter, const struct seat *seat);
	void (*counter_flush)(void *counter, const struct seat *seat);
	bool collects;				   /* the conductor flushes every millisecond */
	void (*acquire)(void *lock, void *holder); /* outside of the loops, for tests; NULL */
	void (*release)(void *lock, void *holder); /* for a strategy without locks */
};

#endif
