// SPDX-License-Identifier: MIT

// Plain text, as `--help` shows it, in the language of manual pages (man(7)).

#ifndef RACELAB_ROFF_H
#define RACELAB_ROFF_H

#include <stdio.h>

// Writes text so that no letter of it is taken for a command.
void roff_word(FILE *out, const char *text);

// Writes text as one or more lines of a paragraph.
void roff_line(FILE *out, const char *text);

// Writes whole lines: lines that begin with two spaces stand as they are, like examples; others are
// filled into paragraphs, which an empty line ends. text ends at `end` (NULL: at its end).
void roff_text(FILE *out, const char *text, const char *end);

#endif
