// A bounded queue: what is put in at the end comes out in front.
//
// As it stands, it keeps one item, and whoever comes takes it or throws it away. `make try` says
// what comes of that.

#include "queue.h"

struct queue {
	uint64_t item;
};

const size_t queue_bytes = sizeof(struct queue);

void queue_init(struct queue *queue, unsigned capacity)
{
	(void)queue;
	(void)capacity;
}

void queue_put(struct queue *queue, uint64_t item)
{
	queue->item = item;
}

uint64_t queue_get(struct queue *queue)
{
	return queue->item;
}
