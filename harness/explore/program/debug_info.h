// SPDX-License-Identifier: MIT

// What a compiler noted of a program's variables and types, as readelf says it: a table of entries,
// each of which may name others by their ids. Nothing in it is to be relied on: it is what a tool
// wrote, of a program that anybody wrote.

#ifndef RACELAB_EXPLORE_DEBUG_INFO_H
#define RACELAB_EXPLORE_DEBUG_INFO_H

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>
#include <stdio.h>

enum debug_kind {
	DEBUG_OTHER, /* also types without parts: of numbers, pointers, enumerations */
	DEBUG_UNIT,
	DEBUG_VARIABLE,
	DEBUG_ALIAS,	 /* a typedef */
	DEBUG_QUALIFIED, /* const, volatile, _Atomic */
	DEBUG_STRUCT,
	DEBUG_UNION,
	DEBUG_MEMBER,
	DEBUG_ARRAY,
	DEBUG_BOUND, /* of one dimension */
};

struct debug_entry {
	enum debug_kind kind;
	unsigned level;	   /* it is part of the last entry before it with a lower one */
	size_t unit;	   /* the index of its compilation unit's entry */
	uint64_t id, type; /* 0: none */
	uint64_t origin;   /* the entry that says the rest of it */
	uint64_t size;	   /* in bytes; 0: not known */
	uint64_t start;	   /* of a member, in bytes */
	uint64_t count;	   /* of a bound; 0: not known */
	uint64_t address;  /* of a variable, from the object's beginning; 0: not known */
	bool bits;	   /* a member that is part of a word */
	char name[64];
};

struct debug_info {
	struct debug_entry *entry; /* as they come, so by id */
	size_t nr;
};

// Reads what `readelf --debug-dump=info` wrote. What it does not understand it passes over.
void debug_info_read(struct debug_info *info, FILE *in);

// Asks readelf about an object, with a file in `folder`. Without readelf, or without debug
// information, the table is empty. Needs sandbox_init.
void debug_info_load(struct debug_info *info, const char *object, const char *folder);
void debug_info_fini(struct debug_info *info);

// The entry with that id, or NULL.
const struct debug_entry *debug_info_find(const struct debug_info *info, uint64_t id);

// The next part of an entry behind `last` (NULL: the first), or NULL.
const struct debug_entry *debug_info_part(const struct debug_info *info,
					  const struct debug_entry *whole,
					  const struct debug_entry *last);

#endif
