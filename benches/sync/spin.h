// SPDX-License-Identifier: MIT

// How a task waits by spinning: it looks, relaxes, looks again; and when it has looked SPIN_LOOKS
// times in vain, it gives its PU up between any two looks, because then the task that it waits for
// may well be one that waits for a PU. So a trial with more tasks than PUs comes to its end,
// slowly. Nobody who gets a lock at once comes through here.

#ifndef RACELAB_SPIN_H
#define RACELAB_SPIN_H

#include <sched.h>

#include "benches/sync/sync.h"

/* 5 to 15 us of looking (a look takes 20 to 60 ns, most of it cpu_relax): a cache line is handed on
   within 0.3 us, so queues of twenty tasks move on without a system call, and a time slice of
   milliseconds is not burnt in waiting for a task that does not run. */
#define SPIN_LOOKS 256

// Tells the core that this is a spin loop.
INLINE void cpu_relax(void)
{
#if defined(__x86_64__) || defined(__i386__)
	__builtin_ia32_pause();
#elif defined(__aarch64__)
	__asm__ volatile("yield");
#else
	__asm__ volatile("");
#endif
}

// Between two looks; *looks counts them and is 0 before the first. Where every interleaving is
// tried there is nothing to wait for, and a turn of the loop must leave all as it was.
INLINE void spin_wait(unsigned *looks)
{
#if defined(RACELAB_EXPLORE) && !defined(RACELAB_EXPLORE_REAL)
	(void)looks;
#else
	if (__builtin_expect(*looks < SPIN_LOOKS, 1)) {
		++*looks;
		cpu_relax();
	} else {
		sched_yield();
	}
#endif
}

#endif
