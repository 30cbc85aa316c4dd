// SPDX-License-Identifier: MIT

// One counter, added to by all tasks within with_lock. In each round a body that fails is followed
// by one that does not: who was let in once after a fault is to be let in again.

#include "benches/exercises/frame.h"
#include "benches/exercises/release/release.h"

#include <pthread.h>

enum {
	DONE = 0,
	FAILED = -5, /* as errors often are: a number of no particular meaning */
};

struct room {
	unsigned char guarded[FRAME_YOURS] __attribute__((aligned(64)));
	uint64_t counter __attribute__((aligned(64)));
};

const size_t frame_room_bytes = sizeof(struct room);

const char *const frame_fault_names[] = {"error", "exit", "cancel", "kill", NULL};

enum fault {
	FAULT_ERROR,
	FAULT_EXIT,
	FAULT_CANCEL,
	FAULT_KILL,
};

// What one call of body is to do, and whether it did.
struct visit {
	struct room *room;
	int answer;
	bool made;
};

static struct guarded *guarded_of(struct room *room)
{
	return (struct guarded *)room->guarded;
}

void frame_begin(void *place, unsigned nr_tasks)
{
	struct room *room = place;

	(void)nr_tasks;
	frame_claim(guarded_bytes <= sizeof room->guarded,
		    "struct guarded has more than 4096 bytes");
	guarded_init(guarded_of(room));
}

static int add(void *argument)
{
	struct visit *visit = argument;

	frame_inside(1);
	visit->room->counter++;
	frame_inside(0);
	visit->made = true;
	return visit->answer;
}

static void call(struct room *room, int answer)
{
	struct visit visit = {.room = room, .answer = answer};
	int got = with_lock(guarded_of(room), add, &visit);

	frame_claim(visit.made, "with_lock returned without having called body");
	frame_claim(got == answer, "with_lock did not return what body returned");
}

uint64_t frame_work(void *place, unsigned task, const struct pace *pace)
{
	uint64_t done = 0;

	(void)task;
	for (; pace_goes_on(pace, done); done++) {
		call(place, FAILED);
		call(place, DONE);
	}
	return done;
}

// A half that was lost is a round that was not done as it should be.
uint64_t frame_found(void *place, const uint64_t *done, unsigned nr_tasks)
{
	struct room *room = place;

	(void)done;
	(void)nr_tasks;
	return room->counter / 2;
}

// --- What goes wrong in a body.

static int fail(void *unused)
{
	(void)unused;
	return FAILED;
}

static int end_thread(void *unused)
{
	(void)unused;
	pthread_exit(NULL);
}

static int be_stopped(void *unused)
{
	(void)unused;
	frame_fault_reached();
	return FAILED;
}

void frame_fault(void *place, unsigned task, unsigned fault)
{
	static int (*const bodies[])(void *) = {[FAULT_ERROR] = fail,
						[FAULT_EXIT] = end_thread,
						[FAULT_CANCEL] = be_stopped,
						[FAULT_KILL] = be_stopped};
	struct room *room = place;

	(void)task;
	with_lock(guarded_of(room), bodies[fault], room);
}
