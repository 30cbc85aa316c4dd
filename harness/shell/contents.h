// SPDX-License-Identifier: MIT

// What racelab is as a whole, in words: `racelab --help`, the manual page and completion are all
// made from this, from the table of commands in main.c and from each command's own options.

#ifndef RACELAB_CONTENTS_H
#define RACELAB_CONTENTS_H

#include <stddef.h>

struct command; /* harness/cli/cli.h */

struct contents {
	const struct command *commands;
	size_t nr_commands;
};

// A name and what it means. A list of them ends with a name that is NULL.
struct fact {
	const char *name, *meaning;
};

extern const char contents_tagline[];  /* no full stop */
extern const char contents_about[];    /* one paragraph, to follow the tagline on its line */
extern const char contents_examples[]; /* lines that begin with two spaces */
extern const struct fact contents_exits[];
extern const struct fact contents_environment[];
extern const struct fact contents_files[];

#endif
