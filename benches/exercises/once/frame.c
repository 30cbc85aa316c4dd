// SPDX-License-Identifier: MIT

// One configuration, which all tasks ask for again and again; only the first time is a race. It is
// this file's, not the room's, as pthread_once has no argument to find it by: for threads only.

#include "benches/exercises/frame.h"
#include "benches/exercises/once/once.h"

enum {
	PORT = 8080,
	WORKERS = 4,
	SECONDS = 30,
	A_WHILE = 200000, /* turns of a loop: some 100 us, for others to come meanwhile */
};

struct room {
	unsigned char once[FRAME_YOURS] __attribute__((aligned(64)));
};

const size_t frame_room_bytes = sizeof(struct room);

struct config config;
static unsigned times; /* that it was made */

static struct once *once_of(struct room *room)
{
	return (struct once *)room->once;
}

void frame_begin(void *place, unsigned nr_tasks)
{
	struct room *room = place;

	(void)nr_tasks;
	frame_claim(once_bytes <= sizeof room->once, "struct once has more than 4096 bytes");
	config = (struct config){0};
	times = 0;
	once_init(once_of(room));
}

static void take_a_while(void)
{
	if (frame_explored)
		return;
	for (volatile unsigned i = 0; i < A_WHILE; i++)
		;
}

void config_make(void)
{
	/* relaxed: that it is counted must not help anybody to see it */
	unsigned before = __atomic_fetch_add(&times, 1, __ATOMIC_RELAXED);

	frame_claim(before == 0, "config_make was called a second time");
	config.port = PORT;
	take_a_while();
	config.workers = WORKERS;
	config.seconds = SECONDS;
}

static void look_at(const struct config *found)
{
	frame_claim(found == &config, "once_get returned something else than &config");
	frame_claim(found->port == PORT && found->workers == WORKERS && found->seconds == SECONDS,
		    "once_get returned before the configuration was made");
}

uint64_t frame_work(void *place, unsigned task, const struct pace *pace)
{
	struct room *room = place;
	uint64_t done = 0;

	(void)task;
	for (; pace_goes_on(pace, done); done++)
		look_at(once_get(once_of(room)));
	return done;
}

uint64_t frame_found(void *place, const uint64_t *done, unsigned nr_tasks)
{
	uint64_t sum = 0;

	(void)place;
	for (unsigned task = 0; task < nr_tasks; task++)
		sum += done[task];
	return sum;
}
