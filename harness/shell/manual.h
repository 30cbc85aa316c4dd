// SPDX-License-Identifier: MIT

// The manual page, racelab(1), from the tables that --help and racelab list are made from.

#ifndef RACELAB_MANUAL_H
#define RACELAB_MANUAL_H

#include <stdio.h>

#include "harness/shell/contents.h"

// Writes the page. Returns an exit code.
int manual_print(const struct contents *contents, FILE *out);

#endif
