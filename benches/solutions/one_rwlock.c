// SPDX-License-Identifier: MIT

// One lock for the whole table, which all who look may have at once.

#include "table.h"

#include <pthread.h>

struct table {
	pthread_rwlock_t lock;
	unsigned nr_chains;
	struct node *first[TABLE_CHAINS];
};

const size_t table_bytes = sizeof(struct table);

void table_init(struct table *table, unsigned nr_chains, unsigned nr_tasks)
{
	(void)nr_tasks;
	table->nr_chains = nr_chains;
	pthread_rwlock_init(&table->lock, NULL);
}

static struct node *search(struct table *table, uint64_t key)
{
	struct node *node = table->first[key % table->nr_chains];

	while (node && node->key != key)
		node = node->next;
	return node;
}

bool table_insert(struct table *table, struct node *node)
{
	struct node **first = &table->first[node->key % table->nr_chains];
	bool is_new = false;

	pthread_rwlock_wrlock(&table->lock);
	if (!search(table, node->key)) {
		node->next = *first;
		*first = node;
		is_new = true;
	}
	pthread_rwlock_unlock(&table->lock);
	return is_new;
}

struct node *table_find(struct table *table, uint64_t key)
{
	struct node *node;

	pthread_rwlock_rdlock(&table->lock);
	node = search(table, key);
	pthread_rwlock_unlock(&table->lock);
	return node;
}
