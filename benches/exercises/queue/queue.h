// SPDX-License-Identifier: MIT

// A bounded queue between producers and consumers, to be written in queue.c.

#ifndef QUEUE_H
#define QUEUE_H

#include <stddef.h>
#include <stdint.h>

enum {
	QUEUE_MOST = 64, /* no queue is larger */
};

struct queue; /* yours: say in queue.c what is in it; at most 4096 bytes */

extern const size_t queue_bytes; /* sizeof(struct queue) */

// Before all else. All bytes of it are 0. The capacity is 1 to QUEUE_MOST.
void queue_init(struct queue *queue, unsigned capacity);

// Puts an item at the end. Waits while `capacity` items are in the queue.
void queue_put(struct queue *queue, uint64_t item);

// Takes the item that is first. Waits while there is none.
uint64_t queue_get(struct queue *queue);

#endif
