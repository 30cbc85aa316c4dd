// SPDX-License-Identifier: MIT

// The hash table of benches/structure/hashtable.h in another rank's window: buckets and nodes are
// words, and a link is where a node lies, 0 for none. Each step along a chain is a way to the owner
// and back.

#ifndef RACELAB_REMOTE_TABLE_H
#define RACELAB_REMOTE_TABLE_H

#include <stdbool.h>
#include <stdint.h>

#include "benches/remote/remote.h"
#include "benches/remote/words.h"
#include "benches/structure/hashtable.h"

// A node's words.
enum {
	NODE_NEXT,
	NODE_KEY,
	NODE_VALUE,
	TABLE_NODE_WORDS = sizeof(struct node) / 8,
};

// A strategy as the loops see it.
struct remote_protocol {
	void (*enter)(const struct post *post, MPI_Aint guard);
	void (*bump)(struct duty *duty, MPI_Aint cell);
	uint64_t (*load)(const struct post *post, MPI_Aint at);
	void (*store)(const struct post *post, MPI_Aint at, uint64_t value);
	void (*leave)(const struct post *post, MPI_Aint guard);
	bool compares; /* a node is inserted by compare-and-swap, not by a store */
};

INLINE MPI_Aint plot_take(struct plot *plot)
{
	MPI_Aint node = plot->first + (MPI_Aint)plot->used * TABLE_NODE_WORDS;

	if (plot->used < plot->size - 1)
		plot->used++;
	return node;
}

INLINE MPI_Aint table_find(const struct duty *d, struct remote_protocol p, MPI_Aint node,
			   uint64_t key)
{
	while (node && p.load(&d->post, node + NODE_KEY) != key)
		node = (MPI_Aint)p.load(&d->post, node + NODE_NEXT);
	return node;
}

// Makes `node` the head of the chain if `head` still is (or whether or not). Returns whether it
// did.
INLINE bool table_push(const struct duty *d, struct remote_protocol p, MPI_Aint link, MPI_Aint head,
		       MPI_Aint node)
{
	p.store(&d->post, node + NODE_NEXT, (uint64_t)head);
	if (p.compares)
		return word_cas(&d->post, d->post.owner, link, (uint64_t)head, (uint64_t)node) ==
		       (uint64_t)head;
	p.store(&d->post, link, (uint64_t)node);
	return true;
}

INLINE MPI_Aint table_find_or_insert(struct duty *d, struct remote_protocol p, MPI_Aint link,
				     uint64_t key)
{
	MPI_Aint head = (MPI_Aint)p.load(&d->post, link);
	MPI_Aint found = table_find(d, p, head, key), fresh = 0;

	while (!found) {
		if (!fresh) {
			fresh = plot_take(&d->plot);
			p.store(&d->post, fresh + NODE_KEY, key);
		}
		if (table_push(d, p, link, head, fresh))
			return fresh;
		head = (MPI_Aint)p.load(&d->post, link);
		found = table_find(d, p, head, key);
	}
	if (fresh)
		d->plot.used--; /* another rank was faster: the node goes back */
	return found;
}

// The same by the owner itself, for strategies that ask it: its own memory, and nobody else's.
static inline uint64_t *table_own(struct stand *stand, uint64_t key)
{
	uint64_t *link =
	    &stand->words[stand->cells + (MPI_Aint)hashtable_bucket(key, stand->hash_shift)];
	uint64_t node = *link;

	while (node && stand->words[node + NODE_KEY] != key)
		node = stand->words[node + NODE_NEXT];
	if (!node) {
		node = (uint64_t)plot_take(&stand->plot);
		stand->words[node + NODE_KEY] = key;
		stand->words[node + NODE_NEXT] = *link;
		*link = node;
	}
	return &stand->words[node + NODE_VALUE];
}

#endif
