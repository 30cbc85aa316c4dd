// SPDX-License-Identifier: MIT

// Every intended race of racelab goes through this header, and nothing else in racelab races.
//
// racy_add is the counter that everybody gets wrong: load, add, store, as three steps. It is
// written with relaxed atomics, so that C11 defines what it does (no torn values, no folding of the
// loop), and yet it is no atomic increment: a store by another task between the load and the store
// is overwritten, and that increment is lost. It compiles to the ordinary load, add and store of a
// plain `x = x + 1`, with no lock prefix and no fence. ThreadSanitizer has nothing to say about it,
// rightly: it is a race condition, but not a data race.
//
// The two others are real data races, undefined in C11 (5.1.2.4, 25), kept because people write
// them: the volatile one behaves like racy_add here; the plain one lets the compiler fold a whole
// loop into a single addition.

#ifndef RACELAB_RACY_H
#define RACELAB_RACY_H

#include <stdint.h>

// The value at p, as some task left it; orders nothing.
static inline __attribute__((always_inline)) uint64_t racy_load(const uint64_t *p)
{
	return __atomic_load_n(p, __ATOMIC_RELAXED); /* relaxed: the race is on purpose */
}

// Replaces the value at p; orders nothing.
static inline __attribute__((always_inline)) void racy_store(uint64_t *p, uint64_t value)
{
	__atomic_store_n(p, value, __ATOMIC_RELAXED); /* relaxed: the race is on purpose */
}

// The same two for a pointer of any type.
#define racy_load_pointer(p)	     __atomic_load_n((p), __ATOMIC_RELAXED)
#define racy_store_pointer(p, value) __atomic_store_n((p), (value), __ATOMIC_RELAXED)

// *p = *p + n, in three steps: what another task stores in between is lost.
static inline __attribute__((always_inline)) void racy_add(uint64_t *p, uint64_t n)
{
	racy_store(p, racy_load(p) + n);
}

// The same through a volatile lvalue: a data race, though the compiler leaves each access alone.
static inline __attribute__((always_inline)) void racy_add_volatile(uint64_t *p, uint64_t n)
{
	volatile uint64_t *v = p;

	*v = *v + n;
}

// The same as anyone would write it first: a data race, and the compiler may fold a loop of it.
static inline __attribute__((always_inline)) void racy_add_plain(uint64_t *p, uint64_t n)
{
	*p = *p + n;
}

#endif
