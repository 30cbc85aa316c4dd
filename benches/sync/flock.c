// SPDX-License-Identifier: MIT

// A lock on a whole file, here one in memory. Each lock and each unlock is a system call, contended
// or not, so it costs some hundred times what a futex does; for that it needs no shared memory, and
// the kernel releases it when its holder dies. It belongs to an open file description: tasks that
// shared one would all hold it at once. So each task opens the file for itself, when it is first in
// need of it: a description inherited from the conductor would outlive the task in its siblings,
// and the lock with it.
//
// Source: 4.2BSD; Linux man-pages, flock(2).

#define SYNC_NAME flock
#define SYNC_LOCK
#include "benches/sync/sync.h"
#include "benches/sync/must.h"
#include "benches/sync/reopen.h"
#include "benches/sync/tsan.h"

#include <sys/file.h>
#include <sys/mman.h>
#include <unistd.h>

struct lock {
	int file;
};

struct holder {
	int file; /* the same one, opened by this task; -1: not yet */
};

static void lock_init(struct lock *lock, const struct setup *setup)
{
	(void)setup;
	must_errno(lock->file = memfd_create("racelab-flock", MFD_CLOEXEC));
}

static void lock_fini(struct lock *lock)
{
	must_errno(close(lock->file));
}

static void holder_init(struct holder *holder, const struct setup *setup, unsigned task)
{
	(void)setup;
	(void)task;
	holder->file = -1;
}

INLINE void acquire(struct lock *lock, struct holder *holder)
{
	if (holder->file < 0)
		holder->file = reopen(lock->file);
	must_errno(flock(holder->file, LOCK_EX));
	tsan_acquired(lock);
}

INLINE void release(struct lock *lock, struct holder *holder)
{
	tsan_releasing(lock);
	must_errno(flock(holder->file, LOCK_UN));
}

static const struct about about = {
    .class = CLASS_LOCKED,
    .summary = "lock on a file in memory: a system call each way",
    .source = "4.2BSD; Linux man-pages, flock(2)",
    .calls = true,
    .one_lock = "every task would need a descriptor for each lock",
    .max_tasks = REOPEN_MAX_TASKS,
    .unexplored = "the kernel's locks on files",
};

#include "benches/sync/instantiate.h"
