// SPDX-License-Identifier: MIT

// Misconception: what is atomic is fast. One atomic_fetch_add loses nothing and is proved; but all
// tasks wait for the one line of memory that the number lies on, and with more of them it gets
// slower, not faster. The exercise asks for a counter without any read-modify-write.

#include "counter.h"

#include <stdatomic.h>

struct counter {
	_Atomic uint64_t sum; /* the mistake: all write here */
};

const size_t counter_bytes = sizeof(struct counter);

void counter_init(struct counter *counter, unsigned nr_tasks)
{
	(void)nr_tasks;
	atomic_init(&counter->sum, 0);
}

void counter_add(struct counter *counter, unsigned task)
{
	(void)task;
	atomic_fetch_add(&counter->sum, 1);
}

uint64_t counter_read(const struct counter *counter)
{
	return atomic_load(&counter->sum);
}
