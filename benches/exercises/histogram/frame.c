// SPDX-License-Identifier: MIT

// All tasks add to the student's histogram, one in each round, and move what is there from bin to
// bin; now and then one asks for the total, which is to have in it all that the task has added, and
// never to go back. And where it is explored, one is inside a bin until another has added to the
// next: with one lock for all they wait for each other for ever, whatever the machine.

#include "benches/exercises/frame.h"
#include "benches/exercises/histogram/histogram.h"

enum {
	ROUNDS_PER_UPDATE = 16,
	ROUNDS_PER_MOVE = 8,
	ROUNDS_PER_TOTAL = 1024, /* so that speed is that of histogram_add */
};

struct room {
	unsigned char histogram[HISTOGRAM_BYTES] __attribute__((aligned(64)));
	unsigned nr_tasks;
	unsigned ready, gone_by; /* explored: of task 1, see update_while_another_adds */
};

// What a task knows of itself.
struct worker {
	struct room *room;
	struct histogram *histogram;
	unsigned task;
	uint64_t added, total; /* the latter: the last that it was told */
};

const size_t frame_room_bytes = sizeof(struct room);

static struct histogram *histogram_of(struct room *room)
{
	return (struct histogram *)room->histogram;
}

static unsigned nr_bins(void)
{
	return frame_explored ? 2 : HISTOGRAM_BINS;
}

void frame_begin(void *place, unsigned nr_tasks)
{
	struct room *room = place;

	frame_claim(histogram_bytes <= sizeof room->histogram,
		    "struct histogram has more than 8192 bytes");
	room->nr_tasks = nr_tasks;
	histogram_init(histogram_of(room), nr_bins(), nr_tasks);
}

// A number for each round, without any order. Source: Steele, Lea, Flood, Fast Splittable
// Pseudorandom Number Generators, OOPSLA 2014.
static uint64_t mixed(uint64_t number)
{
	number *= 0x9e3779b97f4a7c15;
	number = (number ^ number >> 30) * 0xbf58476d1ce4e5b9;
	number = (number ^ number >> 27) * 0x94d049bb133111eb;
	return number ^ number >> 31;
}

static void add(struct worker *worker, unsigned bin)
{
	histogram_add(worker->histogram, worker->task, bin);
	worker->added++;
}

static void look(struct worker *worker)
{
	uint64_t total = histogram_total(worker->histogram);

	frame_claim(total >= worker->added,
		    "a total has less in it than the task has itself added");
	frame_claim(total >= worker->total, "a total is less than the one before");
	worker->total = total;
}

// Tasks 0 and 1 move against each other; in the next round they look, as task 2 does at once.
static void move_or_look(struct worker *worker, uint64_t round)
{
	unsigned from = worker->task % 2;

	if ((round + worker->task / 2) % 2)
		look(worker);
	else
		histogram_move(worker->histogram, worker->task, from, !from);
}

static uint64_t one_more(uint64_t count, void *argument)
{
	(void)argument;
	return count + 1;
}

static void update(struct worker *worker, unsigned bin, histogram_change *change)
{
	histogram_update(worker->histogram, worker->task, bin, change, worker->room);
	worker->added++;
}

// Takes so long that somebody else has added to the neighbour meanwhile.
static uint64_t one_more_slowly(uint64_t count, void *argument)
{
	struct room *room = argument;

	while (!__atomic_load_n(&room->gone_by, __ATOMIC_RELAXED)) /* relaxed: only to wait */
		;
	return count + 1;
}

// If task 1 is about to add to bin 1, and to do nothing else before it has, task 0 is inside bin 0
// until then: if the two bins have one lock, they wait for each other. With more tasks a third
// could rightly have the one bin and wait for the other, so then nobody is slow.
static void update_while_another_adds(struct worker *worker)
{
	/* relaxed: that others wait is all that comes of it */
	bool ready = __atomic_load_n(&worker->room->ready, __ATOMIC_RELAXED);

	update(worker, 0, ready ? one_more_slowly : one_more);
}

static void add_while_another_updates(struct worker *worker)
{
	/* relaxed, both: as above */
	__atomic_store_n(&worker->room->ready, worker->room->nr_tasks == 2, __ATOMIC_RELAXED);
	add(worker, 1);
	__atomic_store_n(&worker->room->gone_by, 1, __ATOMIC_RELAXED);
}

// In the first round odd tasks add last: so the bin that they move from may be empty, and may not.
static void first_round(struct worker *worker)
{
	bool odd = worker->task % 2;

	if (odd)
		move_or_look(worker, 0);
	add(worker, 0);
	if (!odd)
		move_or_look(worker, 0);
}

static void next_round(struct worker *worker, uint64_t round)
{
	if (worker->task % 2) {
		move_or_look(worker, round);
		add_while_another_updates(worker);
	} else {
		update_while_another_adds(worker);
		move_or_look(worker, round);
	}
}

static void raced_round(struct worker *worker, uint64_t round)
{
	uint64_t chance = mixed((uint64_t)worker->task << 32 ^ round);
	unsigned bin = chance % HISTOGRAM_BINS, other = (chance >> 32) % HISTOGRAM_BINS;

	if (round % ROUNDS_PER_UPDATE == 0)
		update(worker, bin, one_more);
	else
		add(worker, bin);
	if (round % ROUNDS_PER_MOVE == 0)
		histogram_move(worker->histogram, worker->task, bin, other);
	if (round % ROUNDS_PER_TOTAL == 0)
		look(worker);
}

uint64_t frame_work(void *place, unsigned task, const struct pace *pace)
{
	struct worker worker = {place, histogram_of(place), task, 0, 0};
	uint64_t done = 0;

	for (; pace_goes_on(pace, done); done++)
		if (!frame_explored)
			raced_round(&worker, done);
		else if (done == 0)
			first_round(&worker);
		else
			next_round(&worker, done);
	return done;
}

uint64_t frame_found(void *place, const uint64_t *done, unsigned nr_tasks)
{
	struct histogram *histogram = histogram_of(place);
	uint64_t sum = 0;

	(void)done;
	(void)nr_tasks;
	for (unsigned bin = 0; bin < nr_bins(); bin++)
		sum += histogram_read(histogram, bin);
	frame_claim(histogram_total(histogram) == sum, "the total is not the sum over all bins");
	return sum;
}
