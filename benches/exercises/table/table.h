// SPDX-License-Identifier: MIT

// A hash table that many tasks insert into at once, to be written in table.c.

#ifndef TABLE_H
#define TABLE_H

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

enum {
	TABLE_CHAINS = 64,  /* at most */
	TABLE_BYTES = 8192, /* of a struct table, at most: two lines of 64 for each chain */
};

// An entry, whose memory is the caller's and stays where it is. `next` is yours: a plain pointer,
// or an atomic one if you want to read it without a lock; use one of the two throughout.
struct node {
	uint64_t key;
	union {
		struct node *next;
		struct node *_Atomic atomic_next;
	};
};

struct table; /* yours: say in table.c what is in it */

extern const size_t table_bytes; /* sizeof(struct table) */

// Before all else. All bytes of it are 0, it begins at a line of 64. It is to have nr_chains
// chains, 1 to TABLE_CHAINS; the key says which chain a node is in.
void table_init(struct table *table, unsigned nr_chains, unsigned nr_tasks);

// Makes the node an entry, unless there is one of its key. Returns whether it did: of several tasks
// that insert the same key, one alone is told true.
bool table_insert(struct table *table, struct node *node);

// The entry of this key; NULL if there is none. Whoever inserts one makes it to be found from then
// on, by everybody.
struct node *table_find(struct table *table, uint64_t key);

#endif
