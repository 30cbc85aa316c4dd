// SPDX-License-Identifier: MIT

// What no format may write, whatever is in a verdict or a grade.

#ifndef RACELAB_TESTS_HARMLESS_H
#define RACELAB_TESTS_HARMLESS_H

#include <stdbool.h>

// nan or inf as a word of its own.
bool has_bad_number(const char *text);

// C0 but for the line's end, DEL, or C1.
bool has_control(const char *text);

bool is_utf8(const char *text);

#endif
