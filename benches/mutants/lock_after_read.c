// SPDX-License-Identifier: MIT

// Misconception: the lock is for writing, so it is taken just before the write. What is written
// hangs on what was read before: the first node of the chain, as it was. A node that somebody else
// has put there since is linked out again, and lost.

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
	struct node *first;
	bool is_new;

	first = chain->first; /* the mistake: before the lock is had */
	pthread_mutex_lock(&chain->mutex);
	is_new = !search(chain, node->key);
	if (is_new) {
		node->next = first;
		chain->first = node;
	}
	pthread_mutex_unlock(&chain->mutex);
	return is_new;
}

struct node *table_find(struct table *table, uint64_t key)
{
	struct chain *chain = chain_of(table, key);
	struct node *node;

	pthread_mutex_lock(&chain->mutex);
	node = search(chain, key);
	pthread_mutex_unlock(&chain->mutex);
	return node;
}
