// SPDX-License-Identifier: MIT

// Half of the tasks put numbered items in, the others take them out: each item is to come out once,
// and those of one producer in their order. A task that is alone does both.
//
// How it ends: where it is known how many items there will be, consumers divide them among
// themselves; else the last producer puts in an item for each consumer that says so.

#include "benches/exercises/frame.h"
#include "benches/exercises/queue/queue.h"

enum {
	MOST_TASKS = 256,
	CAPACITY = 8,
	PRODUCER_AT = 40, /* the bit where an item has its producer + 1; below, its number */
};

#define END UINT64_MAX

struct room {
	unsigned char queue[FRAME_YOURS] __attribute__((aligned(64)));
	unsigned nr_tasks;
	unsigned capacity;
	unsigned nr_producing;				/* producers that are not done; atomic */
	int64_t nr_inside __attribute__((aligned(64))); /* items, or fewer; atomic */
	struct tally {
		uint64_t nr, sum; /* of items */
	} put[MOST_TASKS], got[MOST_TASKS];
};

const size_t frame_room_bytes = sizeof(struct room);

static struct queue *queue_of(struct room *room)
{
	return (struct queue *)room->queue;
}

// Who is which. Asked for once by each task, as to read it is a step, too.
struct roles {
	unsigned producers, consumers;
};

static struct roles roles_of(const struct room *room)
{
	unsigned nr_tasks = room->nr_tasks;

	return (struct roles){nr_tasks / 2, nr_tasks - nr_tasks / 2};
}

// Full is what is to be seen, so 1; but that two items are in it is, too.
static unsigned capacity_explored(unsigned nr_tasks)
{
	return nr_tasks == 3 ? 2 : 1;
}

void frame_begin(void *place, unsigned nr_tasks)
{
	struct room *room = place;

	frame_claim(queue_bytes <= sizeof room->queue, "struct queue has more than 4096 bytes");
	frame_claim(nr_tasks <= MOST_TASKS, "more than 256 tasks");
	room->nr_tasks = nr_tasks;
	room->capacity = frame_explored ? capacity_explored(nr_tasks) : CAPACITY;
	room->nr_producing = roles_of(room).producers;
	queue_init(queue_of(room), room->capacity);
}

// --- One item in, one out. Counting those inside would make all tasks meet: not to be explored.

static void put(struct room *room, uint64_t item)
{
	queue_put(queue_of(room), item);
	if (frame_explored)
		return;
	/* relaxed: the get that made room comes before the put, in the queue itself */
	if (__atomic_fetch_add(&room->nr_inside, 1, __ATOMIC_RELAXED) >= room->capacity)
		frame_claim(false, "more items were in the queue than its capacity");
}

static uint64_t get(struct room *room)
{
	if (!frame_explored)
		__atomic_fetch_sub(&room->nr_inside, 1, __ATOMIC_RELAXED);
	return queue_get(queue_of(room));
}

static void count(struct tally *tally, uint64_t item)
{
	tally->nr++;
	tally->sum += item;
}

// --- What tasks do.

// As many as there are tasks for, if that is how many there are to be: they are divided evenly.
static uint64_t share(uint64_t items, unsigned i, unsigned of)
{
	return items / of + (i < items % of);
}

static struct pace producer_pace(struct roles roles, unsigned i, const struct pace *pace)
{
	if (!frame_explored)
		return *pace;
	return (struct pace){share(pace->rounds * roles.consumers, i, roles.producers), pace->stop};
}

static void end(struct room *room, struct roles roles)
{
	if (frame_explored || __atomic_sub_fetch(&room->nr_producing, 1, __ATOMIC_ACQ_REL))
		return;
	for (unsigned i = 0; i < roles.consumers; i++)
		put(room, END);
}

static uint64_t produce(struct room *room, struct roles roles, unsigned i, const struct pace *pace)
{
	struct pace mine = producer_pace(roles, i, pace);
	struct tally tally = {0};

	while (pace_goes_on(&mine, tally.nr)) {
		uint64_t item = (i + UINT64_C(1)) << PRODUCER_AT | tally.nr;

		put(room, item);
		count(&tally, item);
	}
	end(room, roles);
	room->put[i] = tally;
	return tally.nr;
}

// The items that one consumer gets of one producer have ascending numbers.
static void look_at(unsigned nr_producers, uint64_t *last, uint64_t item)
{
	uint64_t producer = (item >> PRODUCER_AT) - 1;

	frame_claim(producer < nr_producers, "queue_get returned what nobody has put in");
	if (producer >= nr_producers)
		return;
	frame_claim(last[producer] < item, "an item came out twice, or before an earlier one");
	last[producer] = item;
}

static uint64_t consume(struct room *room, struct roles roles, unsigned i, const struct pace *pace)
{
	uint64_t last[MOST_TASKS];
	struct tally tally = {0};

	for (unsigned producer = 0; producer < roles.producers; producer++)
		last[producer] = 0;
	while (!frame_explored || tally.nr < pace->rounds) {
		uint64_t item = get(room);

		if (item == END)
			break;
		look_at(roles.producers, last, item);
		count(&tally, item);
	}
	room->got[i] = tally;
	return tally.nr;
}

// In front of it nobody, so nobody waits: fills it, and empties it.
static uint64_t alone(struct room *room, const struct pace *pace)
{
	uint64_t done = 0;

	for (; pace_goes_on(pace, done); done++) {
		uint64_t first = done * room->capacity;

		for (unsigned i = 0; i < room->capacity; i++)
			put(room, first + i);
		for (unsigned i = 0; i < room->capacity; i++)
			frame_claim(get(room) == first + i,
				    "what one task put in did not come out in its order");
	}
	return done;
}

uint64_t frame_work(void *place, unsigned task, const struct pace *pace)
{
	struct room *room = place;
	struct roles roles = roles_of(room);

	if (!roles.producers)
		return alone(room, pace);
	if (task < roles.producers)
		return produce(room, roles, task, pace);
	return consume(room, roles, task - roles.producers, pace);
}

static struct tally sum_of(const struct tally *tally, unsigned nr)
{
	struct tally sum = {0};

	for (unsigned i = 0; i < nr; i++) {
		sum.nr += tally[i].nr;
		sum.sum += tally[i].sum;
	}
	return sum;
}

uint64_t frame_found(void *place, const uint64_t *done, unsigned nr_tasks)
{
	struct room *room = place;
	struct tally put_in = sum_of(room->put, roles_of(room).producers);
	struct tally got = sum_of(room->got, roles_of(room).consumers);
	uint64_t rounds = 0;

	for (unsigned task = 0; task < nr_tasks; task++)
		rounds += done[task];
	frame_claim(got.nr != put_in.nr || got.sum == put_in.sum,
		    "an item came out twice, and another not at all");
	return rounds - put_in.nr + got.nr;
}
