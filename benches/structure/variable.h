// SPDX-License-Identifier: MIT

// One counter, which every task increments: the smallest thing that can be raced for.

#ifndef RACELAB_VARIABLE_H
#define RACELAB_VARIABLE_H

#include <stdbool.h>
#include <stdint.h>

#include "benches/structure/loop.h"
#include "benches/sync/sync.h"

INLINE void variable_increment(const struct work *w, struct protocol p, uint64_t position,
			       bool paced)
{
	(void)position;
	p.enter(w, w->guards);
	bump(w, p, w->cells, paced);
	p.leave(w, w->guards);
}

INLINE void variable_look(const struct work *w, struct protocol p, uint64_t position, bool paced)
{
	(void)position;
	(void)paced;
	p.enter(w, w->guards);
	look(w, p, w->cells);
	p.leave(w, w->guards);
}

// The kernels of `variable`: w->cells is the counter, w->guards its lock.
INLINE uint64_t variable_run(const struct work *w, struct protocol p)
{
	return race(w, p, variable_increment);
}

INLINE uint64_t variable_sample(const struct work *w, struct protocol p)
{
	return race_sampled(w, p, variable_increment);
}

INLINE uint64_t variable_read(const struct work *w, struct protocol p)
{
	return race(w, p, variable_look);
}

// One protected addition of n to the counter.
INLINE void variable_step(const struct work *w, struct protocol p, uint64_t n)
{
	p.enter(w, w->guards);
	p.bump(w, w->cells, n);
	p.leave(w, w->guards);
}

#endif
