// SPDX-License-Identifier: MIT

// The sums have to be exact, and of the values that MPI_Fetch_and_op brought back each may come
// once.

#include "harness/rank/play/self_test.h"

#include <inttypes.h>
#include <stdio.h>

#include "benches/remote/remote.h"
#include "benches/remote/words.h"
#include "harness/machine/probe.h"
#include "harness/rank/play/turns.h"

enum {
	BY_FETCH,
	BY_ACCUMULATE,
	BY_CAS,
	NR_WAYS,
};

static const char *const names[NR_WAYS] = {"MPI_Fetch_and_op", "MPI_Accumulate",
					   "MPI_Compare_and_swap"};

/* of all ranks together: the wrong sums that were seen were wrong by a hundredth */
#define ENOUGH_OPS 3000
#define LEAST_OPS  600

/* where ranks share a PU, each addition waits for the kernel to give it to the owner */
#define LONG_NS 2000000000

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

// What a rank has added in each way, or all have, and the sum of what MPI_Fetch_and_op brought
// back.
struct added {
	uint64_t ops, brought_back;
};

static struct added add(const struct post *post, uint64_t racing)
{
	uint64_t end_ns = probe_now_ns() + LONG_NS;
	struct added own = {0};

	while (own.ops * racing < ENOUGH_OPS &&
	       (own.ops * racing < LEAST_OPS || probe_now_ns() < end_ns)) {
		own.brought_back += word_add(post, OWNER, BY_FETCH, 1);
		accumulate(post, BY_ACCUMULATE);
		compare_and_swap(post, BY_CAS);
		own.ops++;
	}
	return own;
}

// Of all ranks, at the owner.
static struct added add_together(const struct world *world, const struct post *post)
{
	struct added own = {0}, all = {0};

	if (world->crowded)
		turns_begin();
	MPI_Win_lock_all(0, post->window);
	if (world->self != OWNER)
		own = add(post, (uint64_t)world->nr - 1);
	MPI_Win_unlock_all(post->window);
	MPI_Reduce(&own, &all, 2, MPI_UINT64_T, MPI_SUM, OWNER, world->comm);
	if (world->crowded)
		turns_end();
	return all;
}

static void judge(const uint64_t *words, const struct added *all, char *why, size_t size)
{
	for (int way = 0; way < NR_WAYS; way++)
		if (words[way] != all->ops) {
			snprintf(why, size,
				 "this MPI is not to be measured with: of %" PRIu64
				 " additions by %s it has %" PRIu64,
				 all->ops, names[way], words[way]);
			return;
		}
	if (all->brought_back != all->ops * (all->ops - 1) / 2)
		snprintf(why, size,
			 "this MPI is not to be measured with: %s has brought the same value back "
			 "twice",
			 names[BY_FETCH]);
}

json_t *self_test(const struct world *world, struct memory *memory, char *why, size_t size)
{
	struct added all;
	struct post post;

	why[0] = '\0';
	memory_ensure(memory, world, NR_WAYS, NR_WAYS);
	post = (struct post){.window = memory_window(memory)};
	MPI_Barrier(world->comm);
	all = add_together(world, &post);
	if (world->self != OWNER)
		return NULL;
	MPI_Win_lock(MPI_LOCK_SHARED, OWNER, 0, post.window);
	judge(memory->words, &all, why, size);
	MPI_Win_unlock(OWNER, post.window);
	return json_pack("{s:I, s:s}", "additions", (json_int_t)all.ops * NR_WAYS, "found",
			 why[0] ? why : "exact");
}
