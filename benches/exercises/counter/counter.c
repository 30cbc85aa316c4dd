// A counter that many tasks can add to at once.
//
// As it stands, tasks lose each other's increments. `make try` says how many.

#include "counter.h"

struct counter {
	uint64_t sum;
};

const size_t counter_bytes = sizeof(struct counter);

void counter_init(struct counter *counter, unsigned nr_tasks)
{
	(void)counter;
	(void)nr_tasks;
}

void counter_add(struct counter *counter, unsigned task)
{
	(void)task;
	counter->sum++;
}

uint64_t counter_read(const struct counter *counter)
{
	return counter->sum;
}
