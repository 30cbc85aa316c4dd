// SPDX-License-Identifier: MIT

// The structures, one task at a time: what is counted is found again, and damage is seen.

#include <criterion/criterion.h>
#include <stdbool.h>
#include <stdint.h>
#include <stdlib.h>
#include <string.h>

#include "benches/catalog.h"
#include "benches/structure/hashtable.h"
#include "benches/structure/loop.h"
#include "benches/structure/structure.h"
#include "benches/sync/sync.h"

#define NR_KEYS 8

// A structure in memory with one work for each of two tasks.
struct site {
	const struct structure *structure;
	struct extent extent;
	void *memory;
	struct work works[2];
	struct key keys[NR_KEYS];
	unsigned stop;
};

static struct site site_create(const char *name, uint64_t slots)
{
	struct site site = {
	    .structure = catalog_find_structure(name),
	    .extent = {.slots = slots, .keys = NR_KEYS, .nr_tasks = 2, .cell_bytes = 8},
	};
	size_t bytes = site.structure->bytes(&site.extent);

	bytes = (bytes + APART - 1) / APART * APART;
	site.memory = aligned_alloc(APART, bytes);
	memset(site.memory, 0, bytes);
	return site;
}

static void site_destroy(struct site *site)
{
	if (site->structure->fini)
		site->structure->fini(site->memory, &site->extent);
	free(site->memory);
}

// One task's increments, as the conductor has it do them.
static uint64_t run_task(const struct structure *structure, const char *strategy,
			 const struct work *work)
{
	kernel_fn *kernel = catalog_kernel(structure, catalog_find_strategy(strategy));
	uint64_t ops;

	if (structure->enter_task)
		structure->enter_task();
	ops = kernel(work);
	if (structure->leave_task)
		structure->leave_task();
	return ops;
}

// Keys 0..7 (for an array: cells 0..7), each task one batch of `ops` increments, one after the
// other.
static struct observed site_run(struct site *site, const char *strategy, uint64_t ops)
{
	struct observed found;

	site->structure->build(site->memory, &site->extent, site->works);
	for (unsigned i = 0; i < NR_KEYS; i++)
		site->keys[i].cell =
		    site->structure->has_entries ? i : i * (unsigned)sizeof(uint64_t);
	for (unsigned i = 0; i < 2; i++) {
		struct work *work = &site->works[i];

		work->keys = site->keys;
		work->key_mask = NR_KEYS - 1;
		work->guards = (unsigned char *)site->keys; /* never looked at */
		work->batch = 16;
		work->ops = ops;
		work->stop = &site->stop;
		cr_expect_eq(run_task(site->structure, strategy, work), ops);
	}
	site->structure->observe(site->memory, &site->extent, &found);
	return found;
}

static const char *const lockless[] = {"none", "volatile", "plain", "fetch_add", "cas"};

Test(structures, hold_what_two_tasks_counted_in_turn)
{
	for (size_t i = 0; i < catalog_nr_structures(); i++)
		for (size_t s = 0; s < sizeof lockless / sizeof *lockless; s++) {
			struct site site;
			struct observed found;

			if (!catalog_kernel(catalog_structure(i),
					    catalog_find_strategy(lockless[s])))
				continue;
			site = site_create(catalog_structure(i)->name, NR_KEYS);
			found = site_run(&site, lockless[s], 1001);
			cr_expect_eq(found.sum, 2002, "%s %s: %lu", site.structure->name,
				     lockless[s], found.sum);
			cr_expect_eq(found.entries_lost, 0);
			cr_expect_eq(found.entries_twice, 0);
			site_destroy(&site);
		}
}

Test(structures, stop_after_the_batch_in_which_the_window_closed)
{
	struct site site = site_create("variable", 1);
	struct work *work = &site.works[0];

	site.structure->build(site.memory, &site.extent, site.works);
	work->batch = 16;
	work->ops = UINT64_MAX;
	work->stop = &site.stop;
	site.stop = 1;
	cr_expect_eq(run_task(site.structure, "fetch_add", work), 16);
	free(site.memory);
}

// The first link whose chain is not empty.
static struct node **full_bucket(struct site *site)
{
	struct node **bucket = site->memory;

	while (!*bucket)
		bucket++;
	return bucket;
}

Test(hashtable, counts_entries_that_cannot_be_reached)
{
	struct site site = site_create("hashtable", NR_KEYS);
	struct observed found;
	uint64_t cut_off = 0, cut_sum = 0;

	site_run(&site, "fetch_add", 80);
	struct node **bucket = full_bucket(&site);
	for (struct node *n = *bucket; n; n = n->next) {
		cut_off++;
		cut_sum += n->value;
	}
	*bucket = NULL;
	site.structure->observe(site.memory, &site.extent, &found);
	cr_expect_eq(found.entries_lost, cut_off);
	cr_expect_eq(found.sum, 160 - cut_sum);
	free(site.memory);
}

Test(hashtable, counts_entries_that_are_there_twice)
{
	struct site site = site_create("hashtable", NR_KEYS);
	struct observed found;

	site_run(&site, "fetch_add", 80);
	struct node *first = *full_bucket(&site);
	struct node_pool *pool = site.works[1].pool;
	struct node *copy = &pool->nodes[pool->used++];
	*copy = (struct node){.key = first->key, .value = 5, .next = first};
	*full_bucket(&site) = copy;
	site.structure->observe(site.memory, &site.extent, &found);
	cr_expect_eq(found.entries_twice, 1);
	cr_expect_eq(found.entries_lost, 0);
	cr_expect_eq(found.sum, 165);
	free(site.memory);
}

Test(hashtable, is_read_to_an_end_even_if_a_chain_is_a_ring, .timeout = 5)
{
	struct site site = site_create("hashtable", NR_KEYS);
	struct observed found;

	site_run(&site, "none", 80);
	struct node *first = *full_bucket(&site);
	first->next = first;
	site.structure->observe(site.memory, &site.extent, &found);
	cr_expect_gt(found.sum, 0);
	free(site.memory);
}

// Two tasks that hold different locks must never be in one bucket.
Test(hashtable, has_one_lock_for_all_keys_of_a_bucket)
{
	const struct structure *structure = catalog_find_structure("hashtable");
	const struct extent extent = {.slots = 100, .keys = 1024, .nr_tasks = 2};
	uint64_t nr_buckets = structure->nr_guards(&extent);
	unsigned shift = 64 - (unsigned)__builtin_ctzll(nr_buckets);

	cr_assert_eq(nr_buckets, 128);
	for (uint64_t key = 0; key < 100; key++) {
		uint64_t bucket = hashtable_bucket(key, shift);

		cr_expect_lt(bucket, nr_buckets);
		cr_expect_eq(structure->guard(&extent, key, nr_buckets), bucket);
		cr_expect_eq(structure->guard(&extent, key, 7), bucket % 7);
	}
}

Test(array, reads_cells_that_lie_a_stride_apart)
{
	struct site site = site_create("array", 2);
	struct observed found;

	site.extent.stride_bytes = 256;
	free(site.memory);
	cr_assert_eq(site.structure->bytes(&site.extent), 512);
	site.memory = calloc(1, 512);
	((uint64_t *)site.memory)[256 / 8] = 7;
	((uint64_t *)site.memory)[0] = 2;
	site.structure->observe(site.memory, &site.extent, &found);
	cr_expect_eq(found.sum, 9);
	free(site.memory);
}

Test(lfht, has_a_kernel_for_fetch_add_only)
{
	const struct structure *structure = catalog_find_structure("lfht");

	for (size_t i = 0; i < catalog_nr_strategies(); i++) {
		const struct strategy *strategy = catalog_strategy(i);
		bool fetch_add = strcmp(strategy->name, "fetch_add") == 0;

		cr_expect_eq(catalog_kernel(structure, strategy) != NULL, fetch_add, "%s",
			     strategy->name);
	}
}

// Task 1 finds the entries that task 0 inserted; a count of entries that says otherwise is seen.
Test(lfht, counts_entries_that_cannot_be_reached)
{
	struct site site = site_create("lfht", NR_KEYS);
	struct observed found = site_run(&site, "fetch_add", 80);
	uint64_t *used[] = {(uint64_t *)site.works[0].pool, (uint64_t *)site.works[1].pool};

	cr_expect_eq(*used[0], NR_KEYS);
	cr_expect_eq(*used[1], 0);
	cr_expect_eq(found.sum, 160);
	*used[1] = 3;
	site.structure->observe(site.memory, &site.extent, &found);
	cr_expect_eq(found.entries_lost, 3);
	site_destroy(&site);
}
