// SPDX-License-Identifier: MIT

// A mutex to insert, none to look: links are atomic, and who inserts looks twice, the second time
// under the lock.

#include "table.h"

#include <pthread.h>
#include <stdatomic.h>

struct table {
	pthread_mutex_t mutex;
	unsigned nr_chains;
	struct node *_Atomic first[TABLE_CHAINS];
};

const size_t table_bytes = sizeof(struct table);

void table_init(struct table *table, unsigned nr_chains, unsigned nr_tasks)
{
	(void)nr_tasks;
	table->nr_chains = nr_chains;
	pthread_mutex_init(&table->mutex, NULL);
}

bool table_insert(struct table *table, struct node *node)
{
	struct node *_Atomic *first = &table->first[node->key % table->nr_chains];
	bool is_new;

	if (table_find(table, node->key))
		return false; /* nothing is ever taken out, so that stays true */
	pthread_mutex_lock(&table->mutex);
	is_new = !table_find(table, node->key);
	if (is_new) {
		node->atomic_next = *first;
		*first = node;
	}
	pthread_mutex_unlock(&table->mutex);
	return is_new;
}

struct node *table_find(struct table *table, uint64_t key)
{
	struct node *node = table->first[key % table->nr_chains];

	while (node && node->key != key)
		node = node->atomic_next;
	return node;
}
