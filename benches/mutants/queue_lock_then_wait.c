// SPDX-License-Identifier: MIT

// Misconception: the lock comes first, as always. Who waits for a semaphore with the mutex held
// keeps out the one who would post it: a producer waits for a place, and no consumer can come in to
// make one. (pthread_cond_wait gives the mutex back while it waits; sem_wait knows nothing of it.)

#include "queue.h"

#include <pthread.h>
#include <semaphore.h>

struct queue {
	sem_t places, items;
	pthread_mutex_t mutex;
	unsigned capacity, first, last;
	uint64_t item[QUEUE_MOST]; /* a ring */
};

const size_t queue_bytes = sizeof(struct queue);

void queue_init(struct queue *queue, unsigned capacity)
{
	sem_init(&queue->places, 0, capacity);
	sem_init(&queue->items, 0, 0);
	pthread_mutex_init(&queue->mutex, NULL);
	queue->capacity = capacity;
}

void queue_put(struct queue *queue, uint64_t item)
{
	pthread_mutex_lock(&queue->mutex);
	sem_wait(&queue->places);
	queue->item[queue->last] = item;
	queue->last = (queue->last + 1) % queue->capacity;
	pthread_mutex_unlock(&queue->mutex);
	sem_post(&queue->items);
}

uint64_t queue_get(struct queue *queue)
{
	uint64_t item;

	pthread_mutex_lock(&queue->mutex);
	sem_wait(&queue->items);
	item = queue->item[queue->first];
	queue->first = (queue->first + 1) % queue->capacity;
	pthread_mutex_unlock(&queue->mutex);
	sem_post(&queue->places);
	return item;
}
