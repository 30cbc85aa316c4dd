// SPDX-License-Identifier: MIT

// The spec files that racelab brings along, found by their bare names from any folder.

#ifndef RACELAB_SPECS_H
#define RACELAB_SPECS_H

#include <stddef.h>

struct brought_spec {
	char *name;    /* "lecture.ini" */
	char *summary; /* its first comment, as far as its first full stop, colon or comma */
};

struct specs {
	struct brought_spec *spec; /* by name */
	size_t nr;
};

// Lists them; none where racelab's folders are not found. specs_fini is due.
void specs_load(struct specs *specs);
void specs_fini(struct specs *specs);

// The path that a word on the command line means, on the heap: the file here if there is one; else,
// if it has no slash, the spec file of that name that racelab brings along; else the word itself.
char *specs_find(const char *word);

// The list for --help, one line each, on the heap; what it reads is only known at run time.
char *specs_help(void);

#endif
