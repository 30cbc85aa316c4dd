// SPDX-License-Identifier: MIT

// The commands and options that `--help` shows, for tests of what is made from the same tables.

#ifndef RACELAB_TESTS_HELP_H
#define RACELAB_TESTS_HELP_H

#include <stdbool.h>
#include <stddef.h>

enum {
	HELP_MOST = 64,
};

struct help {
	char *name[HELP_MOST]; /* options without their dashes */
	size_t nr;
};

// The commands in `racelab --help`. help_fini is due.
void help_commands(struct help *help);

// The options in `racelab COMMAND --help`; command may be "lab echo". help_fini is due.
void help_options(struct help *help, const char *command);

void help_fini(struct help *help);

// Whether one of text's lines is `word`, or begins with it and a tab.
bool help_has_line(const char *text, const char *word);

#endif
