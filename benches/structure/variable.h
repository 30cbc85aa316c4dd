// SPDX-License-Identifier: MIT

// One counter, which every task increments: the smallest thing that can be raced for.

#ifndef RACELAB_VARIABLE_H
#define RACELAB_VARIABLE_H

#include <stdbool.h>
#include <stdint.h>

#include "benches/structure/loop.h"
#include "benches/sync/sync.h"

// Within the lock: has another task been here since? No call, no shared write, and nothing that the
// next increment waits for.
INLINE void variable_notice(const struct work *w, struct protocol p)
{
	uint64_t value;

	if (!p.takes_turns)
		return;
	value = p.read(w, w->cells);
	w->turns->handovers += value != w->turns->left + 1;
	w->turns->left = value;
}

INLINE void variable_increment(const struct work *w, struct protocol p, uint64_t position,
			       bool paced)
{
	(void)position;
	p.enter(w, w->guards);
	bump(w, p, w->cells, paced);
	variable_notice(w, p);
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

typedef uint64_t race_fn(const struct work *work, struct protocol p, increment_fn *increment);

// Races with a tally of turns that is local until the end.
INLINE uint64_t variable_race(const struct work *work, struct protocol p, race_fn *race_by)
{
	struct turns turns = {0, 0};
	struct work w = *work;
	uint64_t done;

	w.turns = &turns;
	done = race_by(&w, p, variable_increment);
	if (p.takes_turns && work->turns)
		*work->turns = turns;
	return done;
}

// The kernels of `variable`: w->cells is the counter, w->guards its lock.
INLINE uint64_t variable_run(const struct work *w, struct protocol p)
{
	return variable_race(w, p, race);
}

INLINE uint64_t variable_sample(const struct work *w, struct protocol p)
{
	return variable_race(w, p, race_sampled);
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
