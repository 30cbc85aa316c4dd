// SPDX-License-Identifier: MIT

// Those who add go by an atomic increment and take no lock but one that many may have at once; who
// moves or sums up has it alone.

#include "histogram.h"

#include <pthread.h>
#include <stdatomic.h>

struct histogram {
	pthread_rwlock_t whole; /* to read: bins may be added to; to write: nobody does */
	unsigned nr_bins;
	_Atomic uint64_t count[HISTOGRAM_BINS];
};

const size_t histogram_bytes = sizeof(struct histogram);

void histogram_init(struct histogram *histogram, unsigned nr_bins, unsigned nr_tasks)
{
	(void)nr_tasks;
	histogram->nr_bins = nr_bins;
	pthread_rwlock_init(&histogram->whole, NULL);
}

void histogram_add(struct histogram *histogram, unsigned task, unsigned bin)
{
	(void)task;
	pthread_rwlock_rdlock(&histogram->whole);
	histogram->count[bin]++;
	pthread_rwlock_unlock(&histogram->whole);
}

bool histogram_move(struct histogram *histogram, unsigned task, unsigned from, unsigned to)
{
	bool moved = false;

	(void)task;
	pthread_rwlock_wrlock(&histogram->whole);
	if (histogram->count[from]) {
		histogram->count[from]--;
		histogram->count[to]++;
		moved = true;
	}
	pthread_rwlock_unlock(&histogram->whole);
	return moved;
}

uint64_t histogram_read(struct histogram *histogram, unsigned bin)
{
	return histogram->count[bin];
}

uint64_t histogram_total(struct histogram *histogram)
{
	uint64_t sum = 0;

	pthread_rwlock_wrlock(&histogram->whole);
	for (unsigned bin = 0; bin < histogram->nr_bins; bin++)
		sum += histogram->count[bin];
	pthread_rwlock_unlock(&histogram->whole);
	return sum;
}
