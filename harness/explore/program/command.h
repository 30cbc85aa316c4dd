// SPDX-License-Identifier: MIT

// A command line for a tool, word by word; and which compiler is meant, and what kind it is.

#ifndef RACELAB_EXPLORE_COMMAND_H
#define RACELAB_EXPLORE_COMMAND_H

#include <limits.h>
#include <stdbool.h>
#include <stddef.h>

enum {
	COMMAND_WORDS = 80,
	COMMAND_MADE = 20,
	COMMAND_WORD = PATH_MAX + 64,
};

// All zero: no words yet.
struct command {
	char *word[COMMAND_WORDS + 1];	       /* NULL behind the last */
	char room[COMMAND_MADE][COMMAND_WORD]; /* for those that are made */
	size_t nr, nr_made;
};

// Adds a word that outlives the command; or one in printf format. More than there is room for is a
// programmer's error.
void command_say(struct command *command, const char *word);
void command_say_all(struct command *command, const char *const *words); /* NULL behind the last */
void command_make(struct command *command, const char *format, ...)
    __attribute__((format(printf, 2, 3)));

// What $CC names, else cc.
const char *compiler_name(void);

// By what it says of itself: `cc` may be either. Asked once, with a file in `folder`. Needs
// sandbox_init.
bool compiler_is_clang(const char *folder);

#endif
