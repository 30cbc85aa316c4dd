// SPDX-License-Identifier: MIT

// Striped locks of C11's own: the lower stripe first, and all of them, in order, for a total.

#include "histogram.h"

#include <threads.h>

enum {
	STRIPES = 16, /* so that two tasks seldom meet, and a total need not take too many */
};

struct stripe {
	mtx_t mtx __attribute__((aligned(64)));
};

struct histogram {
	unsigned nr_bins;
	struct stripe stripe[STRIPES];
	uint64_t count[HISTOGRAM_BINS];
};

const size_t histogram_bytes = sizeof(struct histogram);

static void lock(struct histogram *histogram, unsigned stripe)
{
	mtx_lock(&histogram->stripe[stripe].mtx);
}

static void unlock(struct histogram *histogram, unsigned stripe)
{
	mtx_unlock(&histogram->stripe[stripe].mtx);
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
		mtx_init(&histogram->stripe[i].mtx, mtx_plain);
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
	const unsigned stripes = histogram->nr_bins < STRIPES ? histogram->nr_bins : STRIPES;
	uint64_t sum = 0;

	for (unsigned i = 0; i < stripes; i++)
		lock(histogram, i);
	for (unsigned bin = 0; bin < histogram->nr_bins; bin++)
		sum += histogram->count[bin];
	for (unsigned i = 0; i < stripes; i++)
		unlock(histogram, i);
	return sum;
}
