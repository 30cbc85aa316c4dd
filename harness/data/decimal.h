// SPDX-License-Identifier: MIT

// Numbers as the fields of trials.csv hold them.

#ifndef RACELAB_DECIMAL_H
#define RACELAB_DECIMAL_H

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

// Read `text`, of `length` bytes and a terminator. False if it is no such number: anything but a
// decimal one, one that is not finite, too large, or COUNT_EMPTY.
bool decimal_count(int64_t *count, const char *text, size_t length);
bool decimal_real(double *real, const char *text, size_t length);

#endif
