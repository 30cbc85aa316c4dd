// SPDX-License-Identifier: MIT

// Userspace RCU's lock-free hash table, to stand beside our own: cds_lfht of liburcu, by Mathieu
// Desnoyers and Lai Jiangshan, after Shalev and Shavit, "Split-Ordered Lists: Lock-Free Extensible
// Hash Tables", JACM 53(3), 2006. Unlike ours it can grow, and entries can be removed while others
// read them; here it does neither, and has as many buckets as ours.
//
// Its memory is malloc's, of one process, so only threads can race on it. It has a kernel for
// fetch_add only, here and not in instantiate.h, so that no strategy's file needs liburcu's
// headers.
//
// Of liburcu's flavours this is QSBR, whose read lock is nothing at all, so the fastest opponent
// for ours (in duels over 64 keys an increment takes 1.1 to 1.2 times as long with memb and with
// bp, by one thread and by two). Its price is that a reader has to say now and then that it holds
// no reference; but only one who waits for a grace period would ask, and nobody removes anything
// here.

#include <errno.h>
#include <stdbool.h>
#include <stdint.h>
#include <string.h>
#include <urcu-qsbr.h>
#include <urcu/compiler.h>
#include <urcu/rculfhash.h> /* after the flavour, whose names it uses */

#include "benches/structure/hashtable.h"
#include "benches/structure/loop.h"
#include "benches/structure/structure.h"
#include "benches/sync/must.h"
#include "benches/sync/sync.h"

struct entry {
	struct cds_lfht_node link;
	uint64_t key;
	uint64_t value;
};

// As many entries as a task can insert, as tightly packed as our own table's nodes.
struct entry_pool {
	uint64_t used;
	struct entry entries[] __attribute__((aligned(APART)));
};

_Static_assert(sizeof(struct entry) == sizeof(struct node), "both tables' entries are as large");

// The key's hash: the same bits that choose a bucket in our table come last, where this one looks
// for them, so that both have the same keys in a bucket.
INLINE unsigned long hash_of(uint64_t key, unsigned shift)
{
	uint64_t product = key * HASHTABLE_MULTIPLIER;

	return product << (64 - shift) | product >> shift;
}

static int has_key(struct cds_lfht_node *link, const void *key)
{
	return caa_container_of(link, struct entry, link)->key == *(const uint64_t *)key;
}

// Adds the key, unless another task is faster. Once a key, so it is kept out of the loop.
static __attribute__((noinline)) struct cds_lfht_node *insert(const struct work *w, uint64_t key,
							      unsigned long hash)
{
	struct entry_pool *pool = (struct entry_pool *)w->pool;
	struct entry *fresh = &pool->entries[pool->used++];
	struct cds_lfht_node *there;

	fresh->key = key;
	cds_lfht_node_init(&fresh->link);
	there = cds_lfht_add_unique(w->cells, hash, has_key, &key, &fresh->link);
	if (there != &fresh->link)
		pool->used--; /* the entry goes back */
	return there;
}

INLINE void lfht_increment(const struct work *w, struct protocol p, uint64_t position, bool paced)
{
	const uint64_t key = w->keys[position & w->key_mask].cell;
	unsigned long hash = hash_of(key, w->hash_shift);
	struct cds_lfht_iter found;
	struct cds_lfht_node *link;

	p.enter(w, NULL);
	cds_lfht_lookup(w->cells, hash, has_key, &key, &found);
	link = cds_lfht_iter_get_node(&found);
	if (__builtin_expect(!link, 0))
		link = insert(w, key, hash);
	bump(w, p, &caa_container_of(link, struct entry, link)->value, paced);
	p.leave(w, NULL);
}

INLINE void enter_reading(const struct work *w, void *guard)
{
	(void)w;
	(void)guard;
	rcu_read_lock();
}

INLINE void leave_reading(const struct work *w, void *guard)
{
	(void)w;
	(void)guard;
	rcu_read_unlock();
}

INLINE void fetch_add(const struct work *w, void *cell, uint64_t n)
{
	(void)w;
	__atomic_fetch_add((uint64_t *)cell, n, __ATOMIC_RELAXED); /* as in sync/fetch_add.c */
}

uint64_t run_lfht__fetch_add(const struct work *work);

__attribute__((noinline, visibility("default"))) uint64_t
run_lfht__fetch_add(const struct work *work)
{
	return race(
	    work,
	    (struct protocol){.enter = enter_reading, .bump = fetch_add, .leave = leave_reading},
	    lfht_increment);
}

static kernel_fn *kernel(const struct strategy *strategy)
{
	return strcmp(strategy->name, "fetch_add") ? NULL : run_lfht__fetch_add;
}

// What lies in the shared memory: where the table is, then each task's entries.
struct header {
	struct cds_lfht *table;
} __attribute__((aligned(APART)));

static size_t pool_bytes(const struct extent *extent)
{
	/* a task inserts each key it knows once at most: no entry is ever lost */
	uint64_t nr = extent->slots < extent->keys ? extent->slots : extent->keys;
	size_t size = sizeof(struct entry_pool) + nr * sizeof(struct entry);

	return (size + APART - 1) / APART * APART;
}

static size_t bytes(const struct extent *extent)
{
	return sizeof(struct header) + extent->nr_tasks * pool_bytes(extent);
}

static struct entry_pool *pool_at(const void *memory, const struct extent *extent, unsigned task)
{
	return (struct entry_pool *)((unsigned char *)memory + sizeof(struct header) +
				     task * pool_bytes(extent));
}

static void build(void *memory, const struct extent *extent, struct work *works)
{
	struct header *header = memory;
	uint64_t nr = hashtable_nr_buckets(extent->slots);

	header->table = cds_lfht_new(nr, nr, nr, 0, NULL);
	must(header->table ? 0 : ENOMEM);
	for (unsigned i = 0; i < extent->nr_tasks; i++) {
		works[i].cells = header->table;
		works[i].hash_shift = 64 - (unsigned)__builtin_ctzll(nr);
		works[i].pool = (struct node_pool *)pool_at(memory, extent, i);
	}
}

static uint64_t nr_inserted(const void *memory, const struct extent *extent)
{
	uint64_t nr = 0;

	for (unsigned i = 0; i < extent->nr_tasks; i++)
		nr += pool_at(memory, extent, i)->used;
	return nr;
}

// Entries come in the order of their hashes, which differ where keys do: equal keys are neighbours.
static void observe(const void *memory, const struct extent *extent, struct observed *found)
{
	const struct header *header = memory;
	const struct entry *before = NULL, *entry;
	struct cds_lfht_iter iter;
	uint64_t reached = 0;

	*found = (struct observed){0};
	rcu_register_thread();
	rcu_read_lock();
	cds_lfht_for_each_entry(header->table, &iter, entry, link)
	{
		reached++;
		found->sum += entry->value;
		found->entries_twice += before && before->key == entry->key;
		before = entry;
	}
	rcu_read_unlock();
	rcu_unregister_thread();
	found->entries_lost = nr_inserted(memory, extent) - reached;
}

// A table has to be empty before it can be destroyed.
static void fini(void *memory, const struct extent *extent)
{
	struct header *header = memory;
	struct cds_lfht_node *link;
	struct cds_lfht_iter iter;

	(void)extent;
	rcu_register_thread();
	rcu_read_lock();
	cds_lfht_for_each(header->table, &iter, link) must(-cds_lfht_del(header->table, link));
	rcu_read_unlock();
	rcu_unregister_thread();
	must(-cds_lfht_destroy(header->table, NULL));
}

static void enter_task(void)
{
	rcu_register_thread();
}

static void leave_task(void)
{
	rcu_unregister_thread();
}

const struct structure structure_lfht = {
    .id = STRUCTURE_LFHT,
    .name = "lfht",
    .summary = "counters found by key in userspace RCU's lock-free hash table",
    .has_slots = true,
    .has_entries = true,
    .bytes = bytes,
    .build = build,
    .observe = observe,
    .kernel = kernel,
    .raced_by = "fetch_add",
    .threads_only = "its table lies in one process's private memory",
    .fini = fini,
    .enter_task = enter_task,
    .leave_task = leave_task,
};
