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

// Within the lock: has another task been here since? No call, no shared write, and a branch that is
// taken only where a cache line came from afar.
INLINE void variable_notice(const struct work *w, struct protocol p)
{
	uint64_t value = p.read(w, w->cells);

	if (__builtin_expect(value != w->turns->left + 1, 0)) {
		w->turns->handovers++;
		__asm__ volatile("" : "+r"(w->turns->handovers)); /* or it would be arithmetic */
	}
	w->turns->left = value;
}

INLINE void variable_turn(const struct work *w, struct protocol p, uint64_t position, bool paced)
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

// With a tally of turns that is local until the end.
INLINE uint64_t variable_take_turns(const struct work *work, struct protocol p, race_fn *race_by)
{
	struct turns turns = {0, 0};
	struct work w = *work;
	uint64_t done;

	w.turns = &turns;
	done = race_by(&w, p, variable_turn);
	*work->turns = turns;
	return done;
}

INLINE uint64_t variable_race(const struct work *work, struct protocol p, race_fn *race_by)
{
	/* two loops: the one that nobody asks for turns pays nothing for the other */
	if (p.takes_turns && work->turns)
		return variable_take_turns(work, p, race_by);
	return race_by(work, p, variable_increment);
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
