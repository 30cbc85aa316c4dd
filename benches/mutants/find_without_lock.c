// SPDX-License-Identifier: MIT

// Misconception: who only reads changes nothing, and needs no lock. But what it reads is being
// changed: the pointer to the first node may be seen before what is in the node. On x86 it mostly
// goes well; C11 calls it a data race. Take the lock, or make the pointers atomic.

#include "table.h"

#include <pthread.h>

struct chain {
	pthread_mutex_t mutex __attribute__((aligned(64)));
	struct node *first;
};

struct table {
	unsigned nr_chains;
	struct chain chain[TABLE_CHAINS];
};

const size_t table_bytes = sizeof(struct table);

void table_init(struct table *table, unsigned nr_chains, unsigned nr_tasks)
{
	(void)nr_tasks;
	table->nr_chains = nr_chains;
	for (unsigned i = 0; i < nr_chains; i++)
		pthread_mutex_init(&table->chain[i].mutex, NULL);
}

static struct chain *chain_of(struct table *table, uint64_t key)
{
	return &table->chain[key % table->nr_chains];
}

// To be called with the chain's lock.
static struct node *search(const struct chain *chain, uint64_t key)
{
	struct node *node = chain->first;

	while (node && node->key != key)
		node = node->next;
	return node;
}

bool table_insert(struct table *table, struct node *node)
{
	struct chain *chain = chain_of(table, node->key);
	bool is_new;

	pthread_mutex_lock(&chain->mutex);
	is_new = !search(chain, node->key);
	if (is_new) {
		node->next = chain->first;
		chain->first = node;
	}
	pthread_mutex_unlock(&chain->mutex);
	return is_new;
}

struct node *table_find(struct table *table, uint64_t key)
{
	struct chain *chain = chain_of(table, key);

	return search(chain, key); /* the mistake: without the lock */
}
