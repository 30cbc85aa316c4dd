// SPDX-License-Identifier: MIT

// What could come next on a command line: what the shells' completions ask racelab for, so that
// none of them has a table of its own.

#ifndef RACELAB_COMPLETE_H
#define RACELAB_COMPLETE_H

#include <stdio.h>

#include "harness/shell/contents.h"

// Prints what the last of `words` (those after "racelab"; the last one may be empty or half typed)
// can become, one a line: the candidate, or a candidate, a tab and what it is. It stands for what
// follows the last "=" of that word. A candidate that ends in one of "/,=:" goes on. Besides there
// are lines for the shell to fill in itself: ":files", ":files so" (that end in .so),
// ":directories". Returns an exit code; words that mean nothing have no candidates, and are no
// error.
int complete_print(const struct contents *contents, int nr_words, char **words, FILE *out);

#endif
