// SPDX-License-Identifier: MIT

// Numbers that are added and taken away again, at the end: so their room is kept, or an array that
// goes up and down would be moved each time.

#ifndef RACELAB_EXPLORE_LIST_H
#define RACELAB_EXPLORE_LIST_H

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

#include "harness/explore/grow.h"

struct list {
	uint32_t *item; /* on the heap */
	size_t nr, room;
};

// False without memory.
static inline bool list_push(struct list *list, uint32_t item)
{
	if (list->nr == list->room) {
		uint32_t *grown = grow(list->item, list->room, sizeof *grown);

		if (!grown)
			return false;
		list->item = grown;
		list->room = grown_room(list->room + 1);
	}
	list->item[list->nr++] = item;
	return true;
}

#endif
