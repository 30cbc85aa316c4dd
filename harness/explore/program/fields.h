// SPDX-License-Identifier: MIT

// What the bytes of a variable are called: "lock.serving", "holder[1].waiting".

#ifndef RACELAB_EXPLORE_FIELDS_H
#define RACELAB_EXPLORE_FIELDS_H

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

struct debug_info;

// What is asked for at an offset: the number or pointer there, or the whole of which that is the
// beginning, a structure in an array: what somebody means who has its address.
enum fields_of {
	FIELDS_PLACE,
	FIELDS_WHOLE,
};

// Writes the name of what lies that many bytes behind the beginning of the variable of that name
// and address. An object of POSIX or C11 threads is one place to who uses it, whichever of its
// words it is. A variable or member of bytes that is called as a structure is (char lock[...],
// struct lock) is room for that structure, and what lies in a variable `room` for struct room is
// called as it is in there: "counter". Returns false if it is not known, or the text has no room
// for it; text is void then.
bool fields_name(const struct debug_info *info, const char *variable, uint64_t address,
		 uint64_t offset, enum fields_of of, char *text, size_t size);

#endif
