// SPDX-License-Identifier: MIT

#include "harness/explore/program/nodes.h"

#include <stdlib.h>
#include <string.h>

#include "harness/explore/hash.h"

void nodes_init(struct nodes *nodes)
{
	*nodes = (struct nodes){0};
}

void nodes_fini(struct nodes *nodes)
{
	for (uint32_t i = 0; i < nodes->nr; i++)
		free(nodes->node[i].stack);
	free(nodes->node);
	free(nodes->slot);
	nodes_init(nodes);
}

static uint64_t hash_of(unsigned task, const struct step *step, const unsigned char *stack,
			size_t bytes)
{
	return hash_bytes(stack, bytes, hash_bytes(step, sizeof *step, task));
}

static bool is_same(const struct node *node, unsigned task, const struct step *step,
		    const unsigned char *stack, size_t bytes)
{
	return node->task == task && node->bytes == bytes &&
	       memcmp(&node->step, step, sizeof *step) == 0 &&
	       memcmp(node->stack, stack, bytes) == 0;
}

static int grow(struct nodes *nodes)
{
	uint32_t nr_slots = nodes->nr_slots ? nodes->nr_slots * 2 : 1024;
	struct node *node = realloc(nodes->node, nr_slots / 2 * sizeof *node);
	uint32_t *slot = calloc(nr_slots, sizeof *slot);

	if (node)
		nodes->node = node;
	if (!node || !slot) {
		free(slot);
		return -1;
	}
	for (uint32_t i = 0; i < nodes->nr; i++) {
		uint32_t at = (uint32_t)node[i].hash & (nr_slots - 1);

		while (slot[at])
			at = (at + 1) & (nr_slots - 1);
		slot[at] = i + 1;
	}
	free(nodes->slot);
	nodes->slot = slot;
	nodes->nr_slots = nr_slots;
	return 0;
}

int nodes_find(struct nodes *nodes, unsigned task, const struct step *step,
	       const unsigned char *stack, size_t bytes, uint32_t *number, bool *fresh)
{
	uint64_t hash = hash_of(task, step, stack, bytes);
	struct node *node;
	uint32_t at;

	if (nodes->nr >= nodes->nr_slots / 2 && grow(nodes))
		return -1;
	at = (uint32_t)hash & (nodes->nr_slots - 1);
	for (; nodes->slot[at]; at = (at + 1) & (nodes->nr_slots - 1)) {
		*number = nodes->slot[at] - 1;
		node = &nodes->node[*number];
		if (node->hash == hash && is_same(node, task, step, stack, bytes)) {
			*fresh = false;
			return 0;
		}
	}
	node = &nodes->node[nodes->nr];
	*node = (struct node){task, *step, bytes, malloc(bytes + 1), hash};
	if (!node->stack)
		return -1;
	memcpy(node->stack, stack, bytes);
	*number = nodes->nr++;
	nodes->slot[at] = nodes->nr;
	*fresh = true;
	return 0;
}

const struct node *nodes_get(const struct nodes *nodes, uint32_t number)
{
	return &nodes->node[number];
}
