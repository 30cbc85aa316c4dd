// SPDX-License-Identifier: MIT

// A student's file, preprocessed, token by token: refuses what would hide from those who look at
// it afterwards. This keeps honest mistakes apart from the others, and gives each its words; who
// gets around it meets the object's own symbols and sections, and the confinement.

#ifndef RACELAB_GRADE_SCREEN_H
#define RACELAB_GRADE_SCREEN_H

#include <stdbool.h>
#include <stdio.h>

struct screen {
	const struct system_headers *headers;
	const char *copy;	 /* what was preprocessed: our copy of the student's file */
	const char *file;	 /* what it is called */
	const char *header;	 /* the exercise's, which may be included: its path, */
	const char *header_name; /* and as it is called: "lock.h" */
};

// Reads what the preprocessor wrote, and writes it to `out` with the file's own name instead of the
// copy's. Returns 0, or 1 with what is wrong.
int screen_pass(const struct screen *screen, const char *text, FILE *out, char **fault);

// Where a name is first used in the student's own lines; 0: nowhere.
unsigned screen_line_of(const struct screen *screen, const char *text, const char *name);

// Whether the exercise's header declares it: it is among what the header says to the compiler.
bool screen_header_has(const struct screen *screen, const char *text, const char *name);

#endif
