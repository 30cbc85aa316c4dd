// SPDX-License-Identifier: MIT

// The semaphore of System V: an object of the kernel's, known by a number, so each operation is a
// system call, contended or not. SEM_UNDO makes the kernel keep a book for each process of what it
// took, and put it back when the process dies. The semaphore itself dies with nobody: who made it
// has to remove it, or it stays until the next boot (`ipcs -s` shows it). Contended, the kernel
// hands it to whoever waited longest, who has to wake up first: the slowest lock of all.
//
// Source: AT&T, System V Interface Definition, 1985; IEEE Std 1003.1-2017, semop.

#define SYNC_NAME sysv_semaphore
#define SYNC_LOCK
#include "benches/sync/sync.h"
#include "benches/sync/must.h"
#include "benches/sync/no_holder.h"
#include "benches/sync/tsan.h"

#include <sys/ipc.h>
#include <sys/sem.h>

struct lock {
	int id;
	bool made; /* and not removed: 0 can be a semaphore's number */
};

union semun { /* semctl's last argument, which the standard leaves to us to declare */
	int val;
	struct semid_ds *buf;
	unsigned short *array;
};

static void lock_init(struct lock *lock, const struct setup *setup)
{
	(void)setup;
	must_errno(lock->id = semget(IPC_PRIVATE, 1, 0600));
	lock->made = true;
	must_errno(semctl(lock->id, 0, SETVAL, (union semun){.val = 1}));
}

static void lock_fini(struct lock *lock)
{
	if (lock->made)
		must_errno(semctl(lock->id, 0, IPC_RMID));
	lock->made = false;
}

// Takes the 1 (change -1), waiting until it is there, or puts it back (change 1).
INLINE void change(int id, short change)
{
	struct sembuf operation = {.sem_op = change, .sem_flg = SEM_UNDO};

	must_errno(semop(id, &operation, 1));
}

INLINE void acquire(struct lock *lock, struct holder *holder)
{
	(void)holder;
	change(lock->id, -1);
	tsan_acquired(lock);
}

INLINE void release(struct lock *lock, struct holder *holder)
{
	(void)holder;
	tsan_releasing(lock);
	change(lock->id, 1);
}

static const struct about about = {
    .class = CLASS_LOCKED,
    .summary = "System V semaphore that the kernel undoes for a dead process",
    .source = "System V Interface Definition, 1985; IEEE Std 1003.1-2017, semop",
    .calls = true,
    .outlives = true,
    .unexplored = "the kernel's own semaphores",
};

#include "benches/sync/instantiate.h"
