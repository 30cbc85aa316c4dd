// SPDX-License-Identifier: MIT

// A spin lock in each bin, in one word with nothing else, and a bin's number is at once its lock's
// place in the order.

#include "histogram.h"

#include <sched.h>
#include <stdatomic.h>

struct bin {
	_Alignas(64) atomic_flag taken;
	uint64_t count;
};

struct histogram {
	unsigned nr_bins;
	struct bin bin[HISTOGRAM_BINS];
};

const size_t histogram_bytes = sizeof(struct histogram);

static void lock(struct bin *bin)
{
	while (atomic_flag_test_and_set_explicit(&bin->taken, memory_order_acquire))
		sched_yield();
}

static void unlock(struct bin *bin)
{
	atomic_flag_clear_explicit(&bin->taken, memory_order_release);
}

void histogram_init(struct histogram *histogram, unsigned nr_bins, unsigned nr_tasks)
{
	(void)nr_tasks;
	histogram->nr_bins = nr_bins;
	for (unsigned i = 0; i < nr_bins; i++)
		atomic_flag_clear(&histogram->bin[i].taken);
}

void histogram_add(struct histogram *histogram, unsigned task, unsigned bin)
{
	struct bin *this = &histogram->bin[bin];

	(void)task;
	lock(this);
	this->count++;
	unlock(this);
}

void histogram_update(struct histogram *histogram, unsigned task, unsigned bin,
		      histogram_change *change, void *argument)
{
	struct bin *this = &histogram->bin[bin];

	(void)task;
	lock(this);
	this->count = change(this->count, argument);
	unlock(this);
}

bool histogram_move(struct histogram *histogram, unsigned task, unsigned from, unsigned to)
{
	struct bin *source = &histogram->bin[from], *target = &histogram->bin[to];
	bool moved = false;

	(void)task;
	if (from == to)
		return histogram_read(histogram, from) > 0;
	lock(from < to ? source : target);
	lock(from < to ? target : source);
	if (source->count) {
		source->count--;
		target->count++;
		moved = true;
	}
	unlock(source);
	unlock(target);
	return moved;
}

uint64_t histogram_read(struct histogram *histogram, unsigned bin)
{
	uint64_t count;

	lock(&histogram->bin[bin]);
	count = histogram->bin[bin].count;
	unlock(&histogram->bin[bin]);
	return count;
}

uint64_t histogram_total(struct histogram *histogram)
{
	uint64_t sum = 0;

	for (unsigned i = 0; i < histogram->nr_bins; i++)
		lock(&histogram->bin[i]);
	for (unsigned i = 0; i < histogram->nr_bins; i++)
		sum += histogram->bin[i].count;
	for (unsigned i = 0; i < histogram->nr_bins; i++)
		unlock(&histogram->bin[i]);
	return sum;
}
