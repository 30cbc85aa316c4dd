// SPDX-License-Identifier: MIT

// Misconception: the mutex is there because pthread_cond_wait asks for one. The look is outside of
// it: if the other side puts or takes and signals between the look and the wait, nobody waits yet,
// a signal is not kept, and the wait does not end. The look and the falling asleep must be one
// step, and the mutex is what makes them one.

#include "queue.h"

#include <pthread.h>
#include <stdatomic.h>

struct queue {
	pthread_mutex_t mutex;
	pthread_cond_t not_full, not_empty;
	unsigned capacity, first;
	atomic_uint nr_items;
	uint64_t item[QUEUE_MOST]; /* a ring */
};

const size_t queue_bytes = sizeof(struct queue);

void queue_init(struct queue *queue, unsigned capacity)
{
	pthread_mutex_init(&queue->mutex, NULL);
	pthread_cond_init(&queue->not_full, NULL);
	pthread_cond_init(&queue->not_empty, NULL);
	queue->capacity = capacity;
}

void queue_put(struct queue *queue, uint64_t item)
{
	while (queue->nr_items == queue->capacity) {
		pthread_mutex_lock(&queue->mutex);
		pthread_cond_wait(&queue->not_full, &queue->mutex);
		pthread_mutex_unlock(&queue->mutex);
	}
	pthread_mutex_lock(&queue->mutex);
	queue->item[(queue->first + queue->nr_items) % queue->capacity] = item;
	queue->nr_items++;
	pthread_cond_signal(&queue->not_empty);
	pthread_mutex_unlock(&queue->mutex);
}

uint64_t queue_get(struct queue *queue)
{
	uint64_t item;

	while (queue->nr_items == 0) {
		pthread_mutex_lock(&queue->mutex);
		pthread_cond_wait(&queue->not_empty, &queue->mutex);
		pthread_mutex_unlock(&queue->mutex);
	}
	pthread_mutex_lock(&queue->mutex);
	item = queue->item[queue->first];
	queue->first = (queue->first + 1) % queue->capacity;
	queue->nr_items--;
	pthread_cond_signal(&queue->not_full);
	pthread_mutex_unlock(&queue->mutex);
	return item;
}
