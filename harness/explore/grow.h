// SPDX-License-Identifier: MIT

// Arrays that grow. How much room there is need not be kept beside how many there are: it is always
// the next power of two.

#ifndef RACELAB_EXPLORE_GROW_H
#define RACELAB_EXPLORE_GROW_H

#include <stddef.h>
#include <stdlib.h>

// The array with room for one more behind its `nr` entries, maybe elsewhere; NULL without memory,
// and it is as it was. To be called for each entry that is added; in the beginning it is NULL.
static inline void *grow(void *array, size_t nr, size_t bytes)
{
	return nr & (nr - 1) ? array : realloc(array, (nr ? nr * 2 : 1) * bytes);
}

// How many entries such an array has room for, at least.
static inline size_t grown_room(size_t nr)
{
	size_t room = 1;

	while (room < nr)
		room *= 2;
	return room;
}

#endif
