// SPDX-License-Identifier: MIT

// Makes a strategy for ranks out of the file that includes this on its last line: a loop for each
// structure, each a symbol of its own (rank_array__rma_ticket), and the descriptor remote_NAME.
// Everything here only forwards, as in benches/sync/instantiate.h.

#include "benches/remote/remote.h"
#include "benches/remote/table.h"
#include "benches/remote/words.h"
#include "benches/structure/hashtable.h"
#include "benches/structure/loop.h"
#include "benches/sync/sync.h"

#define REMOTE_PASTE2(a, b) a##b
#define REMOTE_PASTE(a, b)  REMOTE_PASTE2(a, b)
#define REMOTE_TEXT2(a)	    #a
#define REMOTE_TEXT(a)	    REMOTE_TEXT2(a)

#ifdef REMOTE_LOCK

#define REMOTE_COMPARES false

INLINE void remote_enter(const struct post *post, MPI_Aint guard)
{
	acquire(post, guard);
}

INLINE void remote_leave(const struct post *post, MPI_Aint guard)
{
	release(post, guard);
}

INLINE uint64_t remote_load(const struct post *post, MPI_Aint at)
{
	return word_get(post, post->owner, at);
}

INLINE void remote_store(const struct post *post, MPI_Aint at, uint64_t value)
{
	word_put(post, post->owner, at, value);
}

/* The lock is held: whoever has counted since our last increment can be seen. */
INLINE void remote_bump(struct duty *duty, MPI_Aint cell)
{
	uint64_t seen = remote_load(&duty->post, cell);

	duty->turns.handovers += seen != duty->turns.left;
	duty->turns.left = seen + 1;
	remote_store(&duty->post, cell, seen + 1);
}

#else

INLINE void remote_enter(const struct post *post, MPI_Aint guard)
{
	(void)post;
	(void)guard;
}

INLINE void remote_leave(const struct post *post, MPI_Aint guard)
{
	(void)post;
	(void)guard;
}

#ifdef REMOTE_RACY

#define REMOTE_COMPARES false

INLINE uint64_t remote_load(const struct post *post, MPI_Aint at)
{
	return load(post, at);
}

INLINE void remote_store(const struct post *post, MPI_Aint at, uint64_t value)
{
	store(post, at, value);
}

#else

#define REMOTE_COMPARES true

INLINE uint64_t remote_load(const struct post *post, MPI_Aint at)
{
	return word_read(post, post->owner, at);
}

INLINE void remote_store(const struct post *post, MPI_Aint at, uint64_t value)
{
	word_write(post, post->owner, at, value);
}

#endif

INLINE void remote_bump(struct duty *duty, MPI_Aint cell)
{
#ifdef REMOTE_MESSAGES
	ask(&duty->post, (uint64_t)cell, 1);
#else
	add(&duty->post, cell, 1);
#endif
}

#endif

#define REMOTE_PROTOCOL                                                                            \
	((struct remote_protocol){remote_enter, remote_bump, remote_load, remote_store,            \
				  remote_leave, REMOTE_COMPARES})

// The cell that is incremented next. Called within the lock: in a hash table it may be new.
typedef MPI_Aint remote_place(struct duty *d, struct remote_protocol p, struct key key);

INLINE MPI_Aint remote_variable(struct duty *d, struct remote_protocol p, struct key key)
{
	(void)p;
	(void)key;
	return d->cells;
}

INLINE MPI_Aint remote_array(struct duty *d, struct remote_protocol p, struct key key)
{
	(void)p;
	return d->cells + (MPI_Aint)(key.cell / 8);
}

INLINE MPI_Aint remote_hashtable(struct duty *d, struct remote_protocol p, struct key key)
{
#ifdef REMOTE_MESSAGES
	(void)d;
	(void)p;
	return (MPI_Aint)key.cell; /* whoever is asked looks for it */
#else
	MPI_Aint link = d->cells + (MPI_Aint)hashtable_bucket(key.cell, d->hash_shift);

	return table_find_or_insert(d, p, link, key.cell) + NODE_VALUE;
#endif
}

INLINE void remote_increment(struct duty *d, struct remote_protocol p, remote_place *place,
			     uint64_t position)
{
	struct key key = d->keys[position & d->key_mask];
	MPI_Aint guard = d->guards + (MPI_Aint)key.guard * LOCK_WORDS;

	p.enter(&d->post, guard);
	p.bump(d, place(d, p, key));
	if (d->hold)
		pause_turns(d->hold);
	p.leave(&d->post, guard);
}

// Each increment is a way to another rank and back, so a look at the clock after each costs little.
INLINE uint64_t remote_race(struct duty *d, struct remote_protocol p, remote_place *place)
{
	bool timed = d->end_ns != UINT64_MAX;
	uint64_t done = 0;

	do {
		remote_increment(d, p, place, done++);
		if (d->think)
			pause_turns(d->think);
	} while (done < d->ops && !(timed && loop_now_ns() >= d->end_ns));
	return done;
}

#define REMOTE_KERNEL(structure)                                                                   \
	uint64_t REMOTE_PASTE(rank_##structure##__, REMOTE_NAME)(struct duty * duty);              \
	__attribute__((noinline)) uint64_t REMOTE_PASTE(rank_##structure##__,                      \
							REMOTE_NAME)(struct duty * duty)           \
	{                                                                                          \
		return remote_race(duty, REMOTE_PROTOCOL, remote_##structure);                     \
	}

REMOTE_KERNEL(variable)
REMOTE_KERNEL(array)
REMOTE_KERNEL(hashtable)

extern const struct remote REMOTE_PASTE(remote_, REMOTE_NAME);

const struct remote REMOTE_PASTE(remote_, REMOTE_NAME) = {
    .name = REMOTE_TEXT(REMOTE_NAME),
    .kernel =
	{
	    [STRUCTURE_VARIABLE] = REMOTE_PASTE(rank_variable__, REMOTE_NAME),
	    [STRUCTURE_ARRAY] = REMOTE_PASTE(rank_array__, REMOTE_NAME),
	    [STRUCTURE_HASHTABLE] = REMOTE_PASTE(rank_hashtable__, REMOTE_NAME),
	},
#ifdef REMOTE_OWN_EPOCH
    .own_epoch = true,
#endif
#ifdef REMOTE_MESSAGES
    .answer = answer,
#endif
};
