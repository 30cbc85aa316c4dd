// A lock of your own: whoever is inside keeps all others out.
//
// As it stands, it lets everybody in. `make try` says what comes of that.

#include "lock.h"

#include <stdatomic.h>
#include <stdbool.h>

struct lock {
	atomic_bool taken;
};

const size_t lock_bytes = sizeof(struct lock);

void lock_init(struct lock *lock, unsigned nr_tasks)
{
	(void)lock;
	(void)nr_tasks;
}

void lock_acquire(struct lock *lock, unsigned task)
{
	(void)lock;
	(void)task;
}

void lock_release(struct lock *lock, unsigned task)
{
	(void)lock;
	(void)task;
}
