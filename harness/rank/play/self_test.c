// SPDX-License-Identifier: MIT

// The sums have to be exact, and of the values that MPI_Fetch_and_op brought back each may come
// once.

#include "harness/rank/play/self_test.h"

#include <inttypes.h>
#include <stdio.h>

#include "benches/remote/remote.h"
#include "benches/remote/words.h"

enum {
	BY_FETCH,
	BY_ACCUMULATE,
	BY_CAS,
	NR_WAYS,
};

static const char *const names[NR_WAYS] = {"MPI_Fetch_and_op", "MPI_Accumulate",
					   "MPI_Compare_and_swap"};

/* of all ranks together: the wrong sums that were seen were wrong by a hundredth */
#define LEAST_OPS 3000

static void accumulate(const struct post *post, MPI_Aint at)
{
	const uint64_t one = 1;

	MPI_Accumulate(&one, 1, MPI_UINT64_T, OWNER, at, 1, MPI_UINT64_T, MPI_SUM, post->window);
	MPI_Win_flush(OWNER, post->window);
}

static void compare_and_swap(const struct post *post, MPI_Aint at)
{
	uint64_t seen = word_read(post, OWNER, at), before;

	while ((before = word_cas(post, OWNER, at, seen, seen + 1)) != seen)
		seen = before;
}

// Returns the sum of what MPI_Fetch_and_op brought back.
static uint64_t add(const struct post *post, uint64_t ops)
{
	uint64_t sum = 0;

	for (uint64_t i = 0; i < ops; i++) {
		sum += word_add(post, OWNER, BY_FETCH, 1);
		accumulate(post, BY_ACCUMULATE);
		compare_and_swap(post, BY_CAS);
	}
	return sum;
}

static void judge(const uint64_t *words, uint64_t all, uint64_t brought_back, char *why,
		  size_t size)
{
	for (int way = 0; way < NR_WAYS; way++)
		if (words[way] != all) {
			snprintf(why, size,
				 "this MPI is not to be measured with: of %" PRIu64
				 " additions by %s it has %" PRIu64,
				 all, names[way], words[way]);
			return;
		}
	if (brought_back != all * (all - 1) / 2)
		snprintf(why, size,
			 "this MPI is not to be measured with: %s has brought the same value back "
			 "twice",
			 names[BY_FETCH]);
}

json_t *self_test(const struct world *world, struct memory *memory, char *why, size_t size)
{
	uint64_t racing = (uint64_t)world->nr - 1, ops = LEAST_OPS / racing + 1;
	uint64_t own = 0, sum = 0;
	struct post post;

	why[0] = '\0';
	memory_ensure(memory, world, NR_WAYS, NR_WAYS);
	post = (struct post){.window = memory_window(memory)};
	MPI_Barrier(world->comm);
	MPI_Win_lock_all(0, post.window);
	if (world->self != OWNER)
		own = add(&post, ops);
	MPI_Win_unlock_all(post.window);
	MPI_Reduce(&own, &sum, 1, MPI_UINT64_T, MPI_SUM, OWNER, world->comm);
	if (world->self != OWNER)
		return NULL;
	MPI_Win_lock(MPI_LOCK_SHARED, OWNER, 0, post.window);
	judge(memory->words, ops * racing, sum, why, size);
	MPI_Win_unlock(OWNER, post.window);
	ops *= NR_WAYS * racing;
	return json_pack("{s:I, s:s}", "additions", (json_int_t)ops, "found",
			 why[0] ? why : "exact");
}
