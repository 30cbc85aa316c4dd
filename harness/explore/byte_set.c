// SPDX-License-Identifier: MIT

#include "harness/explore/byte_set.h"

#include <stdlib.h>
#include <string.h>

#include "harness/explore/hash.h"

void byte_set_init(struct byte_set *set)
{
	*set = (struct byte_set){0};
}

void byte_set_fini(struct byte_set *set)
{
	free(set->bytes);
	free(set->end);
	free(set->slot);
	byte_set_init(set);
}

const unsigned char *byte_set_get(const struct byte_set *set, uint32_t number, size_t *size)
{
	uint64_t begin = number ? set->end[number - 1] : 0;

	*size = set->end[number] - begin;
	return set->bytes + begin;
}

static uint32_t slot_of(const struct byte_set *set, const unsigned char *bytes, size_t size)
{
	uint32_t mask = set->nr_slots - 1, at = (uint32_t)hash_bytes(bytes, size, 0) & mask;

	for (; set->slot[at]; at = (at + 1) & mask) {
		size_t its;
		const unsigned char *there = byte_set_get(set, set->slot[at] - 1, &its);

		if (its == size && memcmp(there, bytes, size) == 0)
			break;
	}
	return at;
}

static int grow_slots(struct byte_set *set)
{
	uint32_t nr_slots = set->nr_slots ? set->nr_slots * 2 : 1024;
	uint64_t *end = realloc(set->end, nr_slots / 2 * sizeof *end);
	uint32_t *slot = calloc(nr_slots, sizeof *slot);

	if (end)
		set->end = end;
	if (!end || !slot) {
		free(slot);
		return -1;
	}
	free(set->slot);
	set->slot = slot;
	set->nr_slots = nr_slots;
	for (uint32_t i = 0; i < set->nr; i++) {
		size_t size;
		const unsigned char *bytes = byte_set_get(set, i, &size);

		slot[slot_of(set, bytes, size)] = i + 1;
	}
	return 0;
}

static int grow_bytes(struct byte_set *set, size_t more)
{
	size_t room = set->room ? set->room : 4096;
	unsigned char *bytes;

	while (room - set->nr_bytes < more)
		room += room / 2;
	if (room == set->room)
		return 0;
	bytes = realloc(set->bytes, room);
	if (!bytes)
		return -1;
	set->bytes = bytes;
	set->room = room;
	return 0;
}

uint32_t byte_set_find(const struct byte_set *set, const unsigned char *bytes, size_t size)
{
	uint32_t at = set->nr ? slot_of(set, bytes, size) : 0;

	return set->nr && set->slot[at] ? set->slot[at] - 1 : UINT32_MAX;
}

uint32_t byte_set_add(struct byte_set *set, const unsigned char *bytes, size_t size)
{
	uint32_t at;

	if ((set->nr >= set->nr_slots / 2 && grow_slots(set)) || grow_bytes(set, size))
		return UINT32_MAX;
	at = slot_of(set, bytes, size);
	if (set->slot[at])
		return set->slot[at] - 1;
	memcpy(set->bytes + set->nr_bytes, bytes, size);
	set->nr_bytes += size;
	set->end[set->nr] = set->nr_bytes;
	set->slot[at] = ++set->nr;
	return set->nr - 1;
}

size_t byte_set_memory(const struct byte_set *set)
{
	return set->room + set->nr_slots * (sizeof *set->slot + sizeof *set->end / 2);
}
