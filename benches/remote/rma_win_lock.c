// SPDX-License-Identifier: MIT

// MPI's own lock: an exclusive access epoch at the owner. There is one for each rank's window, and
// MPI promises no order among those who wait. It is what a textbook on MPI shows first.
//
// Source: MPI 4.0, 12.5.3 (MPI_Win_lock).

#define REMOTE_NAME rma_win_lock
#define REMOTE_LOCK
#define REMOTE_OWN_EPOCH
#include "benches/remote/remote.h"

INLINE void acquire(const struct post *post, MPI_Aint lock)
{
	(void)lock; /* the window's own */
	MPI_Win_lock(MPI_LOCK_EXCLUSIVE, post->owner, 0, post->window);
}

INLINE void release(const struct post *post, MPI_Aint lock)
{
	(void)lock;
	MPI_Win_unlock(post->owner, post->window);
}

#include "benches/remote/instantiate.h"
