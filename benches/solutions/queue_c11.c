// SPDX-License-Identifier: MIT

// A monitor of C11's mutex and conditions, its state as two running numbers: what was put in, and
// what was taken out.

#include "queue.h"

#include <threads.h>

struct queue {
	mtx_t mutex;
	cnd_t not_full, not_empty;
	unsigned capacity;
	uint64_t nr_put, nr_got;
	uint64_t item[QUEUE_MOST];
};

const size_t queue_bytes = sizeof(struct queue);

void queue_init(struct queue *queue, unsigned capacity)
{
	mtx_init(&queue->mutex, mtx_plain);
	cnd_init(&queue->not_full);
	cnd_init(&queue->not_empty);
	queue->capacity = capacity;
}

void queue_put(struct queue *queue, uint64_t item)
{
	mtx_lock(&queue->mutex);
	while (queue->nr_put - queue->nr_got >= queue->capacity)
		cnd_wait(&queue->not_full, &queue->mutex);
	queue->item[queue->nr_put++ % QUEUE_MOST] = item;
	mtx_unlock(&queue->mutex);
	cnd_signal(&queue->not_empty);
}

uint64_t queue_get(struct queue *queue)
{
	uint64_t item;

	mtx_lock(&queue->mutex);
	while (queue->nr_put == queue->nr_got)
		cnd_wait(&queue->not_empty, &queue->mutex);
	item = queue->item[queue->nr_got++ % QUEUE_MOST];
	mtx_unlock(&queue->mutex);
	cnd_signal(&queue->not_full);
	return item;
}
