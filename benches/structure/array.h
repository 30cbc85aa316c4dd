// SPDX-License-Identifier: MIT

// An array of counters, packed as C packs them: eight to a cache line, so that tasks which never
// touch the same counter can still disturb each other (false sharing). The pattern decides who
// touches what; it is drawn into the key table beforehand.

#ifndef RACELAB_ARRAY_H
#define RACELAB_ARRAY_H

#include <stdbool.h>
#include <stdint.h>

#include "benches/structure/loop.h"
#include "benches/sync/sync.h"

INLINE void array_increment(const struct work *w, struct protocol p, uint64_t position, bool paced)
{
	const struct key key = w->keys[position & w->key_mask];
	void *guard = guard_of(w, key);

	p.enter(w, guard);
	bump(w, p, (unsigned char *)w->cells + key.cell, paced);
	p.leave(w, guard);
}

INLINE void array_look(const struct work *w, struct protocol p, uint64_t position, bool paced)
{
	const struct key key = w->keys[position & w->key_mask];
	void *guard = guard_of(w, key);

	(void)paced;
	p.enter(w, guard);
	look(w, p, (unsigned char *)w->cells + key.cell);
	p.leave(w, guard);
}

// The kernels of `array`: w->cells is its first counter; keys hold byte offsets.
INLINE uint64_t array_run(const struct work *w, struct protocol p)
{
	return race(w, p, array_increment);
}

INLINE uint64_t array_sample(const struct work *w, struct protocol p)
{
	return race_sampled(w, p, array_increment);
}

INLINE uint64_t array_read(const struct work *w, struct protocol p)
{
	return race(w, p, array_look);
}

#endif
