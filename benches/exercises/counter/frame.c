// SPDX-License-Identifier: MIT

// All tasks add to the student's counter, and read it now and then: what a task reads is to have in
// it all that it has added, and never to go back; and nobody is to have read more than there is in
// the end.

#include "benches/exercises/frame.h"
#include "benches/exercises/counter/counter.h"

enum {
	ADDED_PER_READ = 4096, /* so that speed is that of counter_add */
};

// Where a task leaves the most that it has read, for the end.
struct reader {
	uint64_t most __attribute__((aligned(64)));
};

struct room {
	unsigned char counter[COUNTER_BYTES] __attribute__((aligned(64)));
	struct reader reader[COUNTER_TASKS];
};

const size_t frame_room_bytes = sizeof(struct room);

static struct counter *counter_of(struct room *room)
{
	return (struct counter *)room->counter;
}

void frame_begin(void *place, unsigned nr_tasks)
{
	struct room *room = place;

	frame_claim(counter_bytes <= sizeof room->counter, "struct counter has more than 128 KiB");
	frame_claim(nr_tasks <= COUNTER_TASKS, "there are more tasks than the exercise is for");
	counter_init(counter_of(room), nr_tasks);
}

// Reads; returns what is there now, of which the task itself has added `own`.
static uint64_t look(struct room *room, uint64_t before, uint64_t own)
{
	uint64_t now = counter_read(counter_of(room));

	frame_claim(now >= own, "a task has read less than it has itself added");
	frame_claim(now >= before, "a task has read less than it had read before");
	return now;
}

uint64_t frame_work(void *place, unsigned task, const struct pace *pace)
{
	const uint64_t per_read = frame_explored ? 1 : ADDED_PER_READ;
	struct room *room = place;
	uint64_t done = 0, read = 0;

	while (pace_goes_on(pace, done)) {
		counter_add(counter_of(room), task);
		if (++done % per_read == 0)
			read = look(room, read, done);
	}
	room->reader[task].most = read;
	return done;
}

uint64_t frame_found(void *place, const uint64_t *done, unsigned nr_tasks)
{
	struct room *room = place;
	uint64_t found = counter_read(counter_of(room));

	(void)done;
	for (unsigned i = 0; i < nr_tasks; i++)
		frame_claim(room->reader[i].most <= found,
			    "a task has read more than there was in the end");
	return found;
}
