// SPDX-License-Identifier: MIT

// What a student's file may include: headers of the system, and the one of its exercise.

#ifndef RACELAB_GRADE_SYSTEM_HEADERS_H
#define RACELAB_GRADE_SYSTEM_HEADERS_H

#include <limits.h>
#include <stdbool.h>
#include <stddef.h>

#include "harness/complaint.h"

enum {
	MOST_HEADER_FOLDERS = 16,
};

struct system_headers {
	char folder[MOST_HEADER_FOLDERS][PATH_MAX]; /* canonical */
	size_t nr;
};

// Asks the compiler where it looks for <...>; once, as it does not change. With a file in `folder`.
// Needs sandbox_init. Returns NULL with a machine's complaint if it does not say.
const struct system_headers *system_headers(const char *folder, struct complaint *c);

// Whether a file lies in one of these folders, whatever it is called.
bool system_headers_have(const struct system_headers *headers, const char *file);

#endif
