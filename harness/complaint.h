// SPDX-License-Identifier: MIT

// One line for the person at the keyboard: what is wrong, where, and what would be right.
// Modules that read what a user wrote (options, spec files, result directories) fill one in and
// return -1; only the command line prints it. So every message is made where the facts are, and no
// module decides on its own to write to a terminal.

#ifndef RACELAB_COMPLAINT_H
#define RACELAB_COMPLAINT_H

#include <stddef.h>

enum complaint_kind {
	COMPLAINT_USER = 0,    /* wrong usage or bad input: exit 64 */
	COMPLAINT_MACHINE = 1, /* could not be measured, read or written: exit 2 */
};

struct complaint {
	enum complaint_kind kind;
	char text[512];
};

// Fills in *c with a user's error (a machine's for complain_machine) in printf format: one line, no
// newline at its end, control characters and what is not UTF-8 replaced by '?'. Both return -1, so
// that `return complain(c, ...)` reads as it should.
int complain(struct complaint *c, const char *format, ...) __attribute__((format(printf, 2, 3)));
int complain_machine(struct complaint *c, const char *format, ...)
    __attribute__((format(printf, 2, 3)));

// Puts "where: " before the text of *c ("--count", "lecture.ini:7: count"). Returns -1.
int complain_at(struct complaint *c, const char *where);

// The entry of names[] that is nearest to `wrong` by edit distance, or NULL if none is near enough
// to be what was meant (more than a third of its letters differ).
const char *nearest_name(const char *wrong, const char *const *names, size_t nr_names);

// "'jsn' is no format; did you mean 'json'? there are text, json": about a word that is none of the
// names there are of `what`. Returns -1.
int complain_no_such(struct complaint *c, const char *what, const char *wrong,
		     const char *const *names, size_t nr_names);

#endif
