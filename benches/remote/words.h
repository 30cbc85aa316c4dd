// SPDX-License-Identifier: MIT

// One word of another rank's window, or of our own: each way to touch it, and each ends with
// MPI_Win_flush, so that it has happened there when the function returns.
//
// The first six are MPI's accumulate operations. They are atomic, each word by itself, and ordered
// between two ranks. The last two are not: a word that one rank puts while another gets or puts it
// is undefined in MPI (4.0, 12.7), as a data race is in C, so they are for who holds a lock.
//
// MPI takes a communication that fails for fatal (MPI_ERRORS_ARE_FATAL), so no result is looked at.

#ifndef RACELAB_REMOTE_WORDS_H
#define RACELAB_REMOTE_WORDS_H

#include <stdint.h>
#include <time.h>

#include "benches/remote/remote.h"
#include "benches/structure/loop.h"
#include "benches/sync/spin.h"

// By `op` with `operand`; returns what was there before.
INLINE uint64_t word_fetch(const struct post *post, int rank, MPI_Aint at, uint64_t operand,
			   MPI_Op op)
{
	uint64_t before;

	MPI_Fetch_and_op(&operand, &before, MPI_UINT64_T, rank, at, op, post->window);
	MPI_Win_flush(rank, post->window);
	return before;
}

INLINE uint64_t word_read(const struct post *post, int rank, MPI_Aint at)
{
	return word_fetch(post, rank, at, 0, MPI_NO_OP);
}

INLINE uint64_t word_add(const struct post *post, int rank, MPI_Aint at, uint64_t n)
{
	return word_fetch(post, rank, at, n, MPI_SUM);
}

INLINE uint64_t word_swap(const struct post *post, int rank, MPI_Aint at, uint64_t value)
{
	return word_fetch(post, rank, at, value, MPI_REPLACE);
}

// Puts `value` there if `expected` was; returns what was.
INLINE uint64_t word_cas(const struct post *post, int rank, MPI_Aint at, uint64_t expected,
			 uint64_t value)
{
	uint64_t before;

	MPI_Compare_and_swap(&value, &expected, &before, MPI_UINT64_T, rank, at, post->window);
	MPI_Win_flush(rank, post->window);
	return before;
}

INLINE void word_write(const struct post *post, int rank, MPI_Aint at, uint64_t value)
{
	MPI_Accumulate(&value, 1, MPI_UINT64_T, rank, at, 1, MPI_UINT64_T, MPI_REPLACE,
		       post->window);
	MPI_Win_flush(rank, post->window);
}

INLINE uint64_t word_get(const struct post *post, int rank, MPI_Aint at)
{
	uint64_t value;

	MPI_Get(&value, 1, MPI_UINT64_T, rank, at, 1, MPI_UINT64_T, post->window);
	MPI_Win_flush(rank, post->window);
	return value;
}

INLINE void word_put(const struct post *post, int rank, MPI_Aint at, uint64_t value)
{
	MPI_Put(&value, 1, MPI_UINT64_T, rank, at, 1, MPI_UINT64_T, post->window);
	MPI_Win_flush(rank, post->window);
}

/* for whoever is waited for to do what it has to in the meantime: some ways to the owner */
#define REMOTE_NAP_NS 20000

// Between two looks at a word. Where whoever is waited for may be a rank of the same PU, it sleeps:
// a PU that is only yielded comes back at once, from Linux 6.6 on.
INLINE void remote_wait(const struct post *post)
{
	const struct timespec nap = {.tv_nsec = REMOTE_NAP_NS};

	if (post->crowded)
		nanosleep(&nap, NULL);
	else
		cpu_relax();
}

// Lets time pass.
INLINE void remote_pause(const struct post *post, uint64_t ns)
{
	const struct timespec nap = {.tv_nsec = (long)ns}; /* below a second */

	if (post->crowded) {
		nanosleep(&nap, NULL);
		return;
	}
	for (uint64_t until_ns = loop_now_ns() + ns; loop_now_ns() < until_ns;)
		cpu_relax();
}

#endif
