// SPDX-License-Identifier: MIT

// What is known of the terminal that a stream leads to. Whoever prints for people asks here, so
// that a pipe gets plain lines everywhere, and nobody's window is exceeded.

#ifndef RACELAB_TERMINAL_H
#define RACELAB_TERMINAL_H

#include <stdbool.h>
#include <stddef.h>
#include <stdio.h>

// Its columns and lines, asked anew each time, because a window changes; 0 if `out` is no terminal
// or does not say.
size_t terminal_width(FILE *out);
size_t terminal_height(FILE *out);

// True for a terminal that can move its cursor: TERM is set, and not to "dumb".
bool terminal_redraws(FILE *out);

// True for one that may be given colours, too: NO_COLOR (no-color.org) is unset or empty.
bool terminal_colours(FILE *out);

// How many columns a text takes: escape sequences none, other characters as the locale says.
size_t terminal_columns(const char *text);

// The same of the widest of its lines.
size_t terminal_widest(const char *text);

#endif
