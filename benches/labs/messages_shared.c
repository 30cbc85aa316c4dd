// SPDX-License-Identifier: MIT

// Messages in memory that both processes share: a ring with one sender and one receiver, by loads
// and stores alone, and a queue under a mutex with two conditions. Giving up the PU is a system
// call, and counted; those of a mutex and a condition are made inside the C library, so they are
// not.
//
// Source: L. Lamport, Specifying Concurrent Program Modules, TOPLAS 5(2), 1983 (the ring).

#include <pthread.h>
#include <sched.h>
#include <sys/mman.h>
#include <time.h>

#include "benches/labs/lab.h"
#include "benches/labs/messages_ways.h"
#include "benches/sync/must.h"

/* Looks into shared memory before the PU is given up: some 10 us, as long as a message may be under
   way to a task that runs; with a single PU, the other one has to run first. */
#define LOOKS_BEFORE_YIELD 1000

// --- A ring in shared memory --------------------------------------------------------------------

// What one end writes is on a cache line that the other only reads.
struct ring {
	uint64_t put __attribute__((aligned(128)));   /* the sender's */
	uint64_t taken __attribute__((aligned(128))); /* the receiver's */
	uint64_t cell[WAY_ROOM] __attribute__((aligned(128)));
};

static int ring_open(struct end *end)
{
	end->shared = lab_map_shared(sizeof(struct ring));
	return 0;
}

static void ring_close(struct end *end)
{
	must_errno(munmap(end->shared, sizeof(struct ring)));
}

// Between two looks, of which this is the nth.
static void wait_a_little(struct end *end, unsigned nth)
{
	if (nth % LOOKS_BEFORE_YIELD)
		return;
	must(lab_now_ns() < end->deadline_ns ? 0 : ETIMEDOUT);
	end->calls++;
	sched_yield();
}

static void ring_send(struct end *end, uint64_t message)
{
	struct ring *ring = end->shared;

	for (unsigned n = 1; end->mine - end->others == WAY_ROOM; n++) {
		wait_a_little(end, n);
		/* acquire: the receiver has read the cell that is written next */
		end->others = __atomic_load_n(&ring->taken, __ATOMIC_ACQUIRE);
	}
	ring->cell[end->mine++ % WAY_ROOM] = message;
	/* release: publishes the cell */
	__atomic_store_n(&ring->put, end->mine, __ATOMIC_RELEASE);
}

static uint64_t ring_receive(struct end *end)
{
	struct ring *ring = end->shared;
	uint64_t message;

	for (unsigned n = 1; end->mine == end->others; n++) {
		wait_a_little(end, n);
		/* acquire: what the sender wrote into the cell is seen */
		end->others = __atomic_load_n(&ring->put, __ATOMIC_ACQUIRE);
	}
	message = ring->cell[end->mine++ % WAY_ROOM];
	/* release: the cell has been read and may be written again */
	__atomic_store_n(&ring->taken, end->mine, __ATOMIC_RELEASE);
	return message;
}

// --- A queue under a mutex ----------------------------------------------------------------------

struct queue {
	pthread_mutex_t lock;
	pthread_cond_t not_empty, not_full;
	uint64_t put, taken;
	uint64_t cell[WAY_ROOM];
};

static void condition_init(pthread_cond_t *condition)
{
	pthread_condattr_t attr;

	must(pthread_condattr_init(&attr));
	must(pthread_condattr_setpshared(&attr, PTHREAD_PROCESS_SHARED));
	must(pthread_condattr_setclock(&attr, CLOCK_MONOTONIC));
	must(pthread_cond_init(condition, &attr));
	must(pthread_condattr_destroy(&attr));
}

static int queue_open(struct end *end)
{
	struct queue *queue = end->shared = lab_map_shared(sizeof *queue);
	pthread_mutexattr_t attr;

	must(pthread_mutexattr_init(&attr));
	must(pthread_mutexattr_setpshared(&attr, PTHREAD_PROCESS_SHARED));
	must(pthread_mutex_init(&queue->lock, &attr));
	must(pthread_mutexattr_destroy(&attr));
	condition_init(&queue->not_empty);
	condition_init(&queue->not_full);
	return 0;
}

static void queue_close(struct end *end)
{
	must_errno(munmap(end->shared, sizeof(struct queue)));
}

static void await(struct end *end, pthread_cond_t *condition)
{
	struct queue *queue = end->shared;
	struct timespec at = {.tv_sec = (time_t)(end->deadline_ns / 1000000000),
			      .tv_nsec = (long)(end->deadline_ns % 1000000000)};

	must(pthread_cond_timedwait(condition, &queue->lock, &at));
}

static void queue_send(struct end *end, uint64_t message)
{
	struct queue *queue = end->shared;

	must(pthread_mutex_lock(&queue->lock));
	while (queue->put - queue->taken == WAY_ROOM)
		await(end, &queue->not_full);
	queue->cell[queue->put++ % WAY_ROOM] = message;
	must(pthread_cond_signal(&queue->not_empty));
	must(pthread_mutex_unlock(&queue->lock));
}

static uint64_t queue_receive(struct end *end)
{
	struct queue *queue = end->shared;
	uint64_t message;

	must(pthread_mutex_lock(&queue->lock));
	while (queue->put == queue->taken)
		await(end, &queue->not_empty);
	message = queue->cell[queue->taken++ % WAY_ROOM];
	must(pthread_cond_signal(&queue->not_full));
	must(pthread_mutex_unlock(&queue->lock));
	return message;
}

const struct way way_mutex_queue = {
    "mutex queue", queue_open, queue_send, NULL, queue_receive, queue_close, false,
};
const struct way way_ring = {
    "ring", ring_open, ring_send, NULL, ring_receive, ring_close, true,
};
