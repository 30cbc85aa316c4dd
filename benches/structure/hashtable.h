// SPDX-License-Identifier: MIT

// A hash table of counters by separate chaining, in memory that all tasks share: find the key's
// node, or insert one at the head of its chain, then increment its value. It starts empty, so the
// first touch of each key races for the chain as well as for the value.
//
// How the chains are touched depends on the strategy. Without synchronization two inserts into one
// bucket can overwrite each other (a node and its count are gone), or both can add the same key.
// A lock guards its bucket's stripe. An atomic strategy publishes a node by compare-and-swap; nodes
// are never removed, so a reader needs no protection from reclamation, and there is no ABA.
//
// Hashing is Fibonacci hashing (Knuth, TAOCP 3, 6.4): a multiplication and a shift.

#ifndef RACELAB_HASHTABLE_H
#define RACELAB_HASHTABLE_H

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

#include "benches/structure/loop.h"
#include "benches/sync/sync.h"
#include "harness/trial/racy.h"

struct node {
	struct node *next;
	uint64_t key;
	uint64_t value;
	uint64_t unused; /* 32 bytes, as a node from malloc would have */
};

// The nodes that one task can insert. Only that task writes it.
struct node_pool {
	struct node *nodes;
	uint64_t used; /* nodes taken so far */
	uint64_t size; /* nodes there are; the last one takes what no longer fits */
} __attribute__((aligned(APART)));

// 2^64 / golden ratio: the high bits of a key's product with it choose its bucket.
#define HASHTABLE_MULTIPLIER 11400714819323198485u

// The smallest power of two that is at least `slots`, and 2: a load factor of 1 at most.
INLINE uint64_t hashtable_nr_buckets(uint64_t slots)
{
	uint64_t nr = 2;

	while (nr < slots)
		nr *= 2;
	return nr;
}

// Nodes that one task gets. It inserts each key it knows once; racing inserts can be lost and made
// again, so there is room for as many more, and some.
INLINE uint64_t hashtable_pool_size(uint64_t slots, uint64_t keys)
{
	return 2 * (slots < keys ? slots : keys) + 64;
}

// The bucket of a key in a table of 2^(64 - shift) buckets.
INLINE uint64_t hashtable_bucket(uint64_t key, unsigned shift)
{
	/* two shifts, because one by 64 is undefined */
	return (key * HASHTABLE_MULTIPLIER) >> 1 >> (shift - 1);
}

INLINE struct node *chain_load(struct node *const *link, enum chains chains)
{
	if (chains == CHAINS_GUARDED)
		return *link;
	if (chains == CHAINS_LOCK_FREE) /* acquire: pairs with the release that published it */
		return __atomic_load_n(link, __ATOMIC_ACQUIRE);
	return racy_load_pointer(link);
}

INLINE uint64_t chain_key(const struct node *node, enum chains chains)
{
	/* guarded by the lock, or immutable since it was published; else another task may be at it
	 */
	return chains == CHAINS_RACY ? racy_load(&node->key) : node->key;
}

INLINE struct node *chain_find(struct node *node, uint64_t key, enum chains chains)
{
	while (node && chain_key(node, chains) != key)
		node = chain_load(&node->next, chains);
	return node;
}

// Makes `node` the head of the chain if `head` still is (racy: whether or not it is). Returns
// whether it did.
INLINE bool chain_push(struct node **link, struct node *head, struct node *node, enum chains chains)
{
	if (chains == CHAINS_LOCK_FREE) {
		node->next = head;
		/* release: publishes key, value and next; relaxed on failure: the head is read
		 * again */
		return __atomic_compare_exchange_n(link, &head, node, false, __ATOMIC_RELEASE,
						   __ATOMIC_RELAXED);
	}
	if (chains == CHAINS_GUARDED) {
		node->next = head;
		*link = node;
		return true;
	}
	racy_store_pointer(&node->next, head);
	racy_store_pointer(link, node);
	return true;
}

// A fresh node with this key. When the pool is used up, which takes more overwritten inserts than
// were ever seen, it hands out its last node again, so counts get lost but memory is not.
INLINE struct node *node_take(struct node_pool *pool, uint64_t key, enum chains chains)
{
	struct node *node = &pool->nodes[pool->used];

	if (pool->used < pool->size - 1)
		pool->used++;
	if (chains == CHAINS_RACY)
		racy_store(&node->key, key);
	else
		node->key = key;
	return node;
}

// Inserting is rare (once a key) and kept out of the loop's way, but not out of line.
INLINE struct node *chain_find_or_insert(struct node **link, uint64_t key, struct node_pool *pool,
					 enum chains chains)
{
	struct node *head = chain_load(link, chains);
	struct node *found = chain_find(head, key, chains);
	struct node *fresh = NULL;

	while (__builtin_expect(!found, 0)) {
		if (!fresh)
			fresh = node_take(pool, key, chains);
		if (chain_push(link, head, fresh, chains))
			return fresh;
		head = chain_load(link, chains);
		found = chain_find(head, key, chains);
	}
	if (__builtin_expect(fresh != NULL, 0))
		pool->used--; /* another task was faster: the node goes back */
	return found;
}

INLINE void hashtable_increment(const struct work *w, struct protocol p, uint64_t position,
				bool paced)
{
	struct node **buckets = w->cells;
	const struct key key = w->keys[position & w->key_mask];
	void *guard = guard_of(w, key);
	struct node **link = &buckets[hashtable_bucket(key.cell, w->hash_shift)];

	p.enter(w, guard);
	bump(w, p, &chain_find_or_insert(link, key.cell, w->pool, p.chains)->value, paced);
	p.leave(w, guard);
}

// The kernels of `hashtable`: w->cells are its buckets; keys hold keys.
INLINE uint64_t hashtable_run(const struct work *w, struct protocol p)
{
	return race(w, p, hashtable_increment);
}

INLINE uint64_t hashtable_sample(const struct work *w, struct protocol p)
{
	return race_sampled(w, p, hashtable_increment);
}

#endif
