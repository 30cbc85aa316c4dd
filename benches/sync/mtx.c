// SPDX-License-Identifier: MIT

// The mutex of the C language itself. In the GNU C Library it is the POSIX mutex under another
// name, so expect what `mutex` costs. It has no attributes: nothing can make it process-shared.
//
// Source: ISO C11, 7.26.4 (<threads.h>).

#define SYNC_NAME mtx
#define SYNC_LOCK
#include "benches/sync/sync.h"
#include "benches/sync/must.h"
#include "benches/sync/no_holder.h"
#include "benches/sync/tsan.h"

#include <errno.h>
#include <threads.h>

struct lock {
	mtx_t mutex;
};

static void lock_init(struct lock *lock, const struct setup *setup)
{
	(void)setup;
	must(mtx_init(&lock->mutex, mtx_plain) == thrd_success ? 0 : ENOMEM);
}

static void lock_fini(struct lock *lock)
{
	mtx_destroy(&lock->mutex);
}

INLINE void acquire(struct lock *lock, struct holder *holder)
{
	(void)holder;
	mtx_lock(&lock->mutex);
	tsan_acquired(lock);
}

INLINE void release(struct lock *lock, struct holder *holder)
{
	(void)holder;
	tsan_releasing(lock);
	mtx_unlock(&lock->mutex);
}

static const struct about about = {
    .class = CLASS_LOCKED,
    .summary = "the C language's own mutex",
    .source = "ISO C11, 7.26.4",
    .calls = true,
    .threads_only = "C11 knows no process-shared mutex",
};

#include "benches/sync/instantiate.h"
