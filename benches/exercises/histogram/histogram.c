// A histogram that many tasks fill at once.
//
// As it stands, nothing protects it. `make try` says what comes of that.

#include "histogram.h"

struct histogram {
	unsigned nr_bins;
	uint64_t count[HISTOGRAM_BINS];
};

const size_t histogram_bytes = sizeof(struct histogram);

void histogram_init(struct histogram *histogram, unsigned nr_bins, unsigned nr_tasks)
{
	(void)nr_tasks;
	histogram->nr_bins = nr_bins;
}

void histogram_add(struct histogram *histogram, unsigned task, unsigned bin)
{
	(void)task;
	histogram->count[bin]++;
}

void histogram_update(struct histogram *histogram, unsigned task, unsigned bin,
		      histogram_change *change, void *argument)
{
	(void)task;
	histogram->count[bin] = change(histogram->count[bin], argument);
}

bool histogram_move(struct histogram *histogram, unsigned task, unsigned from, unsigned to)
{
	(void)task;
	if (histogram->count[from] == 0)
		return false;
	histogram->count[from]--;
	histogram->count[to]++;
	return true;
}

uint64_t histogram_read(struct histogram *histogram, unsigned bin)
{
	return histogram->count[bin];
}

uint64_t histogram_total(struct histogram *histogram)
{
	uint64_t sum = 0;

	for (unsigned bin = 0; bin < histogram->nr_bins; bin++)
		sum += histogram->count[bin];
	return sum;
}
