// A hash table that many tasks insert into at once.
//
// As it stands, nothing protects it. `make try` says what comes of that.

#include "table.h"

struct table {
	unsigned nr_chains;
	struct node *first[TABLE_CHAINS];
};

const size_t table_bytes = sizeof(struct table);

void table_init(struct table *table, unsigned nr_chains, unsigned nr_tasks)
{
	(void)nr_tasks;
	table->nr_chains = nr_chains;
}

bool table_insert(struct table *table, struct node *node)
{
	struct node **first = &table->first[node->key % table->nr_chains];

	if (table_find(table, node->key))
		return false;
	node->next = *first;
	*first = node;
	return true;
}

struct node *table_find(struct table *table, uint64_t key)
{
	struct node *node = table->first[key % table->nr_chains];

	while (node && node->key != key)
		node = node->next;
	return node;
}
