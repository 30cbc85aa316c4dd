// SPDX-License-Identifier: MIT

// What a strategy for ranks is: one file that says how one increment of a counter in another rank's
// memory is protected. benches/sync/sync.h is the same for tasks that share memory.
//
// The counters lie in a window of one rank, their owner, who does not race. What is in a window is
// counted in words of 8 bytes from its beginning; all ranks' windows are laid out alike. A file in
// this folder defines REMOTE_NAME, includes this header and, as a rule, words.h, and writes either
//
//     INLINE void add(const struct post *, MPI_Aint cell, uint64_t n);
//                                          an increment of the owner's word that protects itself
//
// or, with REMOTE_RACY defined, besides that the two halves of one, which then serve a hash table's
// links, too:
//
//     INLINE uint64_t load(const struct post *, MPI_Aint cell);
//     INLINE void store(const struct post *, MPI_Aint cell, uint64_t value);
//
// or, with REMOTE_LOCK defined, a lock that an increment by MPI_Get and MPI_Put is wrapped in:
//
//     INLINE void acquire(const struct post *, MPI_Aint lock);
//     INLINE void release(const struct post *, MPI_Aint lock);
//
// A lock has LOCK_WORDS in every rank's window, at `lock`, and each rank NODE_WORDS of its own, at
// post->node; all begin as zero, which has to mean free. MPI's accumulate operations are all that a
// lock may be made of: they alone are atomic, each on one word.
//
// or, with REMOTE_MESSAGES defined, a message instead of remote memory (message.c):
//
//     INLINE void ask(const struct post *, uint64_t what, uint64_t n);
//     static void answer(struct stand *, const uint64_t request[2], int from, MPI_Comm);
//
// Its last line includes "benches/remote/instantiate.h", which makes the loops and the descriptor
// remote_NAME. What is to be known of it without MPI stands in catalog.def.
//
// With REMOTE_OWN_EPOCH defined it opens and closes its access epochs itself; else the window is
// open to all (MPI_Win_lock_all) for the whole trial.

#ifndef RACELAB_REMOTE_H
#define RACELAB_REMOTE_H

#include <mpi.h> // IWYU pragma: export
#include <stdbool.h>
#include <stdint.h>

#include "benches/structure/loop.h"
#include "benches/sync/sync.h" // IWYU pragma: export

/* two cache lines, so that two locks and two ranks do not disturb each other within a host */
#define LOCK_WORDS (APART / 8)
#define NODE_WORDS (APART / 8)

// Messages of strategies; the harness's own come behind.
enum remote_tag {
	TAG_REQUEST = 1,
	TAG_REPLY,
	TAG_HARNESS = 16,
};

// Where a rank stands.
struct post {
	MPI_Win window;
	MPI_Comm comm; /* of all ranks: the window's */
	int owner;     /* the rank that has the counters */
	int self;      /* ours */
	int leader;    /* of our host: the owner, or else the lowest one there that races */
	MPI_Aint node; /* where each rank has NODE_WORDS */
	bool crowded;  /* another rank that races may need our PU */
};

// Nodes of a hash table that one rank can insert: they lie in the owner's window.
struct plot {
	MPI_Aint first;	     /* 0 is no node */
	uint64_t used, size; /* the last one takes what no longer fits */
};

// What one rank's loop works on.
struct duty {
	struct post post;
	MPI_Aint cells;		/* the variable, the first cell of an array, or the buckets */
	MPI_Aint guards;	/* the first lock */
	unsigned hash_shift;	/* as in struct work */
	const struct key *keys; /* of an array: bytes from the first cell; of a table: keys */
	uint32_t key_mask;
	struct plot plot;
	uint64_t ops;	    /* increments to do at most; UINT64_MAX: until end_ns */
	uint64_t end_ns;    /* when the window closes, by loop_now_ns; UINT64_MAX: never */
	uint64_t hold;	    /* as in struct work */
	uint64_t think;	    /* the same */
	struct turns turns; /* of a lock around a variable */
};

// Where the owner stands, for strategies that ask it: its window is plain memory to it.
struct stand {
	uint64_t *words;
	MPI_Aint cells;
	unsigned hash_shift;
	bool table; /* a request is for a key, not for a word */
	struct plot plot;
};

// Runs one rank's increments; returns how many it did.
typedef uint64_t remote_kernel(struct duty *duty);

// The descriptor that instantiate.h makes.
struct remote {
	const char *name;
	bool own_epoch;
	remote_kernel *kernel[STRUCTURE_HASHTABLE + 1]; /* variable, array, hashtable */
	// Answers a message with TAG_REQUEST, received already. NULL: it sends none.
	void (*answer)(struct stand *stand, const uint64_t request[2], int from, MPI_Comm comm);
};

#endif
