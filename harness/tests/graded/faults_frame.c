// SPDX-License-Identifier: MIT

// A frame with a fault of each kind. What is let go by its section's cleanup is so in three of
// them; a killed process's only by a lock that the kernel knows.

#include <pthread.h>
#include <stddef.h>
#include <stdint.h>

#include "benches/exercises/frame.h"
#include "benches/exercises/lock/lock.h"

struct room {
	unsigned char lock[FRAME_YOURS] __attribute__((aligned(64)));
	uint64_t counter;
};

const size_t frame_room_bytes = sizeof(struct room);
const char *const frame_fault_names[] = {"keep", "exit", "cancel", "kill", "crash", NULL};

enum {
	KEEP,
	EXIT,
	CANCEL,
	KILL,
	CRASH,
};

static struct lock *lock_of(struct room *room)
{
	return (struct lock *)room->lock;
}

void frame_begin(void *place, unsigned nr_tasks)
{
	lock_init(lock_of(place), nr_tasks);
}

uint64_t frame_work(void *place, unsigned task, const struct pace *pace)
{
	struct room *room = place;
	uint64_t done = 0;

	for (; pace_goes_on(pace, done); done++) {
		lock_acquire(lock_of(room), task);
		room->counter++;
		lock_release(lock_of(room), task);
	}
	return done;
}

uint64_t frame_found(void *place, const uint64_t *done, unsigned nr_tasks)
{
	const struct room *room = place;

	(void)nr_tasks;
	frame_claim(room->counter == done[1], "the round of who came next was not done");
	return room->counter;
}

static void let_go(void *place)
{
	lock_release(lock_of(place), 0);
}

void frame_fault(void *place, unsigned task, unsigned fault)
{
	lock_acquire(lock_of(place), task);
	if (fault == KEEP)
		return;
	pthread_cleanup_push(let_go, place);
	if (fault == EXIT)
		pthread_exit(NULL);
	if (fault == CANCEL || fault == KILL)
		frame_fault_reached();
	if (fault == CRASH)
		__builtin_trap();
	pthread_cleanup_pop(1);
}
