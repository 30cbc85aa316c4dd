// SPDX-License-Identifier: MIT

// Prose for a terminal: broken between words, which libsmartcols, made for tables, does not do.

#ifndef RACELAB_PARAGRAPH_H
#define RACELAB_PARAGRAPH_H

#include <stdio.h>

// Writes `text` and a newline. Where it would exceed `width` columns (0: no limit) it goes on in a
// new line after `indent` spaces; `used` columns of the first line are taken already. A word that
// is longer than a line stays whole.
void paragraph_put(FILE *out, const char *text, size_t used, size_t indent, size_t width);

#endif
