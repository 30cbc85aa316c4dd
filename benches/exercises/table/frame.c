// SPDX-License-Identifier: MIT

// All tasks insert the same keys, each with nodes of its own, neighbours in a different order. Of
// each key one node is to get in, one task is to be told so, and from then on everybody is to find
// it. Nodes are not for ever: who has none left looks for what is there.

#include "benches/exercises/frame.h"
#include "benches/exercises/table/table.h"

enum {
	NODES = 4096, /* of all tasks together, a power of 2 */
};

// What a task was told of one of its nodes.
enum said {
	NOT_TRIED,
	IS_IN,
	WAS_THERE,
};

struct room {
	unsigned char table[TABLE_BYTES] __attribute__((aligned(64)));
	struct node node[NODES] __attribute__((aligned(64)));
	uint8_t said[NODES] __attribute__((aligned(64)));
	unsigned nodes_each; /* an even number, as keys are swapped in pairs */
};

const size_t frame_room_bytes = sizeof(struct room);

static struct table *table_of(struct room *room)
{
	return (struct table *)room->table;
}

void frame_begin(void *place, unsigned nr_tasks)
{
	struct room *room = place;

	frame_claim(table_bytes <= sizeof room->table, "struct table has more than 8192 bytes");
	room->nodes_each = NODES / nr_tasks & ~1u;
	table_init(table_of(room), frame_explored ? 1 : TABLE_CHAINS, nr_tasks);
}

// Every other task has 1, 0, 3, 2, ... So is the key of a round, and the round of a key.
static uint64_t swapped(unsigned task, uint64_t round)
{
	return round ^ (task & 1);
}

static void find(struct room *room, uint64_t key)
{
	struct node *node = table_find(table_of(room), key);

	frame_claim(node, "a key that was inserted is not found");
	frame_claim(!node || node->key == key, "a node that was found has another key");
}

static void insert(struct room *room, unsigned task, uint64_t round)
{
	uint64_t i = (uint64_t)task * room->nodes_each + round;

	room->node[i].key = swapped(task, round);
	room->said[i] = table_insert(table_of(room), &room->node[i]) ? IS_IN : WAS_THERE;
}

uint64_t frame_work(void *place, unsigned task, const struct pace *pace)
{
	struct room *room = place;
	uint64_t done = 0;

	for (; pace_goes_on(pace, done); done++) {
		if (done < room->nodes_each)
			insert(room, task, done);
		/* NOLINTNEXTLINE(clang-analyzer-core.DivideZero): there is one at least */
		find(room, swapped(task, done % room->nodes_each));
	}
	return done;
}

// How many of those that tried this key were told the truth: all, unless the one that was told that
// it is in is not.
static uint64_t found_of(struct room *room, uint64_t key, unsigned nr_tasks)
{
	struct node *node = table_find(table_of(room), key), *in = NULL;
	unsigned nr_tried = 0, nr_in = 0;

	for (unsigned task = 0; task < nr_tasks; task++) {
		uint64_t i = (uint64_t)task * room->nodes_each + swapped(task, key);

		nr_tried += room->said[i] != NOT_TRIED;
		if (room->said[i] == IS_IN)
			in = &room->node[i], nr_in++;
	}
	frame_claim(nr_in < 2, "two tasks were told that they inserted one key");
	return nr_tried && node != in ? nr_tried - 1 : nr_tried;
}

uint64_t frame_found(void *place, const uint64_t *done, unsigned nr_tasks)
{
	struct room *room = place;
	uint64_t found = 0;

	for (uint64_t key = 0; key < room->nodes_each; key++)
		found += found_of(room, key, nr_tasks);
	for (unsigned task = 0; task < nr_tasks; task++)
		if (done[task] > room->nodes_each)
			found +=
			    done[task] - room->nodes_each; /* only looked: it claims for itself */
	return found;
}
