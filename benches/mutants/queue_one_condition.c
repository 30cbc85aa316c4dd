// SPDX-License-Identifier: MIT

// Misconception: one condition will do for both, and to wake one task is enough. It is not when
// tasks wait for different things: a signal for a producer may wake a consumer, which finds nothing
// and goes back to sleep, and the producer is never told. With one condition it takes a broadcast,
// with a signal two conditions.

#include "queue.h"

#include <pthread.h>

struct queue {
	pthread_mutex_t mutex;
	pthread_cond_t changed;
	unsigned capacity, first, nr_items;
	uint64_t item[QUEUE_MOST]; /* a ring */
};

const size_t queue_bytes = sizeof(struct queue);

void queue_init(struct queue *queue, unsigned capacity)
{
	pthread_mutex_init(&queue->mutex, NULL);
	pthread_cond_init(&queue->changed, NULL);
	queue->capacity = capacity;
}

void queue_put(struct queue *queue, uint64_t item)
{
	pthread_mutex_lock(&queue->mutex);
	while (queue->nr_items == queue->capacity)
		pthread_cond_wait(&queue->changed, &queue->mutex);
	queue->item[(queue->first + queue->nr_items) % queue->capacity] = item;
	queue->nr_items++;
	pthread_cond_signal(&queue->changed);
	pthread_mutex_unlock(&queue->mutex);
}

uint64_t queue_get(struct queue *queue)
{
	uint64_t item;

	pthread_mutex_lock(&queue->mutex);
	while (queue->nr_items == 0)
		pthread_cond_wait(&queue->changed, &queue->mutex);
	item = queue->item[queue->first];
	queue->first = (queue->first + 1) % queue->capacity;
	queue->nr_items--;
	pthread_cond_signal(&queue->changed);
	pthread_mutex_unlock(&queue->mutex);
	return item;
}
