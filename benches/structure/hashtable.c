// SPDX-License-Identifier: MIT

// The hash table's memory: buckets, then each task's pool and its nodes. Everything lies in one
// shared mapping made before the tasks start, so that a node's address means the same in every
// process.

#include "benches/structure/hashtable.h"

#include "benches/structure/structure.h"

static uint64_t nr_buckets(const struct extent *extent)
{
	return hashtable_nr_buckets(extent->slots);
}

static uint64_t pool_size(const struct extent *extent)
{
	return hashtable_pool_size(extent->slots, extent->keys);
}

static size_t buckets_bytes(const struct extent *extent)
{
	size_t size = nr_buckets(extent) * sizeof(struct node *);

	return (size + APART - 1) / APART * APART;
}

static size_t bytes(const struct extent *extent)
{
	size_t pool = sizeof(struct node_pool) + pool_size(extent) * sizeof(struct node);

	pool = (pool + APART - 1) / APART * APART;
	return buckets_bytes(extent) + extent->nr_tasks * pool;
}

static struct node_pool *pool_at(const void *memory, const struct extent *extent, unsigned task)
{
	size_t all = bytes(extent) - buckets_bytes(extent);
	size_t offset = buckets_bytes(extent) + all / extent->nr_tasks * task;

	return (struct node_pool *)((unsigned char *)memory + offset);
}

static void build(void *memory, const struct extent *extent, struct work *works)
{
	unsigned shift = 64 - (unsigned)__builtin_ctzll(nr_buckets(extent));

	for (unsigned i = 0; i < extent->nr_tasks; i++) {
		struct node_pool *pool = pool_at(memory, extent, i);

		pool->nodes = (struct node *)(pool + 1);
		pool->size = pool_size(extent);
		works[i].cells = memory;
		works[i].hash_shift = shift;
		works[i].pool = pool;
	}
}

static uint64_t nr_inserted(const void *memory, const struct extent *extent)
{
	uint64_t nr = 0;

	for (unsigned i = 0; i < extent->nr_tasks; i++)
		nr += pool_at(memory, extent, i)->used;
	return nr;
}

// True if a node between `first` and `node` has the same key.
static bool seen_before(const struct node *first, const struct node *node)
{
	while (first != node && first->key != node->key)
		first = first->next;
	return first != node;
}

// A chain that a race has bent into a ring would be walked for ever: no walk passes more nodes than
// were inserted.
static void observe(const void *memory, const struct extent *extent, struct observed *found)
{
	struct node *const *buckets = memory;
	uint64_t inserted = nr_inserted(memory, extent), reached = 0;

	*found = (struct observed){0};
	for (uint64_t b = 0; b < nr_buckets(extent); b++) {
		for (const struct node *n = buckets[b]; n && reached < inserted; n = n->next) {
			reached++;
			found->sum += n->value;
			found->entries_twice += seen_before(buckets[b], n);
		}
	}
	found->entries_lost = inserted - reached;
}

static uint64_t guard(const struct extent *extent, uint64_t cell, uint64_t nr_guards)
{
	unsigned shift = 64 - (unsigned)__builtin_ctzll(nr_buckets(extent));

	/* a lock guards whole buckets, or two tasks could change one chain at once */
	return hashtable_bucket(cell, shift) % nr_guards;
}

const struct structure structure_hashtable = {
    .id = STRUCTURE_HASHTABLE,
    .name = "hashtable",
    .summary = "counters found by key, by separate chaining; a key's first touch inserts it",
    .has_slots = true,
    .has_entries = true,
    .bytes = bytes,
    .build = build,
    .observe = observe,
    .guard = guard,
    .nr_guards = nr_buckets,
};
