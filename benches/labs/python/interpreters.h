// SPDX-License-Identifier: MIT

// Every Python that there is on this machine, for the lab `python`: those that the option `python`
// names and, unless `no-search` is given, each python3, python3.N and python3.Nt in PATH.

#ifndef RACELAB_LABS_PYTHON_INTERPRETERS_H
#define RACELAB_LABS_PYTHON_INTERPRETERS_H

#include <stdbool.h>
#include <stddef.h>
#include <limits.h>

#include "benches/labs/lab.h"

enum {
	INTERPRETERS_MOST = 32,
};

struct interpreter {
	char path[PATH_MAX];
	char file[PATH_MAX];   /* the program that it is in the end: of two names for one, this is
				  the same */
	char name[24];	       /* "cpython", "pypy" */
	char version[40];      /* "3.13.0" */
	unsigned minor;	       /* 13 */
	bool has_gil;	       /* as it runs */
	bool could_do_without; /* it is built to */
	char why_not[LAB_WORD_BYTES]; /* what keeps it from running; "": it runs */
};

struct interpreters {
	struct interpreter each[INTERPRETERS_MOST];
	size_t nr;
	size_t nr_more; /* found, but too many */
};

// Finds them, those that were named first; no file twice. Nothing but path and file is known of
// them then.
void interpreters_find(const struct lab_run *run, struct interpreters *interpreters);

// Asks all of them at once what they are, for the option `most` at most, or two seconds. Those that
// turn out to be one that was there before are taken out.
void interpreters_ask(const struct lab_run *run, struct interpreters *interpreters);

// As they are told in rows: the path, or its end if it is long, and "with" or "without", or
// "switched on" for a GIL that this Python could do without.
struct interpreter_word {
	char text[LAB_WORD_BYTES];
};
struct interpreter_word interpreters_word(const struct interpreter *who);
const char *interpreters_gil(const struct interpreter *who);

// A row for each, on how it was found.
void interpreters_tell(struct lab_run *run, const struct interpreters *interpreters);

#endif
