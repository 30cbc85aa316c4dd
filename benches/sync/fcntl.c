// SPDX-License-Identifier: MIT

// A lock on one byte of a file, here one in memory: any number of locks in one file. As with
// `flock` each lock and unlock is a system call, and the kernel releases what a dead task held. The
// lock is of the kind that belongs to an open file description, because the older kind belongs to a
// process and would let all its threads in at once. So each task opens the file for itself (see
// `flock`). Dearer than `flock`: the kernel keeps a list of locked ranges and goes through it each
// time.
//
// Source: IEEE Std 1003.1-2024, fcntl (F_OFD_SETLKW); Linux man-pages, fcntl(2).

#define SYNC_NAME fcntl
#define SYNC_LOCK
#include "benches/sync/sync.h"
#include "benches/sync/must.h"
#include "benches/sync/reopen.h"
#include "benches/sync/tsan.h"

#include <fcntl.h>
#include <sys/mman.h>
#include <unistd.h>

struct lock {
	int file;
	off_t byte; /* of the file: this lock's own */
};

struct holder {
	int file; /* the same one, opened by this task; -1: not yet */
};

static int file; /* of all locks that there are now; inherited by tasks that are processes */
static unsigned nr_locks; /* that there are now */
static off_t nr_bytes;	  /* given to locks since the file was made */

static void lock_init(struct lock *lock, const struct setup *setup)
{
	(void)setup;
	if (nr_locks++ == 0)
		must_errno(file = memfd_create("racelab-fcntl", MFD_CLOEXEC));
	*lock = (struct lock){file, nr_bytes++};
}

static void lock_fini(struct lock *lock)
{
	if (--nr_locks == 0)
		must_errno(close(lock->file));
}

static void holder_init(struct holder *holder, const struct setup *setup, unsigned task)
{
	(void)setup;
	(void)task;
	holder->file = -1;
}

// F_WRLCK waits for the byte and locks it, F_UNLCK unlocks it.
INLINE void change(int open_file, off_t byte, short type)
{
	struct flock range = {.l_type = type, .l_whence = SEEK_SET, .l_start = byte, .l_len = 1};

	must_errno(fcntl(open_file, F_OFD_SETLKW, &range));
}

INLINE void acquire(struct lock *lock, struct holder *holder)
{
	if (holder->file < 0)
		holder->file = reopen(lock->file);
	change(holder->file, lock->byte, F_WRLCK);
	tsan_acquired(lock);
}

INLINE void release(struct lock *lock, struct holder *holder)
{
	tsan_releasing(lock);
	change(holder->file, lock->byte, F_UNLCK);
}

static const struct about about = {
    .class = CLASS_LOCKED,
    .summary = "lock on one byte of a file in memory, of an open file description",
    .source = "IEEE Std 1003.1-2024, fcntl; Linux man-pages, fcntl(2)",
    .calls = true,
    .max_tasks = REOPEN_MAX_TASKS,
    .unexplored = "the kernel's locks on files",
};

#include "benches/sync/instantiate.h"
