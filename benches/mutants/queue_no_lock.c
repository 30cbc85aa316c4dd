// SPDX-License-Identifier: MIT

// Misconception: producers and consumers have an index each, so they need no lock. The number of
// items is everybody's: one adds to it, the other takes from it, and as each of them reads,
// computes and writes, one of the two is lost. Then an item is gone, or one that never was is
// waited for.

#include "queue.h"

#include <sched.h>
#include <stdatomic.h>

struct queue {
	unsigned capacity, first, last;
	atomic_uint nr_items;
	uint64_t item[QUEUE_MOST]; /* a ring */
};

const size_t queue_bytes = sizeof(struct queue);

void queue_init(struct queue *queue, unsigned capacity)
{
	queue->capacity = capacity;
}

void queue_put(struct queue *queue, uint64_t item)
{
	while (queue->nr_items == queue->capacity)
		sched_yield();
	queue->item[queue->last] = item;
	queue->last = (queue->last + 1) % queue->capacity;
	queue->nr_items = queue->nr_items + 1;
}

uint64_t queue_get(struct queue *queue)
{
	uint64_t item;

	while (queue->nr_items == 0)
		sched_yield();
	item = queue->item[queue->first];
	queue->first = (queue->first + 1) % queue->capacity;
	queue->nr_items = queue->nr_items - 1;
	return item;
}
