// SPDX-License-Identifier: MIT

// The state that the bad locks of these tests share, and its beginning.

#include "benches/sync/sync.h"

struct lock {
	unsigned open; /* stays 0 */
	int *nowhere;  /* stays NULL */
};

struct holder {
	unsigned nr_acquired;
};

static void lock_init(struct lock *lock, const struct setup *setup)
{
	(void)setup;
	*lock = (struct lock){0};
}

static void lock_fini(struct lock *lock)
{
	(void)lock;
}

static void holder_init(struct holder *holder, const struct setup *setup, unsigned task)
{
	(void)setup;
	(void)task;
	holder->nr_acquired = 0;
}
