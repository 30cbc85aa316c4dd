// SPDX-License-Identifier: MIT

#include "harness/explore/program/fields.h"

#include <inttypes.h>
#include <stdarg.h>
#include <stdio.h>
#include <string.h>

#include "harness/explore/program/debug_info.h"

enum {
	MOST_TURNS =
	    500, /* more than types have parts on the way to one; not all that is read ends */
};

struct walk {
	const struct debug_info *info;
	enum fields_of of;
	unsigned turns;
	bool named; /* what it has come to: no structure without a name is a whole */
	char *text;
	size_t size, length;
};

static bool into(struct walk *walk, const struct debug_entry *type, uint64_t offset);
static const struct debug_entry *used_as(struct walk *walk, const struct debug_entry *room,
					 const char *name);

static const struct debug_entry *type_of(const struct walk *walk, const struct debug_entry *entry)
{
	const struct debug_entry *origin =
	    entry->type ? NULL : debug_info_find(walk->info, entry->origin);

	return debug_info_find(walk->info, origin ? origin->type : entry->type);
}

__attribute__((format(printf, 2, 3))) static bool put(struct walk *walk, const char *format, ...)
{
	size_t left = walk->size - walk->length;
	va_list arguments;
	int length;

	va_start(arguments, format);
	length = vsnprintf(walk->text + walk->length, left, format, arguments);
	va_end(arguments);
	if (length < 0 || (size_t)length >= left)
		return false;
	walk->length += (size_t)length;
	return true;
}

static const struct debug_entry *next_part(const struct walk *walk, enum debug_kind kind,
					   const struct debug_entry *whole,
					   const struct debug_entry *last)
{
	do
		last = debug_info_part(walk->info, whole, last);
	while (last && last->kind != kind);
	return last;
}

// A bitfield is no place of its own, and what it shares with others has no name.
static bool into_member(struct walk *walk, const struct debug_entry *member, uint64_t offset)
{
	walk->named = member->name[0] != '\0';
	return !member->bits && (!walk->named || put(walk, ".%s", member->name)) &&
	       into(walk, used_as(walk, member, member->name), offset - member->start);
}

// The last one that begins there or before. So an array at the end goes on behind the structure.
static bool into_struct(struct walk *walk, const struct debug_entry *type, uint64_t offset)
{
	const struct debug_entry *best = NULL, *member = NULL;

	while ((member = next_part(walk, DEBUG_MEMBER, type, member)))
		if (member->start <= offset && (!best || member->start > best->start))
			best = member;
	return best && into_member(walk, best, offset);
}

// The first one that has something that begins there.
static bool into_union(struct walk *walk, const struct debug_entry *type, uint64_t offset)
{
	const struct debug_entry *member = NULL;
	size_t length = walk->length;

	while ((member = next_part(walk, DEBUG_MEMBER, type, member))) {
		if (member->start <= offset && into_member(walk, member, offset))
			return true;
		walk->length = length;
	}
	return false;
}

// How many elements there are for one index of the dimension before `bound`; 0 if that is not
// known.
static uint64_t elements_behind(const struct walk *walk, const struct debug_entry *array,
				const struct debug_entry *bound)
{
	uint64_t nr = 1;

	while ((bound = next_part(walk, DEBUG_BOUND, array, bound)))
		if (__builtin_mul_overflow(nr, bound->count, &nr))
			return 0;
	return nr;
}

static uint64_t size_of(struct walk *walk, const struct debug_entry *type)
{
	uint64_t size = 0;

	while (type && walk->turns && !type->size &&
	       (type->kind == DEBUG_ALIAS || type->kind == DEBUG_QUALIFIED)) {
		walk->turns--;
		type = type_of(walk, type);
	}
	if (!type || type->size || type->kind != DEBUG_ARRAY || !walk->turns)
		return type ? type->size : 0;
	walk->turns--;
	return __builtin_mul_overflow(size_of(walk, type_of(walk, type)),
				      elements_behind(walk, type, NULL), &size)
		   ? 0
		   : size;
}

// An array of one may stand for as many as there is room for, as one without a bound does.
static bool put_index(struct walk *walk, const struct debug_entry *bound, uint64_t index)
{
	return (bound->count <= 1 || index < bound->count) && put(walk, "[%" PRIu64 "]", index);
}

static bool into_array(struct walk *walk, const struct debug_entry *type, uint64_t offset)
{
	const struct debug_entry *element = type_of(walk, type), *bound = NULL;
	uint64_t each = size_of(walk, element), stride;

	while ((bound = next_part(walk, DEBUG_BOUND, type, bound))) {
		if (__builtin_mul_overflow(each, elements_behind(walk, type, bound), &stride) ||
		    !stride || !put_index(walk, bound, offset / stride))
			return false;
		offset %= stride;
	}
	walk->named = true;
	return into(walk, element, offset);
}

static bool is_object(const char *name)
{
	static const char *const names[] = {"pthread_mutex_t",
					    "pthread_cond_t",
					    "pthread_rwlock_t",
					    "pthread_spinlock_t",
					    "pthread_once_t",
					    "sem_t",
					    "mtx_t",
					    "cnd_t",
					    "once_flag"};

	for (size_t i = 0; i < sizeof names / sizeof *names; i++)
		if (strcmp(name, names[i]) == 0)
			return true;
	return false;
}

// Of the C library's other types nobody knows the fields.
static bool into_alias(struct walk *walk, const struct debug_entry *type, uint64_t offset)
{
	if (is_object(type->name))
		return true;
	if (strncmp(type->name, "pthread_", 8) == 0)
		return offset == 0;
	return into(walk, type_of(walk, type), offset);
}

static bool into(struct walk *walk, const struct debug_entry *type, uint64_t offset)
{
	bool whole = walk->of == FIELDS_WHOLE && walk->named && offset == 0;

	if (!type || !walk->turns)
		return false;
	walk->turns--;
	switch (type->kind) {
	case DEBUG_ALIAS:
		return into_alias(walk, type, offset);
	case DEBUG_QUALIFIED:
		return into(walk, type_of(walk, type), offset);
	case DEBUG_STRUCT:
		return whole || into_struct(walk, type, offset);
	case DEBUG_UNION:
		return whole || into_union(walk, type, offset);
	case DEBUG_ARRAY:
		return into_array(walk, type, offset);
	default:
		return offset == 0;
	}
}

static const struct debug_entry *variable_at(const struct debug_info *info, uint64_t address)
{
	for (size_t i = 0; address && i < info->nr; i++)
		if (info->entry[i].kind == DEBUG_VARIABLE && info->entry[i].address == address)
			return &info->entry[i];
	return NULL;
}

// One that is only declared has no size. From `first` on, up to the end of that unit or of all.
static const struct debug_entry *struct_called(const struct debug_info *info, const char *name,
					       size_t first, bool in_unit)
{
	for (size_t i = first; i < info->nr; i++) {
		const struct debug_entry *entry = &info->entry[i];

		if (in_unit && entry->unit != first)
			return NULL;
		if (entry->kind == DEBUG_STRUCT && entry->size && strcmp(entry->name, name) == 0)
			return entry;
	}
	return NULL;
}

// The type of a variable or member: of bytes that are called as a structure is, that one, as its
// own unit has it; if that only declares it, as any other does.
static const struct debug_entry *used_as(struct walk *walk, const struct debug_entry *room,
					 const char *name)
{
	const struct debug_entry *type = type_of(walk, room), *other;

	if (!type || !name[0] || type->kind != DEBUG_ARRAY ||
	    size_of(walk, type_of(walk, type)) != 1)
		return type;
	other = struct_called(walk->info, name, room->unit, true);
	if (!other)
		other = struct_called(walk->info, name, 0, false);
	return other ? other : type;
}

// What lies in `room` has the names that it has in struct room.
static void leave_room(char *text)
{
	static const char room[] = "room.";

	if (strncmp(text, room, sizeof room - 1) == 0)
		memmove(text, text + sizeof room - 1, strlen(text) - (sizeof room - 1) + 1);
}

bool fields_name(const struct debug_info *info, const char *variable, uint64_t address,
		 uint64_t offset, enum fields_of of, char *text, size_t size)
{
	struct walk walk = {info, of, MOST_TURNS, true, text, size, 0};
	const struct debug_entry *entry = variable_at(info, address), *type;

	if (!entry || !put(&walk, "%s", variable))
		return false;
	type = used_as(&walk, entry, variable);
	if (!into(&walk, type, offset))
		return false;
	if (type != type_of(&walk, entry))
		leave_room(text);
	return true;
}
