// SPDX-License-Identifier: MIT

// An object file as binutils read it: which names it has, and what its sections are.

#ifndef RACELAB_GRADE_OBJECT_H
#define RACELAB_GRADE_OBJECT_H

#include <stdbool.h>
#include <stddef.h>

#include "harness/complaint.h"

enum {
	OBJECT_NAME = 128,
	OBJECT_VARIABLES = 1 << 20, /* bytes of a student's own, outside of what the frame lends */
};

struct object_name {
	char name[OBJECT_NAME]; /* cut off if it is longer */
	char kind;		/* as nm has it: U of what is not defined */
};

struct object_names {
	struct object_name *name;
	size_t nr;
};

// Reads the global names of an object, with a file in `folder`. Needs sandbox_init. Returns 0, or
// -1 with a machine's complaint: there is no nm. object_names_fini is due.
int object_names_load(struct object_names *names, const char *object, const char *folder,
		      struct complaint *c);
void object_names_fini(struct object_names *names);

static inline bool object_defines(const struct object_name *name)
{
	return name->kind != 'U' && name->kind != 'w';
}

// The one of that name, or NULL.
const struct object_name *object_find(const struct object_names *names, const char *name);

// Refuses sections that run before anything is called, that are both written and run, or that take
// too much room. Returns 0; 1 with what is wrong; -1 with a machine's complaint: no readelf.
int object_sections_check(const char *object, const char *folder, char **fault,
			  struct complaint *c);

#endif
