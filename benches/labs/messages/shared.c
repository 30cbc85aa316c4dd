// SPDX-License-Identifier: MIT

// Messages in memory that both processes share: a ring with one sender and one receiver, by loads
// and stores alone, and a queue under a mutex with two conditions. Giving up the PU is a system
// call, and counted; those of a mutex and a condition are made inside the C library, so they are
// not.
//
// Source: L. Lamport, Specifying Concurrent Program Modules, TOPLAS 5(2), 1983 (the ring).

#include <errno.h>
#include <pthread.h>
#include <sched.h>
#include <stdbool.h>
#include <stdint.h>
#include <sys/mman.h>
#include <time.h>

#include "benches/labs/lab.h"
#include "benches/labs/messages/loop.h"
#include "benches/labs/messages/ways.h"
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

struct seen {
	uint64_t index, calls;
};

// Waits until the other's index is not `old` any more; returns what it is, and how often the PU was
// given up. Apart from the loops, and without an end, so that they keep what they need at each
// message in registers.
static __attribute__((noinline, cold)) struct seen await_other(const uint64_t *index, uint64_t old,
							       uint64_t deadline_ns)
{
	struct seen seen = {old, 0};

	for (unsigned n = 1; seen.index == old; n++) {
		if (n % LOOKS_BEFORE_YIELD == 0) {
			must(lab_now_ns() < deadline_ns ? 0 : ETIMEDOUT);
			seen.calls++;
			sched_yield();
		}
		/* acquire: the other is done with the cells before, writing or reading them */
		seen.index = __atomic_load_n(index, __ATOMIC_ACQUIRE);
	}
	return seen;
}

INLINE void look(struct end *end, const uint64_t *index)
{
	struct seen seen = await_other(index, end->others, end->deadline_ns);

	end->others = seen.index;
	end->calls += seen.calls;
}

INLINE void ring_send(struct end *end, uint64_t message)
{
	struct ring *ring = end->shared;

	if (end->mine - end->others == WAY_ROOM)
		look(end, &ring->taken);
	ring->cell[end->mine++ % WAY_ROOM] = message;
	/* release: publishes the cell */
	__atomic_store_n(&ring->put, end->mine, __ATOMIC_RELEASE);
}

INLINE uint64_t ring_receive(struct end *end)
{
	struct ring *ring = end->shared;
	uint64_t message;

	if (end->mine == end->others)
		look(end, &ring->put);
	message = ring->cell[end->mine++ % WAY_ROOM];
	/* release: the cell has been read and may be written again */
	__atomic_store_n(&ring->taken, end->mine, __ATOMIC_RELEASE);
	return message;
}

static uint64_t ring_send_all(struct end *end, uint64_t nr, uint64_t until_ns)
{
	return send_numbers(end, nr, until_ns, ring_send);
}

static struct received ring_receive_all(struct end *end)
{
	return receive_numbers(end, ring_receive);
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

INLINE void queue_send(struct end *end, uint64_t message)
{
	struct queue *queue = end->shared;

	must(pthread_mutex_lock(&queue->lock));
	while (queue->put - queue->taken == WAY_ROOM)
		await(end, &queue->not_full);
	queue->cell[queue->put++ % WAY_ROOM] = message;
	must(pthread_cond_signal(&queue->not_empty));
	must(pthread_mutex_unlock(&queue->lock));
}

INLINE uint64_t queue_receive(struct end *end)
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

static uint64_t queue_send_all(struct end *end, uint64_t nr, uint64_t until_ns)
{
	return send_numbers(end, nr, until_ns, queue_send);
}

static struct received queue_receive_all(struct end *end)
{
	return receive_numbers(end, queue_receive);
}

const struct way way_mutex_queue = {
    "mutex queue", queue_open, queue_send_all, queue_receive_all, queue_close, false,
};
const struct way way_ring = {
    "ring", ring_open, ring_send_all, ring_receive_all, ring_close, true,
};
