// SPDX-License-Identifier: MIT

// Misconception: a sum is right if each number in it was read rightly. Here each bin is read under
// its lock, one after the other; but they are not of one moment: what is moved from a bin that is
// yet to be read to one that has been is missed. A total of one moment needs all locks at once.

#include "histogram.h"

#include <pthread.h>

enum {
	STRIPES = 16, /* so that two tasks seldom meet, and a total need not take too many */
};

struct stripe {
	pthread_mutex_t mutex __attribute__((aligned(64)));
};

struct histogram {
	unsigned nr_bins;
	struct stripe stripe[STRIPES];
	uint64_t count[HISTOGRAM_BINS];
};

const size_t histogram_bytes = sizeof(struct histogram);

static void lock(struct histogram *histogram, unsigned stripe)
{
	pthread_mutex_lock(&histogram->stripe[stripe].mutex);
}

static void unlock(struct histogram *histogram, unsigned stripe)
{
	pthread_mutex_unlock(&histogram->stripe[stripe].mutex);
}

// The two stripes of two bins, which may be one; the lower first.
static void lock_both(struct histogram *histogram, unsigned one, unsigned other)
{
	lock(histogram, one < other ? one : other);
	if (one != other)
		lock(histogram, one < other ? other : one);
}

static void unlock_both(struct histogram *histogram, unsigned one, unsigned other)
{
	unlock(histogram, one);
	if (one != other)
		unlock(histogram, other);
}

void histogram_init(struct histogram *histogram, unsigned nr_bins, unsigned nr_tasks)
{
	(void)nr_tasks;
	histogram->nr_bins = nr_bins;
	for (unsigned i = 0; i < STRIPES; i++)
		pthread_mutex_init(&histogram->stripe[i].mutex, NULL);
}

void histogram_add(struct histogram *histogram, unsigned task, unsigned bin)
{
	(void)task;
	lock(histogram, bin % STRIPES);
	histogram->count[bin]++;
	unlock(histogram, bin % STRIPES);
}

void histogram_update(struct histogram *histogram, unsigned task, unsigned bin,
		      histogram_change *change, void *argument)
{
	(void)task;
	lock(histogram, bin % STRIPES); /* neighbours are of other stripes */
	histogram->count[bin] = change(histogram->count[bin], argument);
	unlock(histogram, bin % STRIPES);
}

bool histogram_move(struct histogram *histogram, unsigned task, unsigned from, unsigned to)
{
	bool any;

	(void)task;
	lock_both(histogram, from % STRIPES, to % STRIPES);
	any = histogram->count[from] > 0;
	histogram->count[from] -= any;
	histogram->count[to] += any;
	unlock_both(histogram, from % STRIPES, to % STRIPES);
	return any;
}

uint64_t histogram_read(struct histogram *histogram, unsigned bin)
{
	uint64_t count;

	lock(histogram, bin % STRIPES);
	count = histogram->count[bin];
	unlock(histogram, bin % STRIPES);
	return count;
}

uint64_t histogram_total(struct histogram *histogram)
{
	uint64_t sum = 0;

	/* the mistake: one lock after the other */
	for (unsigned bin = 0; bin < histogram->nr_bins; bin++)
		sum += histogram_read(histogram, bin);
	return sum;
}
