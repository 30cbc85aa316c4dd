// SPDX-License-Identifier: MIT

// Misconception: a compare-and-swap that failed is simply tried again with the new value. It failed
// because somebody else was quicker; who may have inserted the very key. Everything that was
// concluded from the old value has to be concluded anew: the look belongs into the loop.

#include "table.h"

#include <stdatomic.h>

struct table {
	unsigned nr_chains;
	struct node *_Atomic first[TABLE_CHAINS];
};

const size_t table_bytes = sizeof(struct table);

void table_init(struct table *table, unsigned nr_chains, unsigned nr_tasks)
{
	(void)nr_tasks;
	table->nr_chains = nr_chains;
}

static struct node *_Atomic *chain_of(struct table *table, uint64_t key)
{
	return &table->first[key % table->nr_chains];
}

// From this node on.
static struct node *search(struct node *node, uint64_t key)
{
	/* relaxed: nodes that are linked in are never changed again, and were seen with the first
	 */
	while (node && node->key != key)
		node = atomic_load_explicit(&node->atomic_next, memory_order_relaxed);
	return node;
}

bool table_insert(struct table *table, struct node *node)
{
	struct node *_Atomic *chain = chain_of(table, node->key);
	/* acquire: the nodes behind it, as they were linked in */
	struct node *first = atomic_load_explicit(chain, memory_order_acquire);

	if (search(first, node->key)) /* the mistake: in the loop */
		return false;
	do {
		/* relaxed: nobody knows the node yet */
		atomic_store_explicit(&node->atomic_next, first, memory_order_relaxed);
		/* release: the node, with its key; acquire: as above, of who was quicker */
	} while (!atomic_compare_exchange_strong_explicit(chain, &first, node, memory_order_release,
							  memory_order_acquire));
	return true;
}

struct node *table_find(struct table *table, uint64_t key)
{
	/* acquire: as in table_insert */
	return search(atomic_load_explicit(chain_of(table, key), memory_order_acquire), key);
}
